// Draws a timeline over one scale: axis, replays, code and concurrency; its lanes and arrows have
// painters of their own. The same grammar as TimelinePainter on the server; what grows with the clock
// is listed in `growing`.

import { ArrowPainter } from "./arrow-draw.js";
import { DIAMOND, LanePainter } from "./lane-draw.js";
import { group, line as stroke, n, path, rect, text, el } from "./svg.js";
import { ICON, WORDS, hasLane, line, tenth } from "./run-model.js";
import { duration } from "./words.js";

const MAX_CODE_ROWS = 4;

export class Painter {
  constructor({ run, lanes, scale, now, width, narrow, select, overview }) {
    Object.assign(this, { run, lanes, scale, now, width, narrow, select, overview });
    this.gutter = scale.left;
    this.growing = [];
    this.codeRows = new Map();
    this.y = 0;
    this.under = group("under");
    this.labels = group("labels");
    this.bars = group("bars", { "clip-path": "url(#plot-clip)" });
    this.arrows = group("arrows", { "clip-path": "url(#plot-clip)" });
    this.over = group("over");
  }

  /** Fills `svg` and says how high it is. */
  draw(svg) {
    if (this.overview && !this.narrow) this.#overview();
    this.top = this.#axis();
    this.#replays();
    this.#code();
    this.#marks();
    const lanes = new LanePainter(this);
    this.y = lanes.draw(this.y);
    const arrows = new ArrowPainter(this, lanes.places, this.codeRows);
    arrows.control();
    arrows.solids();
    this.bottom = this.#concurrency(this.y);
    for (const tick of this.ticks) {
      this.under.prepend(stroke(this.x(tick), this.top, this.x(tick), this.bottom, "g-grid"));
    }
    if (!this.run.closed) this.#nowLine();
    const height = Math.ceil(this.bottom + 4);
    const clip = el("clipPath", { id: "plot-clip" },
      el("rect", { x: this.gutter - 1, y: 0, width: this.scale.width + 2, height }));
    svg.replaceChildren(el("defs", {}, clip), this.under, this.labels, this.bars, this.arrows, this.over);
    svg.setAttribute("width", this.width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    return height;
  }

  /** Far outside of the picture is as good as just outside. */
  x(time) {
    return Math.min(Math.max(this.scale.x(time), this.gutter - 60), this.scale.right + 60);
  }

  grow(step) {
    this.growing.push(step);
  }

  #overview() {
    const { run, gutter, scale } = this;
    this.labels.append(text(0, 15, "Overview", "t3"), rect(gutter, 0, scale.width, 22, 2, "g-sunk", { "data-overview": 1 }));
    const end = this.wholeEnd;
    const at = (time) => gutter + ((time - run.startedAt) / (end - run.startedAt)) * scale.width;
    const pitch = Math.min(2.6, 18 / Math.max(this.lanes.length, 1));
    let drawn = 0;
    this.lanes.forEach((lane, row) => {
      for (const call of lane.calls) {
        for (const a of call.attempts) {
          if (a.startedAt == null || ++drawn > 2000) continue;
          const bar = rect(at(a.startedAt), 2.5 + row * pitch, at(a.closedAt ?? this.now) - at(a.startedAt), pitch * 0.7, 0, `f-${ICON[a.state]}`);
          if (a.closedAt == null) this.grow((now) => bar.setAttribute("width", n(Math.max(at(now) - at(a.startedAt), 0))));
          this.labels.append(bar);
        }
      }
    });
    const x0 = at(this.scale.from), x1 = at(this.scale.to);
    this.labels.append(rect(gutter + 0.5, 0.5, scale.width - 1, 21, 2, "g-frame"));
    if (x1 - x0 < scale.width - 1) this.labels.append(rect(x0, 0.5, x1 - x0, 21, 2, "g-window"));
    for (const x of [x0, x1]) this.labels.append(rect(Math.min(Math.max(x, gutter), scale.right) - 2, 5, 4, 12, 1, "f-edge"));
    this.y = 32;
  }

  get wholeEnd() {
    return this.whole.to;
  }

  #axis() {
    const { narrow, scale } = this;
    this.ticks = scale.ticks(narrow ? 72 : 84);
    this.tickLabels = [];
    this.ticks.forEach((tick, i) => {
      const first = i === 0, last = i === this.ticks.length - 1;
      const x = scale.x(tick);
      const anchor = narrow && first ? "" : narrow && last ? " e" : " c";
      const label = text(narrow && last ? Math.min(x, this.width - 2) : x, this.y + 12, scale.label(tick, first || last), `t3${anchor}`);
      this.tickLabels.push([x, label]);
      this.labels.append(label);
    });
    this.y += 20;
    return this.y;
  }

  #replays() {
    const ry = this.y + 5;
    const rounds = this.run.rounds.filter(Boolean);
    if (!this.narrow) {
      this.labels.append(text(0, ry + 8, "Replays", "t2 tx"),
        text(this.gutter - 12, ry + 8, rounds.length === 1 ? "1 round" : `${rounds.length} rounds`, "t3 e"));
    }
    let labelEnd = -Infinity, drawnTo = -Infinity;
    const nowX = this.run.closed ? Infinity : this.x(this.now);
    rounds.forEach((round, i) => {
      const from = round.startedAt ?? round.scheduledAt;
      const x = this.x(from);
      const w = Math.max(2.5, this.x(round.closedAt ?? from) - x);
      if (x + w - drawnTo < 1) return;
      drawnTo = x + w;
      this.bars.append(rect(x, ry, w, 9, 0.5, "f-decider", { "data-round": i + 1 }));
      const next = i + 1 < rounds.length ? this.x(rounds[i + 1].scheduledAt) : this.scale.right;
      const label = String(i + 1), at = x + w + 3, width = 7 * label.length;
      if (!this.narrow && at > labelEnd && at + width < next && at + width < nowX && at > this.gutter) {
        this.bars.append(text(at, ry + 8.5, label, "t3"));
        labelEnd = at + width;
      }
    });
    this.y = ry + 23;
  }

  #code() {
    const ends = [];
    let hidden = 0;
    for (const barrier of this.run.barriers) {
      if (!barrier) continue;
      const x0 = this.scale.x(barrier.reachedAt), x1 = this.scale.x(barrier.passedAt ?? this.now);
      let row = 0;
      while (row < ends.length && ends[row] > x0 + 0.01) row++;
      if (row >= MAX_CODE_ROWS) {
        hidden++;
        continue;
      }
      ends[row] = x1;
      this.codeRows.set(barrier.id, this.y + row * 17);
      this.#standing(barrier, this.y + row * 17);
    }
    if (!this.narrow && ends.length) {
      this.labels.append(text(0, this.y + 4, "Code stops at", "t2 tx"));
      if (hidden) this.labels.append(text(this.gutter - 12, this.y + 4, `+${hidden}`, "t3 e"));
    }
    this.y += ends.length ? (ends.length - 1) * 17 + 14 : -4;
  }

  #standing(barrier, by) {
    const open = barrier.passedAt == null;
    const x0 = this.x(barrier.reachedAt), x1 = this.x(barrier.passedAt ?? this.now);
    const g = group("code", { "data-id": barrier.id });
    const bar = stroke(x0, by, x1, by, "l-stop");
    g.append(bar, stroke(x0, by - 4, x0, by + 4, "l-stop"));
    const file = barrier.callSite ? ` ${barrier.callSite}` : "";
    const lx = Math.max(x0, this.gutter), rx = Math.min(x1, this.scale.right);
    for (const label of [`get()${file}`, `get() ${line(barrier.callSite)}`, line(barrier.callSite)]) {
      const w = label.length * 6.7 + 12;
      if (label.trim() && w < rx - lx - 16) {
        g.append(rect((lx + rx) / 2 - w / 2, by - 8, w, 16, 0, "g-surf"), text((lx + rx) / 2, by + 4, label, "tb m c"));
        break;
      }
    }
    if (open && !this.run.closed) this.grow((now) => bar.setAttribute("d", `M${n(x0)} ${n(by)}L${n(this.x(now))} ${n(by)}`));
    if (!open) g.append(rect(x1 - 2.5, by - 6, 5, 12, 1, "f-barrier"));
    this.bars.append(g);
  }

  #marks() {
    const marks = this.run.marks.filter((m) => m && !m.name.startsWith("flowscope."));
    if (!marks.length) return;
    const my = this.y + 6;
    if (!this.narrow) this.labels.append(text(0, my + 4, "Signals, marks", "t2 tx"));
    let free = -Infinity;
    for (const mark of marks) {
      const x = this.x(mark.at);
      this.bars.append(path(`M${n(x)} ${n(my - 5)}${DIAMOND}`, mark.kind.startsWith("cancel") ? "f-canceled" : "f-accent"));
      if (x > free) {
        this.bars.append(text(x + 9, my + 4, mark.name, "t3"));
        free = x + 14 + 6.2 * mark.name.length;
      }
    }
    this.y += 18;
  }

  #concurrency(from) {
    const { run, narrow, gutter, scale } = this;
    const steps = run.concurrency();
    let peak = 0, last = 0;
    for (const [, running] of steps) peak = Math.max(peak, (last = running));
    const step = niceStep(peak), ceiling = Math.max(Math.ceil(peak / step), 1) * step;
    const height = narrow ? 46 : 54;
    let top = from + 12;
    if (narrow) {
      this.labels.append(text(0, top + 4, "Tasks running", "t2 tx"));
      top += 10;
    } else {
      const figures = run.closed ? `peak ${peak}, mean ${tenth(run.figures(this.now).mean)}` : `now ${last}, peak ${peak}`;
      this.labels.append(text(0, top + 14, "Tasks running", "t2 tx"), text(0, top + 30, figures, "t3"));
    }
    const base = top + height, per = height / ceiling;
    for (let k = 0; k <= ceiling; k += step) {
      this.under.append(stroke(gutter, base - k * per + 0.5, scale.right, base - k * per + 0.5, "g-grid"));
      if (!narrow && k < ceiling) this.labels.append(text(gutter - 12, base - k * per + 4, String(k), "t3 e"));
    }
    let d = `M${n(this.x(run.startedAt))} ${n(base)}`;
    for (const [at, running] of steps) d += `H${n(this.x(at))}V${n(base - running * per)}`;
    const area = path("", run.closed ? "a-done" : "a-run"), edge = path("", run.closed ? "a-dline" : "a-line");
    const end = (now) => {
      const to = `${d}H${n(this.x(now))}`;
      area.setAttribute("d", `${to}V${n(base)}Z`);
      edge.setAttribute("d", to);
    };
    end(this.now);
    if (!run.closed) this.grow(end);
    this.bars.append(area, edge);
    return base;
  }

  #nowLine() {
    const { scale, top, bottom } = this;
    const future = rect(0, top, 0, bottom - top, 0, "g-future");
    const now = stroke(0, top - 2, 0, bottom, "l-now");
    const plate = rect(0, top - 20, 38, 15, 2, "f-now"), label = text(0, top - 9, "", "to c");
    this.under.prepend(future);
    this.over.append(now, plate, label);
    const move = (time) => {
      const x = scale.x(time);
      const inside = x >= scale.left && x <= scale.right;
      for (const part of [now, plate, label]) part.setAttribute("visibility", inside ? "visible" : "hidden");
      const from = Math.min(Math.max(x, scale.left), scale.right);
      future.setAttribute("x", n(from));
      future.setAttribute("width", n(scale.right - from));
      for (const [at, tick] of this.tickLabels) tick.setAttribute("visibility", inside && Math.abs(at - x) < 42 ? "hidden" : "visible");
      if (!inside) return;
      now.setAttribute("d", `M${n(x)} ${n(top - 2)}L${n(x)} ${n(bottom)}`);
      const words = nowWords(scale, time);
      if (label.textContent !== words) label.textContent = words;
      const w = Math.max(38, words.length * 6.5 + 12);
      plate.setAttribute("x", n(x - w / 2));
      plate.setAttribute("width", n(w));
      label.setAttribute("x", n(x));
    };
    move(this.now);
    this.grow(move);
  }
}

function nowWords(scale, time) {
  const since = time - scale.origin;
  return scale.to - scale.origin < 120_000 ? (since / 1000).toFixed(2) : scale.label(time, false);
}

function niceStep(peak) {
  for (let scale = 1; ; scale *= 10) {
    for (const step of [1, 2, 4, 5]) if (step * scale * 3 >= peak) return step * scale;
  }
}

/** The sentence that says in words what the picture shows. */
export function sentence(run, now) {
  const calls = run.known().filter(hasLane);
  const parts = [`Timeline: ${calls.length} ${calls.length === 1 ? "task" : "tasks"}`];
  for (const state of ["completed", "started", "scheduled", "pending", "failed", "timedOut", "canceled"]) {
    const k = calls.filter((c) => c.state === state).length;
    if (k) parts.push(`${k} ${state === "completed" ? "done" : WORDS[state]}`);
  }
  const f = run.figures(now);
  parts.push(run.closed ? duration(f.wall) : `${duration(f.wall)} so far`, `one after another ${duration(f.sum)}`);
  const b = run.barriers.filter(Boolean).length;
  return parts.join(", ") + (b === 0 ? "" : b === 1 ? "; one barrier" : `; ${b} barriers`);
}
