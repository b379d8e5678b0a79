// The table below the diagrams: one row for each call, kept up to date in place. A new row comes
// where its lane is; rows that are there never move, so that nothing jumps under the pointer.

import { ICON, WORDS, hasLane, isOver, lanesOf, timesOf, waitedFor } from "./run-model.js";
import { icon, setIcon } from "./app.js";

const PAGE = 100;
const MORE = 1000;
const seconds = (millis) => (millis / 1000).toFixed(3);

export class TaskTable {
  constructor(body, more, run, hooks) {
    this.body = body;
    this.run = run;
    this.hooks = hooks;
    this.more = more;
    this.limit = PAGE;
    this.rows = new Map();
    this.selected = null;
    body.addEventListener("click", (e) => {
      const row = e.target.closest("tr[data-id]");
      if (row && !e.target.closest("a")) hooks.onSelect(row.dataset.id);
    });
    body.addEventListener("keydown", (e) => this.#key(e));
    more?.addEventListener("click", () => {
      this.limit += MORE;
      this.update();
    });
    for (const row of body.querySelectorAll("tr[data-id]")) this.rows.set(row.dataset.id, row);
  }

  update() {
    const now = this.hooks.now();
    const calls = [
      ...lanesOf(this.run, true).flatMap((lane) => lane.calls),
      ...this.run.known().filter((call) => !hasLane(call)),
    ];
    let before = null;
    for (const call of calls.slice(0, this.limit)) {
      this.#write(call, now, before);
      before = this.rows.get(call.id);
    }
    if (this.more) {
      this.more.hidden = calls.length <= this.limit;
      this.more.textContent = `Show ${Math.min(calls.length - this.limit, MORE)} more of ${calls.length} rows`;
    }
  }

  /** Only the figures of what runs. */
  tick(now) {
    for (const id of this.rows.keys()) {
      const call = this.run.byId.get(id);
      if (call && !isOver(call)) this.#figures(call, now);
    }
  }

  select(id) {
    if (this.selected) this.rows.get(this.selected)?.classList.remove("sel");
    this.rows.get(this.selected)?.querySelector("button")?.removeAttribute("aria-current");
    this.selected = id;
    this.rows.get(id)?.classList.add("sel");
    this.rows.get(id)?.querySelector("button")?.setAttribute("aria-current", "true");
  }

  #row(call, before) {
    let row = this.rows.get(call.id);
    if (row) return row;
    row = document.createElement("tr");
    row.dataset.id = call.id;
    const name = document.createElement("button");
    name.type = "button";
    name.className = "pick";
    name.textContent = call.label;
    const state = document.createElement("span");
    state.append(icon(ICON[call.state]), document.createElement("span"));
    const cells = ["", "", "num", "num", "num", "hide-s", "hide-s mono"].map((cls) => {
      const cell = document.createElement("td");
      cell.className = cls;
      row.append(cell);
      return cell;
    });
    cells[0].append(name);
    cells[1].append(state);
    this.rows.set(call.id, row);
    if (before) before.after(row);
    else this.body.prepend(row);
    if (call.id === this.selected) this.select(call.id);
    return row;
  }

  #write(call, now, before) {
    const row = this.#row(call, before);
    const cells = row.cells;
    if (row.dataset.state !== call.state || row.dataset.tries !== String(call.attempts.length)) {
      row.dataset.state = call.state;
      row.dataset.tries = String(call.attempts.length);
      const state = cells[1].firstElementChild;
      state.className = `st ${ICON[call.state]}`;
      setIcon(state, ICON[call.state]);
      set(state.lastElementChild, WORDS[call.state] + (call.attempts.length > 1 ? `, attempt ${call.attempts.length}` : ""));
    }
    set(cells[2], seconds(call.calledAt - this.run.startedAt));
    set(cells[5], waitedFor(call, this.run).join(", ") || "nothing");
    set(cells[6], call.callSite ?? "");
    this.#figures(call, now);
  }

  #figures(call, now) {
    const row = this.rows.get(call.id);
    if (!row) return;
    const { queued, running } = timesOf(call, this.run, now);
    const began = call.attempts.some((a) => a.startedAt != null);
    set(row.cells[3], call.attempts.length ? seconds(queued) : "–");
    set(row.cells[4], began ? seconds(running) : isOver(call) ? "" : "–");
  }

  #key(e) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const row = e.target.closest("tr[data-id]");
    if (!by || !row) return;
    const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next?.dataset.id) return;
    e.preventDefault();
    next.querySelector("button")?.focus();
  }
}

function set(node, words) {
  if (node.textContent !== words) node.textContent = words;
}
