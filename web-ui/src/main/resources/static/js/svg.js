// Makes SVG elements. Texts are set as text and geometry as attributes, never as markup.

const NS = "http://www.w3.org/2000/svg";
const round = (v) => (typeof v === "number" ? Math.round(v * 100) / 100 : v);

export function el(name, attributes = {}, ...children) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== "") node.setAttribute(key, round(value));
  }
  node.append(...children);
  return node;
}

export const rect = (x, y, width, height, rx, cls, more = {}) =>
  el("rect", { x, y, width: Math.max(width, 0), height, rx: rx || null, class: cls, ...more });
export const path = (d, cls, more = {}) => el("path", { d, class: cls, ...more });
export const n = round;
export const line = (x1, y1, x2, y2, cls, more = {}) =>
  path(`M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`, cls, more);
export const text = (x, y, words, cls) => {
  const node = el("text", { x, y, class: cls });
  node.textContent = words;
  return node;
};
export const group = (cls, more = {}, ...children) => el("g", { class: cls, ...more }, ...children);

/** Right, down (or up) a stem, right; corners have 4 pixels where there is room. */
export function elbow(x1, y1, stem, x2, y2) {
  const r = Math.max(0, Math.min(4, stem - x1, Math.abs(y2 - y1) / 2));
  const r2 = Math.max(0, Math.min(r, x2 - stem));
  const s = y2 > y1 ? 1 : -1;
  return `M${n(x1)} ${n(y1)}H${n(stem - r)}Q${n(stem)} ${n(y1)} ${n(stem)} ${n(y1 + s * r)}` +
    `V${n(y2 - s * r2)}Q${n(stem)} ${n(y2)} ${n(stem + r2)} ${n(y2)}H${n(Math.max(x2, stem + r2))}`;
}

const STROKED = { fill: "none" };
const SHAPES = {
  pending: () => [el("circle", { cx: 7, cy: 7, r: 5.25, class: "is", "stroke-dasharray": "1 2.3", ...STROKED })],
  queued: () => [el("circle", { cx: 7, cy: 7, r: 5.25, class: "is" }), path("M5.2 5.4h3.6M5.2 8.6h3.6", "is")],
  running: () => [path("M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1Zm0 1.5a4.5 4.5 0 0 1 0 9Z", "if")],
  completed: () => [path("M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1Zm3.2 4.6L6.5 9.6 3.9 7.3l.9-1 1.6 1.4 2.8-3Z", "if")],
  failed: () => [path("M7 .6 13.4 7 7 13.4.6 7Zm-.7 3.1v4h1.4v-4Zm0 5v1.5h1.4V8.7Z", "if")],
  timedout: () => [path("M2.5 1h9v2.2L8.2 7l3.3 3.8V13h-9v-2.2L5.8 7 2.5 3.2Z", "if")],
  canceled: () => [el("circle", { cx: 7, cy: 7, r: 5.25, class: "is" }), path("M3.4 10.6l7.2-7.2", "is")],
};

/** The shape of a state, 12 px wide. */
export const stateShape = (x, y, name) =>
  group(`ic ${name}`, { transform: `translate(${n(x)} ${n(y)}) scale(0.857)` }, ...SHAPES[name]());
