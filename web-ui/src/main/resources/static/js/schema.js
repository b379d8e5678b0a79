// Editors for JSON Schema 2020-12, as Flowscope writes it for Java types. An editor has an element,
// json() (its value as JSON text, undefined where it is left out), set(value), check() (the first
// wrong control) and fail(pointer, message).

import { kind, kinds } from "./field-parts.js";
import { list, map, object, variants } from "./group-editors.js";
import { choice, jsonEditor, line } from "./value-editors.js";

const MAX_DEPTH = 8;

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

/** The editor for one value. where: {name, required, pointer, depth} */
export function editor(root, given, where) {
  const schema = resolve(root, given);
  const at = { depth: 0, ...where };
  const edit = (inner, there) => editor(root, inner, there);
  if (kinds(schema).includes("null")) at.required = false;
  if (at.depth > MAX_DEPTH) return jsonEditor(schema, at);
  if (Array.isArray(schema.oneOf)) return variants(edit, { ...schema, oneOf: schema.oneOf.map((s) => resolve(root, s)) }, at);
  if (Array.isArray(schema.enum)) return choice(schema, at, schema.enum);
  switch (kind(schema)) {
    case "string": return line(schema, at);
    case "integer": case "number": return line(schema, at);
    case "boolean": return choice(schema, at, at.required ? [false, true] : [true, false]);
    case "array": return schema.items && schema.items !== true ? list(edit, schema, at) : jsonEditor(schema, at);
    case "object":
      if (schema.properties) return object(edit, schema, at);
      if (schema.additionalProperties && schema.additionalProperties !== true) return map(edit, schema, at);
      return jsonEditor(schema, at);
    default: return jsonEditor(schema, at);
  }
}
