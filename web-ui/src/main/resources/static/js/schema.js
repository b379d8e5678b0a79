// Editors for JSON Schema 2020-12, as Flowscope writes it for Java types. An editor has an element,
// json() (its value as JSON text, undefined where it is left out), set(value), check() (the first
// wrong control) and fail(pointer, message).
import { icon } from "./app.js";

/** A number as it was written, where a double would change it. */
export class Raw {
  constructor(source) {
    this.source = source;
  }
}

/** Parses JSON; numbers that a double cannot hold are kept as they are written. */
export const parse = (json) =>
  JSON.parse(json, (key, value, context) =>
    typeof value === "number" && context?.source !== undefined && !Number.isSafeInteger(value) &&
    String(value) !== context.source ? new Raw(context.source) : value);

/** Writes JSON, numbers as they came. */
export function text(value) {
  if (value instanceof Raw) return value.source;
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${text(v)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

const NONE = undefined;
const MAX_DEPTH = 8;
let ids = 0;

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

function el(name, css, words) {
  const e = document.createElement(name);
  if (css) e.className = css;
  if (words !== undefined) e.textContent = words;
  return e;
}

function button(words, name, label) {
  const b = el("button", "btn");
  b.type = "button";
  if (name) b.append(icon(name, "i12"));
  if (words) b.append(words);
  if (label) {
    b.setAttribute("aria-label", label);
    b.title = label;
  }
  return b;
}

const touched = (e) => e.dispatchEvent(new Event("change", { bubbles: true }));

function resolve(root, schema) {
  let s = schema;
  for (let i = 0; s.$ref && i < 10; i++) {
    const path = s.$ref.replace(/^#\/?/, "").split("/").filter((p) => p);
    const target = path.reduce((at, p) => at?.[p.replaceAll("~1", "/").replaceAll("~0", "~")], root);
    if (!target) return {};
    const { $ref, ...own } = s;
    s = { ...target, ...own };
  }
  return s;
}

const kinds = (s) => (Array.isArray(s.type) ? s.type : [s.type]);
const kind = (s) => kinds(s).find((t) => t && t !== "null");

/** The editor for one value. where: {name, required, pointer, depth} */
export function editor(root, given, where) {
  const schema = resolve(root, given);
  const at = { depth: 0, ...where };
  if (kinds(schema).includes("null")) at.required = false;
  if (at.depth > MAX_DEPTH) return jsonEditor(schema, at);
  if (Array.isArray(schema.oneOf)) return variants(root, schema, at);
  if (Array.isArray(schema.enum)) return choice(schema, at, schema.enum);
  switch (kind(schema)) {
    case "string": return line(schema, at);
    case "integer": case "number": return line(schema, at);
    case "boolean": return choice(schema, at, at.required ? [false, true] : [true, false]);
    case "array": return schema.items && schema.items !== true ? list(root, schema, at) : jsonEditor(schema, at);
    case "object":
      if (schema.properties) return object(root, schema, at);
      if (schema.additionalProperties && schema.additionalProperties !== true) return map(root, schema, at);
      return jsonEditor(schema, at);
    default: return jsonEditor(schema, at);
  }
}

function field(schema, at, control) {
  const id = `f${++ids}`;
  const row = el("div", "field");
  const label = el("label", "", at.name);
  label.append(el("small", "", `${schema["x-java"] ?? kind(schema) ?? "JSON"}${at.required && !at.item ? ", required" : ""}`));
  label.htmlFor = id;
  control.id = id;
  const cell = el("div");
  const help = el("span", "help");
  help.id = `${id}-help`;
  help.textContent = schema.description ?? "";
  control.setAttribute("aria-describedby", help.id);
  if (at.required) control.setAttribute("aria-required", "true");
  cell.append(control, help);
  row.append(label, cell);
  const say = (message) => {
    help.textContent = message || (schema.description ?? "");
    help.classList.toggle("err", Boolean(message));
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  return { row, say };
}

const failer = (at, say) => (pointer, message) => {
  if (pointer === at.pointer) say(message);
};

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

// Strings and numbers. An empty optional field is left out; an empty required string is "".
function line(schema, at) {
  const number = kind(schema) !== "string";
  const input = el("input");
  input.type = "text";
  input.spellcheck = false;
  input.autocomplete = "off";
  if (number) input.inputMode = kind(schema) === "integer" ? "numeric" : "decimal";
  const sample = example(schema, at.name);
  input.placeholder = sample || (at.required ? "" : "none");
  const { row, say } = field(schema, at, input);
  const error = () => {
    const value = input.value.trim();
    if (value === "") return at.required && (number || schema.format) ? `${at.name} is required${sample ? `, for instance ${sample}` : ""}` : "";
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
      if (value === "") return at.required && !number ? '""' : NONE;
      return number ? (numberError({ type: "number" }, value) ? JSON.stringify(value) : value) : JSON.stringify(value);
    },
    set(value) {
      const shown = value === undefined || value === null ? "" : typeof value === "string" ? value : text(value);
      if (input.value !== shown) input.value = shown;
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

function choice(schema, at, values) {
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

function jsonEditor(schema, at) {
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

function group(schema, at) {
  const box = el("fieldset", "group");
  const legend = el("legend", "", at.name);
  legend.append(el("small", "", `${schema["x-java"] ?? kind(schema) ?? ""}${at.required ? ", required" : ""}`));
  const help = el("span", "help");
  const body = el("div", "groupbody");
  box.append(legend, help, body);
  const say = (message) => {
    help.textContent = message;
    help.classList.toggle("err", Boolean(message));
  };
  return { box, body, say };
}

const indent = (s) => s.replaceAll("\n", "\n  ");
const wrap = (open, parts, close) =>
  parts.length === 0 ? open + close
    : parts.join(", ").length < 60 && !parts.some((p) => p.includes("\n")) ? `${open}${parts.join(", ")}${close}`
      : `${open}\n  ${parts.map(indent).join(",\n  ")}\n${close}`;

// An optional group is there or not; a required one is always there.
function present(at, body) {
  const state = { on: at.required };
  if (at.required) return { state, apply() {} };
  const row = el("label", "chk");
  const box = el("input");
  box.type = "checkbox";
  row.append(box, `with ${at.name}`);
  const apply = (on) => {
    state.on = on;
    box.checked = on;
    body.hidden = !on;
  };
  box.addEventListener("change", () => apply(box.checked));
  body.before(row);
  apply(false);
  return { state, apply };
}

function object(root, schema, at) {
  const { box, body, say } = group(schema, at);
  const required = new Set(schema.required ?? []);
  const constants = Object.entries(schema.properties).filter(([, s]) => s.const !== undefined);
  const there = present(at, body);
  let parts = null;
  let extra = {};
  // Built when first needed, since a type may contain itself.
  const build = () => {
    if (parts) return parts;
    parts = Object.entries(schema.properties).filter(([, s]) => s.const === undefined).map(([name, s]) => [
      name,
      editor(root, s, { name, required: required.has(name), pointer: `${at.pointer}/${name}`, depth: at.depth + 1 }),
    ]);
    body.append(...parts.map(([, e]) => e.element));
    return parts;
  };
  if (at.required) build();
  box.addEventListener("change", () => {
    if (there.state.on) build();
  }, true);
  return {
    element: box,
    json() {
      if (!there.state.on) return NONE;
      const members = constants.map(([name, s]) => `${JSON.stringify(name)}: ${JSON.stringify(s.const)}`);
      for (const [name, e] of build()) {
        const json = e.json();
        if (json !== undefined) members.push(`${JSON.stringify(name)}: ${json}`);
      }
      for (const [name, value] of Object.entries(extra)) members.push(`${JSON.stringify(name)}: ${text(value)}`);
      return wrap("{", members, "}");
    },
    set(value) {
      const fits = value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Raw);
      there.apply(fits);
      if (!fits && !at.required) return;
      const known = new Set(Object.keys(schema.properties));
      extra = fits ? Object.fromEntries(Object.entries(value).filter(([k]) => !known.has(k))) : {};
      const unknown = Object.keys(extra);
      say(!fits && value !== undefined && value !== null ? "An object is needed here"
        : unknown.length > 0 ? `Not known here: ${unknown.join(", ")}` : "");
      for (const [name, e] of build()) e.set(fits ? value[name] : undefined);
    },
    check: () => (there.state.on ? build().map(([, e]) => e.check()).find((x) => x) ?? null : null),
    fail(pointer, message) {
      if (pointer === at.pointer) say(message);
      if (parts) parts.forEach(([, e]) => e.fail(pointer, message));
    },
  };
}

function list(root, schema, at) {
  const { box, body, say } = group(schema, at);
  const rows = [];
  const add = button("Add", "plus", `Add to ${at.name}`);
  body.after(add);
  const remove = (row) => {
    const i = rows.indexOf(row);
    rows.splice(i, 1);
    row.element.remove();
    (rows[i]?.remove ?? add).focus();
    touched(add);
  };
  const append = () => {
    const i = rows.length;
    const inner = editor(root, schema.items, { name: `${i + 1}`, required: true, pointer: `${at.pointer}/${i}`, depth: at.depth + 1, item: true });
    const line = el("div", "item");
    const drop = button("", "x", `Remove element ${i + 1}`);
    const row = { element: line, inner, remove: drop };
    drop.addEventListener("click", () => remove(row));
    line.append(inner.element, drop);
    rows.push(row);
    body.append(line);
    return row;
  };
  add.addEventListener("click", () => {
    append().element.querySelector("input, select, textarea")?.focus();
    touched(add);
  });
  let given = at.required;
  return {
    element: box,
    json: () => (rows.length === 0 && !given ? NONE : wrap("[", rows.map((r) => r.inner.json() ?? "null"), "]")),
    set(value) {
      const values = Array.isArray(value) ? value : [];
      given = at.required || Array.isArray(value);
      while (rows.length > values.length) rows.pop().element.remove();
      values.forEach((v, i) => (rows[i] ?? append()).inner.set(v));
      const unique = schema.uniqueItems && new Set(values.map(text)).size < values.length;
      say(value !== undefined && value !== null && !Array.isArray(value) ? "A list is needed here"
        : unique ? "An element stands here twice" : "");
    },
    check: () => rows.map((r) => r.inner.check()).find((x) => x) ?? null,
    fail(pointer, message) {
      if (pointer === at.pointer) say(message);
      rows.forEach((r) => r.inner.fail(pointer, message));
    },
  };
}

function map(root, schema, at) {
  const { box, body, say } = group(schema, at);
  const rows = [];
  const add = button("Add", "plus", `Add to ${at.name}`);
  body.after(add);
  const append = (key = "") => {
    const line = el("div", "item map");
    const input = el("input");
    input.type = "text";
    input.spellcheck = false;
    input.value = key;
    input.placeholder = "key";
    input.setAttribute("aria-label", `Key in ${at.name}`);
    const inner = editor(root, schema.additionalProperties, { name: "value", required: true, pointer: `${at.pointer}/${key}`, depth: at.depth + 1 });
    const drop = button("", "x", "Remove this entry");
    const row = { element: line, inner, input };
    drop.addEventListener("click", () => {
      rows.splice(rows.indexOf(row), 1);
      line.remove();
      add.focus();
      touched(add);
    });
    line.append(input, inner.element, drop);
    rows.push(row);
    body.append(line);
    return row;
  };
  add.addEventListener("click", () => {
    append().input.focus();
    touched(add);
  });
  return {
    element: box,
    json: () => (rows.length === 0 && !at.required ? NONE
      : wrap("{", rows.map((r) => `${JSON.stringify(r.input.value)}: ${r.inner.json() ?? "null"}`), "}")),
    set(value) {
      const entries = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
      while (rows.length > entries.length) rows.pop().element.remove();
      entries.forEach(([k, v], i) => {
        const row = rows[i] ?? append(k);
        if (row.input.value !== k) row.input.value = k;
        row.inner.set(v);
      });
      say(value !== undefined && value !== null && entries.length === 0 && typeof value !== "object" ? "An object is needed here" : "");
    },
    check() {
      const keys = rows.map((r) => r.input.value);
      const twice = rows.find((r, i) => keys.indexOf(r.input.value) !== i);
      say(twice ? `The key “${twice.input.value}” stands here twice` : "");
      return twice?.input ?? rows.map((r) => r.inner.check()).find((x) => x) ?? null;
    },
    fail(pointer, message) {
      if (pointer === at.pointer) say(message);
    },
  };
}

// A sealed type: which of its variants, then the fields of that one.
function variants(root, schema, at) {
  const { box, body, say } = group(schema, at);
  const options = schema.oneOf.map((s) => resolve(root, s));
  const tag = (s) => Object.entries(s.properties ?? {}).find(([, p]) => p.const !== undefined);
  const select = el("select");
  select.setAttribute("aria-label", `Which ${at.name}`);
  if (!at.required) select.append(new Option("none", ""));
  options.forEach((s, i) => select.append(new Option(String(tag(s)?.[1].const ?? s.title ?? `variant ${i + 1}`), String(i))));
  body.before(select);
  const built = new Map();
  const current = () => {
    if (select.value === "") {
      body.replaceChildren();
      return null;
    }
    const i = Number(select.value);
    if (!built.has(i)) built.set(i, editor(root, options[i], { name: String(tag(options[i])?.[1].const ?? ""), required: true, pointer: at.pointer, depth: at.depth + 1 }));
    const inner = built.get(i);
    if (body.firstChild !== inner.element) body.replaceChildren(inner.element);
    return inner;
  };
  select.addEventListener("change", current);
  if (at.required) current();
  return {
    element: box,
    json: () => current()?.json(),
    set(value) {
      const i = options.findIndex((s) => {
        const t = tag(s);
        return t && value !== null && typeof value === "object" && value[t[0]] === t[1].const;
      });
      say(i < 0 && value !== undefined && value !== null ? "None of the variants fits; its type member says which one it is" : "");
      select.value = i >= 0 ? String(i) : at.required ? "0" : "";
      current()?.set(i >= 0 ? value : undefined);
    },
    check: () => current()?.check() ?? null,
    fail(pointer, message) {
      if (pointer === at.pointer) say(message);
      current()?.fail(pointer, message);
    },
  };
}
