// Draws a timeline: axis, replays, code, lanes, arrows and concurrency over one scale. The same
// grammar as TimelinePainter on the server; what grows with the clock is listed in `growing`.

import { elbow, group, line as stroke, n, path, rect, stateShape, text, el } from "./svg.js";
import { ICON, WORDS, counts, hasLane, isOver, isWork, line, roomOf, slotsOf, tenth } from "./run-model.js";
import { duration } from "./words.js";

const PITCH = 4.9;
const DENSE_FROM = 24;
const MAX_CODE_ROWS = 4;
const MAX_LANES = 400;
const MAX_ARROWS = 500;

const fit = (words, chars) => (words.length <= chars ? words : `${words.slice(0, chars - 1)}…`);
const DIAMOND = "l5 5l-5 5l-5 -5z";
const RANK = { failed: 6, timedOut: 5, canceled: 4, started: 3, scheduled: 2, pending: 1, completed: 0 };

export class Painter {
  constructor({ run, lanes, scale, now, width, narrow, select, overview }) {
    Object.assign(this, { run, lanes, scale, now, width, narrow, select, overview });
    this.gutter = scale.left;
    this.growing = [];
    this.places = new Map();
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
    this.#lanes();
    this.#control();
    this.#solids();
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

  #lanes() {
    for (const lane of this.lanes.slice(0, MAX_LANES)) {
      const place = this.#lane(lane);
      for (const call of lane.calls) this.places.set(call.id, place);
      this.y += place.height;
    }
    if (this.lanes.length > MAX_LANES) {
      this.labels.append(text(this.gutter, this.y + 16, `${this.lanes.length - MAX_LANES} more rows are in the table below the diagram`, "t2"));
      this.y += 24;
    }
    if (!this.lanes.length) {
      const why = this.run.closed ? "No task was called." : "No task is called yet.";
      this.labels.append(text(this.narrow ? 4 : this.gutter + 12, this.y + 24, why, "t2"));
      this.y += 40;
    }
  }

  #lane(lane) {
    const { narrow } = this;
    const top = this.y;
    const packed = lane.folded ? slotsOf(lane.calls, this.now) : null;
    const used = packed?.used ?? 0;
    let height = lane.folded ? (used > 8 && used <= DENSE_FROM ? 13 + used * PITCH : 52) + (narrow ? 10 : 0) : narrow ? 40 : 30;
    const middle = narrow ? top + (lane.folded ? 38 : 28) : top + height / 2;
    const place = { lane, top, height, middle };
    const selected = lane.calls.some((c) => c.id === this.select);
    const ground = rect(-16, top, this.width + 32, height, 0, selected ? "g-row" : "g-none", { "data-lane": lane.calls[0].id });
    this.under.append(ground, stroke(0, top + height + 0.5, this.scale.right, top + height + 0.5, "g-grid"));
    this.#label(place, selected);
    if (!lane.folded) this.bars.append(this.#call(lane.calls[0], middle));
    else if (used > DENSE_FROM) this.#dense(packed.bars, top + (narrow ? 20 : 6), height - (narrow ? 26 : 12));
    else for (const bar of packed.bars) this.bars.append(this.#slotted(bar, top + (narrow ? 20 : 7)));
    if (lane.folded && !narrow && this.run.closed) this.#sum(packed.bars, place);
    return place;
  }

  #label({ lane, top, middle }, selected) {
    const first = lane.calls[0];
    const g = group("name", { "data-lane": first.id });
    const strong = selected ? "b" : "";
    if (this.narrow) {
      const label = fit(lane.label, 36);
      g.append(stateShape(0, top + 4, ICON[lane.state]), text(17, top + 14, label, strong),
        text(17 + (selected ? 7.2 : 6.6) * label.length + 8, top + 14, line(first.callSite), "t3"));
    } else {
      const ly = lane.folded ? top + 19 : middle + 4;
      g.append(stateShape(0, ly - 10, ICON[lane.state]), text(19, ly, fit(lane.label, roomOf(lane, this.gutter)), strong),
        text(this.gutter - 12, ly, line(first.callSite), "t3 e"));
      if (lane.folded) g.append(text(19, ly + 16, fit(counts(lane.calls, this.run, this.now), 24), "t2 tx"));
    }
    this.labels.append(g);
  }

  #sum(bars, { lane, middle }) {
    let last = 0, millis = 0;
    for (const { attempt } of bars) {
      last = Math.max(last, this.x(this.run.end(attempt, this.now)));
      if (attempt.startedAt != null) millis += this.run.end(attempt, this.now) - attempt.startedAt;
    }
    if (last + 70 < this.scale.right && isWork(lane.calls[0])) this.bars.append(text(last + 8, middle + 4, `Σ ${duration(millis)}`, "t3"));
  }

  #call(call, cy) {
    const g = group(`call ${ICON[call.state]}`, { "data-id": call.id, "data-state": call.state });
    this.#waiting(g, call, cy);
    call.attempts.forEach((attempt, i) => {
      if (call.kind === "timer" || call.kind === "signal") this.#timer(g, attempt, cy);
      else this.#attempt(g, attempt, i + 1, call.attempts.length, cy);
      this.#retryDelay(g, call, i, cy);
    });
    return g;
  }

  #waiting(g, call, cy) {
    const scheduledAt = call.attempts[0]?.scheduledAt ?? null;
    const finishedAt = this.run.finishedAt(call);
    const x0 = this.x(call.calledAt), x1 = this.x(scheduledAt ?? finishedAt ?? this.now);
    const open = scheduledAt === null && finishedAt === null;
    if (x1 - x0 < 3 && !open) return;
    const bar = stroke(x0, cy, x1, cy, "l-wait", { "data-bar": "wait" });
    g.append(bar, rect(x0 - 1, cy - 4, 2, 8, 0, "f-pending"));
    if (call.kind === "signal" && finishedAt !== null && !scheduledAt) g.append(path(`M${n(x1)} ${n(cy - 5)}${DIAMOND}`, "f-accent"));
    if (!open) return;
    if (!this.run.closed) this.grow((now) => bar.setAttribute("d", `M${n(x0)} ${n(cy)}L${n(this.x(now))} ${n(cy)}`));
    const words = this.#waitsFor(call);
    const w = words.length * 5.9 + 10;
    const lx = Math.max(x0, this.gutter - 36);
    if (w + 40 < Math.min(x1, this.scale.right) - lx) {
      g.append(rect(lx + 41, cy - 7, w, 14, 0, call.id === this.select ? "g-row" : "g-surf"), text(lx + 46, cy + 4, words, "t2 tx"));
    }
  }

  #waitsFor(call) {
    if (call.kind === "signal") return "waits for the signal";
    const open = this.run.givers(call.needs).filter((c) => !isOver(c)).map((c) => c.label);
    if (!open.length) return "waits";
    return open.length <= 3 ? `waits for ${open.join(", ")}` : `waits for ${open.length} tasks`;
  }

  #timer(g, attempt, cy) {
    const x0 = this.x(attempt.scheduledAt), x1 = this.x(this.run.end(attempt, this.now));
    const bar = stroke(x0, cy, x1, cy, "l-delay", { "data-bar": "timer" });
    g.append(bar, stroke(x0, cy - 4, x0, cy + 4, "l-delay"));
    if (attempt.closedAt != null) g.append(stroke(x1, cy - 4, x1, cy + 4, "l-delay"));
    else this.grow((now) => bar.setAttribute("d", `M${n(x0)} ${n(cy)}L${n(this.x(now))} ${n(cy)}`));
  }

  #attempt(g, attempt, number, of, cy) {
    const { now } = this;
    const started = attempt.startedAt != null, open = attempt.closedAt == null;
    const xq = this.x(attempt.scheduledAt);
    const xs = this.x(started ? attempt.startedAt : this.run.end(attempt, now));
    const queue = rect(xq, cy - 3, xs - xq, 6, 0, "f-queued", this.#data("queued", attempt.scheduledAt, attempt.startedAt ?? attempt.closedAt));
    g.append(queue);
    if (!started) {
      if (open) this.grow((t) => queue.setAttribute("width", n(Math.max(this.x(t) - xq, 0))));
      else this.#ending(g, attempt.state, xs + 10, cy, false);
      return;
    }
    const xe = this.x(this.run.end(attempt, now));
    const canceled = attempt.state === "canceled";
    const bar = rect(xs, cy - 7, xe - xs, 14, open || xe - xs < 4 ? 0 : 2, canceled ? "f-hatch" : `f-${ICON[attempt.state]}`,
      this.#data("run", attempt.startedAt, attempt.closedAt));
    g.append(bar);
    if (canceled) this.#hatch(g, xs, xe, cy);
    this.#ending(g, attempt.state, xe, cy, xe - xs > 14);
    const label = text(Math.max(xs, this.gutter) + 6, cy + 4, "", canceled ? "tx" : "to");
    g.append(label);
    const write = (end, until) => {
      const words = this.#inside(attempt, number, of, Math.max(xs, this.gutter), Math.min(end, this.scale.right), until);
      if (label.textContent !== words) label.textContent = words;
    };
    write(xe, this.run.end(attempt, now));
    if (open) {
      this.grow((t) => {
        const end = this.x(t);
        bar.setAttribute("width", n(Math.max(end - xs, 0)));
        write(end, t);
      });
    }
  }

  #data(bar, from, to) {
    return { "data-bar": bar, "data-from": from, "data-to": to };
  }

  #inside(attempt, number, of, xs, xe, until) {
    const bad = attempt.state === "failed" || attempt.state === "timedOut";
    const room = xe - xs - (attempt.state === "failed" ? 14 : 0);
    const length = duration(Math.max(until - attempt.startedAt, 0));
    const words = of > 1 ? (bad || room < 90 ? String(number) : `${number} · ${length}`) : length;
    return room >= Math.max(words.length * 6.2 + 10, of > 1 ? 14 : 44) ? words : "";
  }

  #hatch(g, xs, xe, cy) {
    let d = "";
    for (let x = xs + 1; x < xe - 1; x += 5) {
      const run45 = Math.min(10, xe - 1 - x);
      d += `M${n(x)} ${n(cy + 5)}l${n(run45)} ${n(-run45)}`;
    }
    g.append(path(d, "l-hatch"));
  }

  #ending(g, state, xe, cy, inside) {
    const cls = inside ? "l-failx" : "l-failq";
    if (state === "failed") g.append(path(`M${n(inside ? xe - 12 : xe + 4)} ${n(cy - 3)}l6 6m0 -6l-6 6`, cls));
    if (state === "timedOut") g.append(path(`M${n(inside ? xe - 9 : xe + 8)} ${n(cy - 4)}a4 4 0 1 0 .01 0zm0 1.5v2.5l1.8 1.2`, `${cls} clock`));
  }

  #retryDelay(g, call, i, cy) {
    const last = i + 1 === call.attempts.length;
    const { closedAt } = call.attempts[i];
    if (closedAt == null || (last && isOver(call))) return;
    const x0 = this.x(closedAt), x1 = this.x(last ? this.now : call.attempts[i + 1].scheduledAt);
    const delay = stroke(x0, cy, x1, cy, "l-delay", { "data-bar": "delay" });
    g.append(delay);
    if (last) this.grow((now) => delay.setAttribute("d", `M${n(x0)} ${n(cy)}L${n(this.x(now))} ${n(cy)}`));
    else if (x1 - x0 > 1) g.append(stroke(x1 - 1, cy - 4, x1 - 1, cy + 4, "l-delay"));
  }

  #slotted({ call, attempt, slot }, top) {
    const by = top + slot * PITCH;
    const xe = this.x(this.run.end(attempt, this.now)), xq = this.x(attempt.scheduledAt);
    const xs = attempt.startedAt == null ? xe : this.x(attempt.startedAt);
    const g = group(`call ${ICON[call.state]}`, { "data-id": call.id, "data-state": call.state });
    if (xs - xq < 120) g.append(rect(xq, by + 1, xs - xq, 2, 0, "f-queue2", this.#data("queued", attempt.scheduledAt, attempt.startedAt)));
    if (attempt.startedAt == null) return g;
    const open = attempt.closedAt == null;
    const bar = rect(xs, by, xe - xs, 3.9, open ? 0 : 0.8, `f-${ICON[attempt.state]}`, this.#data("run", attempt.startedAt, attempt.closedAt));
    g.append(bar);
    if (open) this.grow((now) => bar.setAttribute("width", n(Math.max(this.x(now) - xs, 0))));
    return g;
  }

  /** So many bars that none could be seen: a column for every two pixels, worst state's colour. */
  #dense(bars, top, height) {
    const columns = Math.ceil(this.scale.width / 2);
    const count = new Uint32Array(columns + 1), worst = new Array(columns + 1);
    const column = (time) => Math.floor((this.scale.x(time) - this.gutter) / 2);
    for (const { attempt } of bars) {
      if (attempt.startedAt == null) continue;
      const from = Math.max(column(attempt.startedAt), 0), to = Math.min(column(attempt.closedAt ?? this.now), columns);
      for (let i = from; i <= to; i++) {
        count[i]++;
        if (worst[i] === undefined || RANK[attempt.state] > RANK[worst[i]]) worst[i] = attempt.state;
      }
    }
    const peak = Math.max(1, ...count);
    for (let i = 0; i <= columns; i++) {
      if (!count[i]) continue;
      const h = Math.max((height * count[i]) / peak, 1);
      this.bars.append(rect(this.gutter + i * 2, top + height - h, 2, h, 0, `f-${ICON[worst[i]]}`));
    }
  }

  #arrow(giver, taker) {
    const from = this.places.get(giver.id), to = this.places.get(taker.id);
    const finishedAt = this.run.finishedAt(giver), scheduledAt = taker.attempts[0]?.scheduledAt;
    if (!from || !to || from === to || finishedAt == null || scheduledAt == null) return null;
    return { giver, taker, from, to, x1: this.x(finishedAt), x2: this.x(scheduledAt) };
  }

  #solids() {
    const arrows = new Map();
    for (const lane of this.lanes) {
      for (const taker of lane.calls) {
        for (const giver of this.run.givers(taker.needs)) {
          const a = this.#arrow(giver, taker);
          if (!a) continue;
          const key = `${a.from.lane.key}\0${a.to.lane.key}`;
          const old = arrows.get(key);
          if (old) old.ids.push(giver.id, taker.id);
          if (!old || a.x1 > old.x1) arrows.set(key, { ...a, ids: old?.ids ?? [giver.id, taker.id] });
        }
      }
    }
    let all = [...arrows.values()];
    if (all.length > MAX_ARROWS) {
      const mine = all.filter((a) => a.ids.includes(this.select));
      all = [...mine, ...all.filter((a) => !mine.includes(a)).slice(-(MAX_ARROWS - mine.length))];
    }
    for (const a of all) this.#solid(a);
  }

  #solid(a) {
    const down = a.to.top > a.from.top ? 1 : -1;
    const y1 = a.from.middle, y2 = a.to.middle - (a.taker.after.length ? 4 * down : 0);
    const tip = a.x2 - 1, gap = tip - a.x1;
    const stem = gap > 24 ? a.x1 + (this.narrow ? 6 : 10) : a.x1 + Math.max(gap / 2 - 1, 1);
    const hi = a.ids.includes(this.select) ? " hi" : "";
    const g = group(`edge${hi}`, { "data-from": a.giver.id, "data-to": a.taker.id, "data-kind": a.taker.probable ? "probable" : "data" });
    g.append(path(elbow(a.x1, y1, stem, tip - 4, y2), a.taker.probable ? "l-data l-thin" : "l-data"),
      path(`M${n(tip)} ${n(y2)}l-5 -3v6z`, "f-edge"));
    g.related = a.ids;
    this.arrows.append(g);
  }

  #control() {
    const takersOf = new Map();
    for (const lane of this.lanes) {
      for (const call of lane.calls) {
        for (const id of call.after) {
          if (!takersOf.has(id)) takersOf.set(id, new Map());
          const place = this.places.get(call.id);
          if (place && !takersOf.get(id).has(place)) takersOf.get(id).set(place, call);
        }
      }
    }
    for (const barrier of this.run.barriers) {
      const row = barrier && this.codeRows.get(barrier.id);
      if (!row || barrier.passedAt == null) continue;
      this.#gate(barrier, row, takersOf.get(barrier.id) ?? new Map());
    }
  }

  #gate(barrier, row, takers) {
    const gx = this.x(barrier.passedAt);
    let solidTo = row;
    for (const giver of this.run.givers(barrier.on)) {
      const place = this.places.get(giver.id);
      if (place) solidTo = Math.max(solidTo, place.middle + 9);
    }
    const heads = [...takers].map(([place, call]) => [place.middle + (call.needs.length ? 3 : 0), call]);
    const lowest = Math.max(solidTo, ...heads.map(([y]) => y));
    const g = group("control", { "data-barrier": barrier.id });
    g.append(stroke(gx, row, gx, solidTo, "l-bar"));
    if (lowest > solidTo) g.append(path(`M${n(gx)} ${n(solidTo)}V${n(lowest)}`, "l-ctrl"));
    for (const [y, call] of heads) {
      const tip = Math.max(this.x(call.calledAt) - 0.5, gx + 4.5);
      const e = group("edge", { "data-to": call.id, "data-kind": "control" });
      if (tip - gx > 7) e.append(path(`M${n(gx)} ${n(y)}H${n(tip - 4)}`, "l-ctrl"));
      e.append(path(`M${n(tip)} ${n(y)}l-4.5 -2.6v5.2z`, "f-barrier"));
      g.append(e);
    }
    this.arrows.append(g);
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
