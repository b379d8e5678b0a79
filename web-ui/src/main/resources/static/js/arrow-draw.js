// Draws the arrows of a timeline: which value went where, and which calls a barrier held up. The same
// grammar as ArrowPainter on the server.

import { elbow, group, line as stroke, n, path } from "./svg.js";

const MAX_ARROWS = 500;

export class ArrowPainter {
  /**
   * `on` is the timeline's Painter, after its lanes are drawn; `places` has the lane of each call,
   * `codeRows` the height of each barrier's line.
   */
  constructor(on, places, codeRows) {
    const { run, lanes, narrow, select, arrows } = on;
    Object.assign(this, { run, lanes, narrow, select, arrows, places, codeRows });
    this.x = (time) => on.x(time);
  }

  #arrow(giver, taker) {
    const from = this.places.get(giver.id), to = this.places.get(taker.id);
    const finishedAt = this.run.finishedAt(giver), scheduledAt = taker.attempts[0]?.scheduledAt;
    if (!from || !to || from === to || finishedAt == null || scheduledAt == null) return null;
    return { giver, taker, from, to, x1: this.x(finishedAt), x2: this.x(scheduledAt) };
  }

  /** Data: from the finish of the giver to the start of the taker. */
  solids() {
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

  /** Control: from a barrier that was passed to the calls after it. */
  control() {
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
}
