// What is known of the selected call or barrier. Values are fetched from the history when somebody
// asks for them, since the timeline does not carry them.

import { el, line as stroke, rect, text, path, n } from "./svg.js";
import { ICON, WORDS, isOver, line, timesOf } from "./run-model.js";
import { icon } from "./app.js";
import { duration } from "./words.js";

const CUT = 4096;

function node(name, cls, ...children) {
  const made = document.createElement(name);
  if (cls) made.className = cls;
  made.append(...children);
  return made;
}

const section = (title, right, ...children) =>
  node("div", "sec", node("h3", "", `${title} `, ...(right ? [node("span", "r", right)] : [])), ...children);

export class Inspector {
  constructor(side, run, hooks) {
    this.side = side;
    this.run = run;
    this.hooks = hooks;
    this.id = null;
    side.addEventListener("click", (e) => {
      const pick = e.target.closest("[data-pick]");
      if (!pick) return;
      e.preventDefault();
      hooks.onSelect(pick.dataset.pick);
    });
  }

  show(id) {
    this.id = id;
    this.update(true);
  }

  /** Draws anew when something changed; keeps values that were fetched. */
  update(force = false) {
    const call = this.run.byId.get(this.id), barrier = this.run.barrierById.get(this.id);
    const stamp = JSON.stringify([this.id, call?.state, call?.attempts, barrier?.passedAt]);
    if (!force && stamp === this.stamp) return;
    this.stamp = stamp;
    const had = this.side.contains(document.activeElement) ? document.activeElement.dataset?.pick : null;
    if (call) this.#call(call);
    else if (barrier) this.#barrier(barrier);
    else this.side.replaceChildren(this.#nothing());
    if (had) this.side.querySelector(`[data-pick="${CSS.escape(had)}"]`)?.focus();
  }

  focus() {
    this.side.querySelector("h2")?.focus();
  }

  #since(time) {
    return `${((time - this.run.startedAt) / 1000).toFixed(3)} s`;
  }

  #nothing() {
    const box = node("div", "sec", node("h2", "", "Nothing selected"),
      node("p", "dim", "Choose a bar or a row to see its attempts, what it waited for, its input and its result."));
    return box;
  }

  #head(title, state, word, sub) {
    const h2 = node("h2", "", title);
    h2.tabIndex = -1;
    const badge = node("span", `badge ${state}`, icon(state), node("span", "", word));
    const box = node("div", "sec", node("div", "headline", h2, badge));
    if (sub) box.append(node("p", "sub", sub));
    return box;
  }

  #call(call) {
    const now = this.hooks.now();
    const parts = [this.#head(call.label, ICON[call.state], WORDS[call.state], `${call.task}${call.branch ? `, branch ${call.branch}` : ""}`)];
    if (call.child) parts.push(this.#child(call.child));
    if (call.attempts.length) parts.push(this.#attempts(call, now));
    parts.push(this.#times(call, now), this.#needs(call));
    if (call.callSite) parts.push(section("Call site", null, node("p", "mono", call.callSite)));
    const values = node("div", "values");
    parts.push(values);
    this.side.replaceChildren(...parts);
    this.#values(call, values);
  }

  #child(child) {
    const a = node("a", "", child.workflowId);
    a.href = this.hooks.childPath(child);
    return section("Child execution", null, node("p", "mono", a));
  }

  #attempts(call, now) {
    const box = section("Attempts", String(call.attempts.length), this.#mini(call, now));
    call.attempts.forEach((a, i) => {
      if (!a.reason) return;
      const next = call.attempts[i + 1];
      const again = next && a.closedAt != null ? ` Tried again after ${duration(next.scheduledAt - a.closedAt)}.` : "";
      box.append(node("div", `note ${ICON[a.state]}`, icon(ICON[a.state]),
        node("span", "", `Attempt ${i + 1}: `, node("span", "mono", a.reason), again ? `.${again}` : "")));
    });
    return box;
  }

  #mini(call, now) {
    const width = 280, from = call.attempts[0].scheduledAt;
    const to = Math.max(...call.attempts.map((a) => a.closedAt ?? now), from + 1);
    const x = (time) => ((time - from) / (to - from)) * width;
    const svg = el("svg", { class: "dg", width, height: 20, viewBox: `0 0 ${width} 20`, role: "img",
      "aria-label": call.attempts.map((a, i) => `Attempt ${i + 1} ${WORDS[a.state]}`).join(", ") });
    call.attempts.forEach((a, i) => {
      const xs = x(a.startedAt ?? a.closedAt ?? now), xe = x(a.closedAt ?? now);
      svg.append(rect(x(a.scheduledAt), 7, xs - x(a.scheduledAt), 6, 0, "f-queued"));
      if (a.startedAt != null) svg.append(rect(xs, 3, xe - xs, 14, 2, a.state === "canceled" ? "f-hatch" : `f-${ICON[a.state]}`));
      if (a.state === "failed") svg.append(path(`M${n(xe - 12)} 7l6 6m0 -6l-6 6`, "l-failx"));
      if (a.startedAt != null && xe - xs > (a.state === "failed" ? 26 : 14)) svg.append(text(xs + 6, 14, String(i + 1), "to"));
      const next = call.attempts[i + 1];
      if (next) svg.append(stroke(xe, 10, x(next.scheduledAt), 10, "l-delay"));
    });
    return svg;
  }

  #times(call, now) {
    const list = node("dl", "kv");
    const row = (name, value, note = "") => list.append(node("dt", "", name), node("dd", "num", value), node("dd", "n", note));
    row("Called", this.#since(call.calledAt));
    const first = call.attempts[0];
    if (first) {
      row("Waited", duration3(first.scheduledAt - call.calledAt));
      row("Queued", call.attempts.map((a) => sec((a.startedAt ?? a.closedAt ?? now) - a.scheduledAt)).join(" + ") + " s");
      const ran = call.attempts.filter((a) => a.startedAt != null);
      if (ran.length) row("Running", ran.map((a) => sec((a.closedAt ?? now) - a.startedAt)).join(" + ") + " s", isOver(call) ? "" : "so far");
    }
    const worker = call.attempts.at(-1)?.identity;
        const parts = [list];
    if (worker) parts.push(node("p", "dim mono clip", worker));
    return section("Times", "since start", ...parts);
  }

  #needs(call) {
    const list = node("ul", "checks");
    for (const giver of this.run.givers(call.needs)) {
      const finishedAt = this.run.finishedAt(giver);
      const words = finishedAt === null ? "data, not there yet" : `data, ready ${this.#since(finishedAt)}`;
      list.append(this.#item(giver.id, giver.label, ICON[giver.state], words));
    }
    for (const id of call.after) {
      const b = this.run.barrierById.get(id);
      if (!b) continue;
      list.append(this.#item(id, `get() ${line(b.callSite) || id}`, "barrier", b.passedAt == null ? "barrier" : `barrier, passed ${this.#since(b.passedAt)}`));
    }
    if (!list.children.length) return section("Waited for", null, node("p", "dim", "Nothing: it was ready when it was called."));
    return section("Waited for", call.probable ? "probable" : null, list);
  }

  #item(id, label, state, words) {
    const pick = node("button", "pick link", label);
    pick.type = "button";
    pick.dataset.pick = id;
    return node("li", state, icon(state), node("span", "", pick), node("span", "v", words));
  }

  #barrier(b) {
    const now = this.hooks.now();
    const passed = b.passedAt != null;
    const list = node("ul", "checks");
    for (const giver of this.run.givers(b.on)) {
      const at = this.run.finishedAt(giver);
      list.append(this.#item(giver.id, giver.label, ICON[giver.state], at === null ? "not finished" : `finished ${this.#since(at)}`));
    }
    const held = this.run.known().filter((c) => c.after.includes(b.id));
    const after = node("ul", "checks");
    for (const call of held.slice(0, 12)) after.append(this.#item(call.id, call.label, ICON[call.state], `called ${this.#since(call.calledAt)}`));
    const parts = [
      this.#head(`get() ${line(b.callSite) || b.id}`, "barrier", passed ? "passed" : "the code stands here", b.callSite ?? ""),
      section("Stood for", null, node("p", "", `${duration((b.passedAt ?? now) - b.reachedAt)}, from ${this.#since(b.reachedAt)}${passed ? ` to ${this.#since(b.passedAt)}` : ""}. Nothing below this line was known before.`)),
      section("On", null, list),
    ];
    if (held.length) parts.push(section("Called after it", held.length > 12 ? `12 of ${held.length}` : String(held.length), after));
    this.side.replaceChildren(...parts);
  }

  async #values(call, box) {
    const attempt = call.attempts.at(-1);
    if (!attempt) return;
    const stamp = this.stamp;
    try {
      const values = await this.hooks.values(attempt.scheduledEventId, isOver(call));
      if (stamp !== this.stamp || !values) return;
      const parts = [];
      if (values.input != null) parts.push(this.#json("Input", values.input));
      if (values.result != null) parts.push(this.#json("Result", values.result));
      if (values.details != null) parts.push(this.#json("Details of the failure", values.details));
      box.replaceChildren(...parts);
    } catch {
      box.replaceChildren(section("Input", null, node("p", "dim", "The history could not be read. The History tab has the values.")));
    }
  }

  #json(title, value) {
    let words = value;
    try {
      words = JSON.stringify(JSON.parse(value), null, 1);
    } catch {
      // Not JSON: shown as it is.
    }
    const cut = words.length > CUT;
    const pre = node("pre", "json", cut ? `${words.slice(0, CUT)} …` : words);
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", title);
    return section(title, `${value.length} characters${cut ? ", cut" : ""}`, pre);
  }
}

const sec = (millis) => (millis / 1000).toFixed(3);
const duration3 = (millis) => `${sec(millis)} s`;
