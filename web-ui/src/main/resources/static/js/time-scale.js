// Where an instant stands on the x axis; the same rules as TimeScale on the server.

const STEPS = [
  1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 1.2e5, 3e5,
  6e5, 9e5, 1.8e6, 3.6e6, 7.2e6, 1.08e7, 2.16e7, 4.32e7, 8.64e7, 1.728e8, 6.048e8,
];

/** A round length with room for at least 8 %, so that the axis changes rarely. */
export function roomy(length) {
  const wanted = Math.max(length * 1.08, 100);
  const power = 10 ** Math.floor(Math.log10(wanted));
  for (const step of [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) {
    if (step * power >= wanted) return step * power;
  }
  return wanted;
}

const two = (v) => String(v).padStart(2, "0");

export class TimeScale {
  constructor(origin, from, to, left, width) {
    Object.assign(this, { origin, from, to, left, width });
  }

  x(time) {
    return this.left + ((time - this.from) / (this.to - this.from)) * this.width;
  }

  time(x) {
    return this.from + ((x - this.left) / this.width) * (this.to - this.from);
  }

  get right() {
    return this.left + this.width;
  }

  ticks(pixels) {
    const wanted = ((this.to - this.from) / this.width) * pixels;
    const step = STEPS.find((s) => s >= wanted) ?? Math.ceil(wanted / 6.048e8) * 6.048e8;
    const ticks = [];
    for (let k = Math.ceil((this.from - this.origin) / step - 1e-9); ; k++) {
      const time = this.origin + k * step;
      if (time > this.to + 1e-6) return ticks;
      ticks.push(time);
    }
  }

  label(time, unit) {
    const since = time - this.origin;
    if (this.to - this.origin < 120_000) {
      const words = (since / 1000).toFixed(3).replace(/\.?0+$/, "");
      return unit ? `${words} s` : words;
    }
    const s = Math.round(since / 1000);
    const tail = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
    if (s >= 86_400) return `${Math.floor(s / 86_400)}d ${two(Math.floor(s / 3600) % 24)}:${tail}`;
    return s >= 3600 ? `${Math.floor(s / 3600)}:${tail}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  }
}
