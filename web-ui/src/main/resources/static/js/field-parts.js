// What the editors of a form are built of: rows, groups, buttons, and what a schema says of its type.

import { icon } from "./app.js";

let ids = 0;

export const kinds = (s) => (Array.isArray(s.type) ? s.type : [s.type]);
export const kind = (s) => kinds(s).find((t) => t && t !== "null");

export function el(name, css, words) {
  const e = document.createElement(name);
  if (css) e.className = css;
  if (words !== undefined) e.textContent = words;
  return e;
}

export function button(words, name, label) {
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

/** A row with a label for one control, and how to say what is wrong with it. */
export function field(schema, at, control) {
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

/** A frame for several rows, and how to say what is wrong with all of them. */
export function group(schema, at) {
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

/** Says a message that came for the editor's own place. */
export const failer = (at, say) => (pointer, message) => {
  if (pointer === at.pointer) say(message);
};
