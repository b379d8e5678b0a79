// Draws the lanes of a timeline: labels, waiting, attempts, and folded calls packed or as columns.
// The same grammar as LanePainter on the server.

import { group, line as stroke, n, path, rect, stateShape, text } from "./svg.js";
import { ICON, counts, isOver, isWork, line, roomOf, slotsOf } from "./run-model.js";
import { duration } from "./words.js";

const PITCH = 4.9;
const DENSE_FROM = 24;
const MAX_LANES = 400;
const RANK = { failed: 6, timedOut: 5, canceled: 4, started: 3, scheduled: 2, pending: 1, completed: 0 };

/** A signal, or another mark at one moment. */
export const DIAMOND = "l5 5l-5 5l-5 -5z";

const fit = (words, chars) => (words.length <= chars ? words : `${words.slice(0, chars - 1)}…`);

export class LanePainter {
  /** `on` is the timeline's Painter: what to draw, at what scale, into which groups. */
  constructor(on) {
    const { run, lanes, scale, now, width, narrow, select, gutter, under, labels, bars } = on;
    Object.assign(this, { run, lanes, scale, now, width, narrow, select, gutter, under, labels, bars });
    this.x = (time) => on.x(time);
    this.grow = (step) => on.grow(step);
    /** By the id of a call: the lane that it is in, with top, height and middle. */
    this.places = new Map();
  }

  /** Draws all lanes below `y`; says where they end. */
  draw(y) {
    this.y = y;
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
    return this.y;
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
}
