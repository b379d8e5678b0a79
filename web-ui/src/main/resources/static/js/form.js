// Builds fields from an input schema and keeps them and the JSON beside them in sync, both ways.
import { parse, text } from "./json-text.js";
import { editor } from "./schema.js";
import { count } from "./words.js";

const form = document.getElementById("start");
const fields = document.getElementById("fields");
const area = document.getElementById("input");
const help = document.getElementById("input-help");
const place = document.getElementById("connection");

function readSchema() {
  try {
    const schema = JSON.parse(form.dataset.schema);
    return Array.isArray(schema.prefixItems) ? schema : null;
  } catch {
    return null;
  }
}

function say(message) {
  help.textContent = message;
  help.classList.toggle("err", message !== "");
  if (message) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
}

const quote = (s) => `'${s.replaceAll("'", "'\\''")}'`;

function show() {
  const chars = document.getElementById("chars");
  const max = Number(form.dataset.max);
  chars.textContent = `${count(area.value.length)} of ${count(max)} characters`;
  chars.classList.toggle("err", area.value.length > max);
  let input = area.value.trim();
  try {
    input = text(parse(input));
  } catch {
    // Not JSON yet: the command shows what was typed.
  }
  const body = [`"workflow":${JSON.stringify(form.dataset.workflow)}`, `"version":${JSON.stringify(form.dataset.version)}`];
  const id = form.workflowId.value.trim();
  if (id) body.push(`"workflowId":${JSON.stringify(id)}`);
  body.push(`"input":${input}`);
  const tags = form.tags.value.split(",").map((t) => t.trim()).filter((t) => t);
  if (tags.length > 0) body.push(`"tags":${JSON.stringify(tags)}`);
  document.getElementById("curl").textContent = [
    "curl -sS -H 'Content-Type: application/json' \\",
    `  -H "Authorization: Bearer $(cat ${quote(form.dataset.tokenFile)})" \\`,
    `  -d ${quote(`{${body.join(",")}}`)} \\`,
    `  ${quote(place?.selectedOptions[0].dataset.api ?? form.dataset.api)}`,
  ].join("\n");
}

place?.addEventListener("change", show);

function build(schema) {
  const required = schema.minItems ?? schema.prefixItems.length;
  const editors = schema.prefixItems.map((item, i) =>
    editor(schema, item, { name: item.title ?? `argument ${i + 1}`, required: i < required, pointer: `/${i}` }));
  fields.replaceChildren(...editors.map((e) => e.element));
  if (editors.length === 0) {
    const p = document.createElement("p");
    p.className = "dim";
    p.textContent = "This workflow takes no arguments.";
    fields.append(p);
  }

  const toJson = () => {
    const parts = editors.map((e) => e.json() ?? "null");
    area.value = parts.length === 0 ? "[]" : `[\n  ${parts.map((p) => p.replaceAll("\n", "\n  ")).join(",\n  ")}\n]`;
    say("");
    show();
  };
  const fromJson = () => {
    let value;
    try {
      value = parse(area.value);
    } catch (e) {
      say(`This is not JSON yet: ${e.message}`);
      show();
      return false;
    }
    if (!Array.isArray(value)) {
      say("The input is an array, with one element for each parameter.");
      show();
      return false;
    }
    if (value.length > editors.length) {
      say(`There are ${count(editors.length)} parameters, and ${count(value.length)} elements here.`);
    } else {
      say("");
    }
    editors.forEach((e, i) => e.set(value[i]));
    show();
    return true;
  };

  fields.addEventListener("input", toJson);
  fields.addEventListener("change", toJson);
  area.addEventListener("input", fromJson);
  form.workflowId.addEventListener("input", show);
  form.tags.addEventListener("input", show);
  document.getElementById("last")?.addEventListener("click", (e) => {
    const json = e.currentTarget.dataset.json;
    try {
      area.value = JSON.stringify(JSON.parse(json), null, 2);
    } catch {
      area.value = json;
    }
    fromJson();
  });
  form.addEventListener("submit", (e) => {
    if (!fromJson()) {
      e.preventDefault();
      area.focus();
      return;
    }
    const wrong = editors.map((x) => x.check()).find((x) => x);
    if (wrong) {
      e.preventDefault();
      wrong.focus();
    }
  });

  const addressed = new URLSearchParams(location.search).has("input");
  if (form.dataset.typed === "true" || addressed) fromJson();
  else toJson();
  for (const error of document.querySelectorAll(".field-error")) {
    editors.forEach((e) => e.fail(error.dataset.field, error.dataset.message));
  }
}

if (form && fields && area) {
  const schema = readSchema();
  if (schema) {
    build(schema);
  } else {
    area.addEventListener("input", show);
    show();
  }
}

