// Figures in words; the same as io.flowscope.web.Words.

const two = (n) => String(n).padStart(2, "0");

/** 0.64 s, 3 min 33 s, 5 h 02 min, 2 d 03 h */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 59.995) return `${seconds.toFixed(2)} s`;
  const s = Math.round(seconds);
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor(s / 60) % 60)} min`;
  return `${Math.floor(s / 86400)} d ${two(Math.floor(s / 3600) % 24)} h`;
}

/** 1,284 */
export const count = (n) => Math.round(n).toLocaleString("en-US");

/** 12.4 MB */
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  if (n < 1e6) return `${tenths(n / 1e3)} kB`;
  return n < 1e9 ? `${tenths(n / 1e6)} MB` : `${tenths(n / 1e9)} GB`;
}

const tenths = (n) => n.toFixed(1).replace(/\.0$/, "");
