// JSON as it was typed: what a double cannot hold stays as it is.

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
