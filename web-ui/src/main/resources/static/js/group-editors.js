// Editors for values that hold others: objects, lists, maps, and the variants of a sealed type. `edit`
// makes the editor for what is inside.

import { button, el, group } from "./field-parts.js";
import { Raw, text } from "./json-text.js";

const NONE = undefined;

const touched = (e) => e.dispatchEvent(new Event("change", { bubbles: true }));

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

export function object(edit, schema, at) {
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
      edit(s, { name, required: required.has(name), pointer: `${at.pointer}/${name}`, depth: at.depth + 1 }),
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

export function list(edit, schema, at) {
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
    const inner = edit(schema.items, { name: `${i + 1}`, required: true, pointer: `${at.pointer}/${i}`, depth: at.depth + 1, item: true });
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

export function map(edit, schema, at) {
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
    const inner = edit(schema.additionalProperties, { name: "value", required: true, pointer: `${at.pointer}/${key}`, depth: at.depth + 1 });
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
export function variants(edit, schema, at) {
  const { box, body, say } = group(schema, at);
  const options = schema.oneOf;
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
    if (!built.has(i)) built.set(i, edit(options[i], { name: String(tag(options[i])?.[1].const ?? ""), required: true, pointer: at.pointer, depth: at.depth + 1 }));
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
