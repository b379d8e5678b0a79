// The columns of a timeline as rows, and what follows from them; the same rules as RunModel and
// Lane on the server. All times are epoch milliseconds.

export const WORDS = {
  pending: "pending", scheduled: "queued", started: "running", completed: "completed",
  failed: "failed", timedOut: "timed out", canceled: "canceled",
};
/** CSS class and icon of a state. */
export const ICON = {
  pending: "pending", scheduled: "queued", started: "running", completed: "completed",
  failed: "failed", timedOut: "timedout", canceled: "canceled",
};
const OPEN = new Set(["pending", "scheduled", "started"]);
const LANED = new Set(["activity", "workflow", "timer", "signal", "lambda"]);
const WORK = new Set(["activity", "lambda"]);
const SIGNAL = "Flow.signal.";
export const FOLD = 3;

export const isOver = (call) => !OPEN.has(call.state);
export const hasLane = (call) => LANED.has(call.kind);
export const isWork = (call) => WORK.has(call.kind);
export const line = (site) => (site && site.includes(":") ? site.slice(site.lastIndexOf(":")) : "");

/** One decimal, halves rounded up as on the server. */
export const tenth = (value) => (Math.round(value * 10) / 10).toFixed(1);

function rows(columns, into) {
  if (!columns?.index) return;
  const names = Object.keys(columns).filter((name) => Array.isArray(columns[name]));
  for (let i = 0; i < columns.index.length; i++) {
    const row = {};
    for (const name of names) row[name] = columns[name][i];
    into[row.index] = row;
  }
}

export class RunModel {
  constructor() {
    this.version = 0;
    this.clear();
  }

  clear() {
    this.calls = [];
    this.barriers = [];
    this.rounds = [];
    this.marks = [];
    this.byId = new Map();
    this.barrierById = new Map();
    this.lastEventId = 0;
    this.startedAt = 0;
    this.closedAt = null;
    this.status = "running";
  }

  /** Takes a whole timeline or a delta: rows replace those with their index. */
  apply(t) {
    rows(t.calls, this.calls);
    rows(t.barriers, this.barriers);
    rows(t.rounds, this.rounds);
    rows(t.marks, this.marks);
    for (const call of t.calls?.index ?? []) this.byId.set(this.calls[call].id, this.calls[call]);
    for (const b of t.barriers?.index ?? []) this.barrierById.set(this.barriers[b].id, this.barriers[b]);
    this.lastEventId = Math.max(this.lastEventId, t.lastEventId);
    this.startedAt = t.startedAt;
    this.closedAt = t.closedAt ?? null;
    this.status = t.status;
    this.version++;
  }

  get closed() {
    return this.closedAt !== null;
  }

  /** The latest moment that any row tells of, so that our clock is never behind it. */
  latest() {
    let latest = this.startedAt;
    for (const call of this.calls) {
      if (!call) continue;
      latest = Math.max(latest, call.calledAt);
      for (const a of call.attempts) latest = Math.max(latest, a.closedAt ?? a.startedAt ?? a.scheduledAt);
    }
    for (const r of this.rounds) if (r) latest = Math.max(latest, r.closedAt ?? r.startedAt ?? r.scheduledAt);
    return latest;
  }

  known() {
    return this.calls.filter(Boolean);
  }

  end(attempt, now) {
    return attempt.closedAt ?? now;
  }

  finishedAt(call) {
    if (!isOver(call)) return null;
    if (call.attempts.length === 0) return call.kind === "signal" ? this.#signalAt(call) : call.calledAt;
    return call.attempts.at(-1).closedAt ?? this.closedAt ?? call.calledAt;
  }

  #signalAt(call) {
    let wanted = Number(call.id.slice(call.id.lastIndexOf("-") + 1));
    const name = call.task.slice(call.task.lastIndexOf(".") + 1);
    for (const mark of this.marks) {
      if (mark?.kind.startsWith("signal") && mark.name.replace(/[^A-Za-z0-9_-]/g, "_") === name && --wanted === 0) {
        return Math.max(mark.at, call.calledAt);
      }
    }
    return call.calledAt;
  }

  /** The calls with a lane behind some ids, through any derived promise between. */
  givers(needs) {
    const found = new Set();
    const seen = new Set();
    const open = [...needs];
    for (let i = 0; i < open.length; i++) {
      const call = this.byId.get(open[i]);
      if (!call || seen.has(call.id)) continue;
      seen.add(call.id);
      if (hasLane(call)) found.add(call);
      else open.push(...call.needs);
    }
    return [...found];
  }

  /** Names of the signals that the code stands at, or that an open call needs. */
  waitingForSignals() {
    const needed = [];
    for (const b of this.barriers) if (b && b.passedAt == null) needed.push(...b.on);
    for (const call of this.known()) if (!isOver(call) && !call.attempts.length) needed.push(...call.needs);
    const awaited = this.givers(needed).filter((c) => c.kind === "signal" && !isOver(c) && !c.attempts.length);
    return [...new Set(awaited.filter((c) => c.task.startsWith(SIGNAL)).map((c) => c.task.slice(SIGNAL.length)))].sort();
  }

  /** Figures of the header. */
  figures(now) {
    let sum = 0, done = 0, running = 0, known = 0;
    const changes = [];
    for (const call of this.known()) {
      if (!hasLane(call)) continue;
      known++;
      if (isOver(call)) done++;
      else if (call.state === "started" && !this.closed) running++;
      if (!isWork(call)) continue;
      for (const a of call.attempts) {
        if (a.startedAt == null) continue;
        sum += this.end(a, now) - a.startedAt;
        changes.push([a.startedAt, 1], [this.end(a, now), -1]);
      }
    }
    changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let level = 0, peak = 0, area = 0, since = this.startedAt;
    for (const [at, by] of changes) {
      area += level * (at - since);
      since = at;
      level += by;
      peak = Math.max(peak, level);
    }
    const wall = Math.max(now - this.startedAt, 1);
    return { sum, done, running, known, peak, mean: area / wall, wall };
  }

  /** Steps of how many tasks ran: [time, running]. */
  concurrency() {
    const changes = new Map();
    const add = (at, by) => changes.set(at, (changes.get(at) ?? 0) + by);
    for (const call of this.known()) {
      if (!isWork(call)) continue;
      for (const a of call.attempts) {
        if (a.startedAt == null) continue;
        add(a.startedAt, 1);
        if (a.closedAt != null) add(a.closedAt, -1);
      }
    }
    let running = 0;
    return [...changes].sort((a, b) => a[0] - b[0]).map(([at, by]) => [at, (running += by)]);
  }
}

/** 12 of `VideoTasks.thumbnail-12`; calls of one moment become known in any order. */
const counter = (call) => Number(/-(\d{1,9})$/.exec(call.id)?.[1] ?? Infinity);

/** The lanes from top to bottom; see Lane.of on the server. */
export function lanesOf(run, fold) {
  const sites = new Map();
  for (const call of run.known()) {
    if (!hasLane(call)) continue;
    const key = `${call.task}\0${call.callSite ?? `\0${call.id}`}`;
    if (!sites.has(key)) sites.set(key, []);
    sites.get(key).push(call);
  }
  const awaited = new Set();
  for (const b of run.barriers) if (b) for (const call of run.givers(b.on)) awaited.add(call.id);
  const lanes = [];
  for (const [key, calls] of sites) {
    calls.sort((a, b) => a.calledAt - b.calledAt || counter(a) - counter(b));
    if (fold && calls.length >= FOLD) lanes.push(lane(key, calls, awaited));
    else for (const call of calls) lanes.push(lane(call.id, [call], awaited));
  }
  lanes.sort(
    (a, b) =>
      a.calls[0].calledAt - b.calls[0].calledAt ||
      Number(b.giver) - Number(a.giver) ||
      Number(a.folded) - Number(b.folded) ||
      a.calls[0].index - b.calls[0].index,
  );
  return takersBelowGivers(lanes);
}

/** The width that the longest label needs, within bounds; see Lane.gutter on the server. */
export function gutterOf(lanes) {
  let widest = 0;
  for (const { label, calls } of lanes) widest = Math.max(widest, 43 + 7 * label.length + 6.6 * line(calls[0].callSite).length);
  return Math.min(Math.max(Math.ceil(widest), 168), 240);
}

/** How many characters of its label fit into a gutter. */
export const roomOf = (lane, gutter) => Math.floor((gutter - 43 - 6.6 * line(lane.calls[0].callSite).length) / 7);

/** The same order, but a lane stands only where all lanes whose values it was given stand above. */
function takersBelowGivers(sorted) {
  const laneOf = new Map();
  sorted.forEach((each, i) => each.calls.forEach((call) => laneOf.set(call.id, i)));
  const takers = sorted.map(() => new Set());
  const missing = sorted.map(() => 0);
  sorted.forEach((each, i) => {
    for (const call of each.calls) {
      for (const need of call.needs) {
        const giver = laneOf.get(need);
        if (giver !== undefined && giver !== i && !takers[giver].has(i)) {
          takers[giver].add(i);
          missing[i]++;
        }
      }
    }
  });
  const placed = new Set();
  // Placing a giver may make lanes before it ready: go back to the first of them.
  for (let i = 0; i < sorted.length; i++) {
    if (placed.has(i) || missing[i] > 0) continue;
    placed.add(i);
    let back = i;
    for (const taker of takers[i]) {
      missing[taker]--;
      if (missing[taker] === 0) back = Math.min(back, taker - 1);
    }
    i = back;
  }
  // Folded lanes may need each other in a circle; those keep their place at the end.
  sorted.forEach((each, i) => placed.add(i));
  return [...placed].map((i) => sorted[i]);
}

function lane(key, calls, awaited) {
  const folded = calls.length > 1;
  const base = calls[0].label;
  return {
    key, calls, folded,
    giver: calls.some((c) => awaited.has(c.id)),
    label: folded ? `${base.replace(/-\d+$/, "").replace(/^(\d+\.)+/, "")} × ${calls.length}` : base,
    state: laneState(calls),
  };
}

function laneState(calls) {
  for (const state of ["started", "scheduled", "failed", "timedOut", "pending", "canceled"]) {
    if (calls.some((c) => c.state === state)) return state;
  }
  return "completed";
}

export function counts(calls, run, now) {
  const n = {};
  for (const call of calls) n[call.state] = (n[call.state] ?? 0) + 1;
  const parts = [];
  for (const state of ["completed", "failed", "timedOut", "canceled", "started", "scheduled", "pending"]) {
    if (n[state]) parts.push(`${n[state]} ${state === "completed" ? "done" : WORDS[state]}`);
  }
  if (parts.length === 1 && n.completed) {
    const lengths = calls.flatMap((c) => c.attempts).filter((a) => a.startedAt != null)
      .map((a) => run.end(a, now) - a.startedAt).sort((a, b) => a - b);
    if (lengths.length) parts.push(`p50 ${(lengths[(lengths.length - 1) >> 1] / 1000).toFixed(2)} s`);
  }
  return parts.slice(0, 2).join(", ") + (parts.length > 2 ? ", …" : "");
}

/** Greedy packing of a folded lane's attempts: no two bars of one slot overlap. */
export function slotsOf(calls, now) {
  const bars = [];
  for (const call of calls) for (const attempt of call.attempts) bars.push({ call, attempt, slot: 0 });
  const from = (bar) => bar.attempt.startedAt ?? bar.attempt.scheduledAt;
  bars.sort((a, b) => from(a) - from(b) || a.call.index - b.call.index);
  const free = [];
  for (const bar of bars) {
    let slot = 0;
    while (slot < free.length && free[slot] > from(bar)) slot++;
    free[slot] = bar.attempt.closedAt ?? now;
    bar.slot = slot;
  }
  return { bars, used: free.length };
}

/** Milliseconds that the attempts of a call queued and ran. */
export function timesOf(call, run, now) {
  let queued = 0, running = 0;
  for (const a of call.attempts) {
    queued += (a.startedAt ?? run.end(a, now)) - a.scheduledAt;
    if (a.startedAt != null) running += run.end(a, now) - a.startedAt;
  }
  return { queued, running };
}

/** In words: the calls that gave values, and the barriers before. */
export function waitedFor(call, run) {
  const words = run.givers(call.needs).map((giver) => giver.label);
  for (const id of call.after) {
    const barrier = run.barrierById.get(id);
    words.push(`barrier ${line(barrier?.callSite) || id}`);
  }
  return words;
}
