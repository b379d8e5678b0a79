// Editors for one value: a line, a choice, or JSON.

import { el, failer, field, kind } from "./field-parts.js";
import { parse, text } from "./json-text.js";

const NONE = undefined;

const FORMATS = {
  uri: [/^[A-Za-z][A-Za-z0-9+.-]*:\S*$/, "A URI with a scheme is needed, for instance "],
  date: [/^\d{4}-\d\d-\d\d$/, "A date is needed, for instance "],
  time: [/^\d\d:\d\d(:\d\d(\.\d+)?)?\S*$/, "A time of day is needed, for instance "],
  "date-time": [/^\d{4}-\d\d-\d\dT\d\d:\d\d\S*$/, "A moment is needed, for instance "],
  duration: [/^-?P(?=.)/i, "A duration is needed, for instance "],
  uuid: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "A UUID is needed, for instance "],
};

function example(schema, name) {
  if (schema.examples?.length) return String(schema.examples[0]);
  const lower = name.toLowerCase();
  switch (schema.format) {
    case "uri": return lower.includes("sub") ? "s3://talks/europython-2015.srt" : "s3://talks/europython-2015.mp4";
    case "date": return "2026-11-21";
    case "time": return "14:02:11";
    case "date-time": return "2026-11-21T14:02:11Z";
    case "duration": return "PT1M30S";
    case "uuid": return "123e4567-e89b-12d3-a456-426614174000";
    default: return "";
  }
}

function numberError(schema, value) {
  const whole = kind(schema) === "integer";
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value) || (whole && /[.eE]/.test(value))) {
    return whole ? "A whole number is needed, for instance 12" : "A number is needed, for instance 1.5";
  }
  const least = schema.minimum;
  const most = schema.maximum;
  if (least !== undefined && Number(value) < least) return `At least ${least} is needed`;
  if (most !== undefined && Number(value) > most) return `At most ${most} is allowed`;
  return "";
}

/** The box beside a text that says: its emptiness is meant. It can be ticked while the text is empty. */
function emptyBox(input, name) {
  const box = el("input");
  box.type = "checkbox";
  const label = el("label", "chk");
  label.append(box, "empty text", el("span", "vh", ` for ${name}`));
  const both = el("div", "orempty");
  input.before(both);
  both.append(input, label);
  const sync = () => {
    box.disabled = input.value !== "";
    if (box.disabled) box.checked = false;
    label.classList.toggle("off", box.disabled);
  };
  input.addEventListener("input", sync);
  return {
    get meant() {
      return box.checked;
    },
    set(meant) {
      box.checked = meant;
      sync();
    },
  };
}

/**
 * Strings and numbers. An empty optional field is left out. An empty required one is a mistake, for
 * whoever means the empty text says so in the box beside it.
 */
export function line(schema, at) {
  const number = kind(schema) !== "string";
  const input = el("input");
  input.type = "text";
  input.spellcheck = false;
  input.autocomplete = "off";
  if (number) input.inputMode = kind(schema) === "integer" ? "numeric" : "decimal";
  const sample = example(schema, at.name);
  input.placeholder = sample || (at.required ? "" : "none");
  const { row, say } = field(schema, at, input);
  const free = !number && !schema.format && !(schema.minLength > 0);
  const empty = free && at.required ? emptyBox(input, at.name) : null;
  const missing = () => {
    if (!at.required || (free && input.value !== "") || empty?.meant) return "";
    return empty ? `${at.name} is empty. Type a value, or tick “empty text” if that is meant`
      : `${at.name} is required${sample ? `, for instance ${sample}` : ""}`;
  };
  const error = () => {
    const value = input.value.trim();
    if (value === "") return missing();
    if (number) return numberError(schema, value);
    const format = FORMATS[schema.format];
    if (format && !format[0].test(value)) return format[1] + sample;
    if (schema.pattern) {
      try {
        if (!new RegExp(schema.pattern, "u").test(input.value)) return `It must match ${schema.pattern}`;
      } catch {
        return "";
      }
    }
    return "";
  };
  input.addEventListener("blur", () => say(input.value === "" ? "" : error()));
  input.addEventListener("input", () => say(""));
  return {
    element: row,
    json() {
      const value = number ? input.value.trim() : input.value;
      if (value === "") return empty?.meant ? '""' : NONE;
      return number ? (numberError({ type: "number" }, value) ? JSON.stringify(value) : value) : JSON.stringify(value);
    },
    set(value) {
      const shown = value === undefined || value === null ? "" : typeof value === "string" ? value : text(value);
      if (input.value !== shown) input.value = shown;
      empty?.set(value === "");
      say("");
    },
    check() {
      const message = error();
      say(message);
      return message ? input : null;
    },
    fail: failer(at, say),
  };
}

export function choice(schema, at, values) {
  const select = el("select");
  if (!at.required) select.append(new Option("none", ""));
  values.forEach((v, i) => select.append(new Option(typeof v === "boolean" ? (v ? "yes" : "no") : String(v), String(i))));
  const { row, say } = field(schema, at, select);
  return {
    element: row,
    json: () => (select.value === "" ? NONE : JSON.stringify(values[Number(select.value)])),
    set(value) {
      const i = values.findIndex((v) => v === value);
      select.value = i >= 0 ? String(i) : at.required ? "0" : "";
      say(i < 0 && value !== undefined && value !== null ? `${text(value)} is not one of them` : "");
    },
    check: () => null,
    fail: failer(at, say),
  };
}

/** Anything, as JSON. */
export function jsonEditor(schema, at) {
  const area = el("textarea", "short");
  area.spellcheck = false;
  area.placeholder = "JSON";
  const { row, say } = field(schema, at, area);
  const read = () => {
    try {
      return [text(parse(area.value)), ""];
    } catch (e) {
      return [NONE, `This is not JSON: ${e.message}`];
    }
  };
  area.addEventListener("input", () => say(area.value.trim() === "" ? "" : read()[1]));
  return {
    element: row,
    json: () => (area.value.trim() === "" ? NONE : read()[0]),
    set(value) {
      const shown = value === undefined ? "" : text(value);
      if (read()[0] !== shown) area.value = shown;
      say("");
    },
    check() {
      const message = area.value.trim() === "" ? (at.required ? `${at.name} is required` : "") : read()[1];
      say(message);
      return message ? area : null;
    },
    fail: failer(at, say),
  };
}
