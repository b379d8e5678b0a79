// The living timeline: draws with Painter, grows with the clock, zooms, pans, and shares its
// selection with the rest of the page.

import { el } from "./svg.js";
import { TimeScale, roomy } from "./time-scale.js";
import { WORDS, gutterOf, lanesOf, timesOf } from "./run-model.js";
import { Painter, sentence } from "./timeline-draw.js";
import { duration } from "./words.js";

const FOLD_ABOVE = 500;
const NARROW = 640;

export class TimelineDiagram {
  /**
   * @param host the focusable element around the picture
   * @param run the RunModel
   * @param hooks now(): time in epoch milliseconds; onSelect(id), onView(view)
   */
  constructor(host, run, hooks) {
    this.host = host;
    this.run = run;
    this.hooks = hooks;
    this.fold = true;
    this.follow = true;
    this.view = null; // null: the whole run; else {from, to}, milliseconds since the start
    this.selected = null;
    this.lost = false;
    this.svg = el("svg", { class: "dg", role: "img" });
    this.tip = document.createElement("div");
    this.tip.className = "tip";
    this.tip.hidden = true;
    this.#listen();
    new ResizeObserver(() => requestAnimationFrame(() => this.#resized())).observe(host);
  }

  #resized() {
    if (this.painter && this.#width() !== this.painter.width) this.render();
  }

  #width() {
    const style = getComputedStyle(this.host);
    const inner = this.host.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return Math.max(Math.floor(inner), 280);
  }

  #scales(width, narrow, now, lanes) {
    const left = narrow ? 0 : gutterOf(lanes), room = width - left - (narrow ? 14 : 30);
    const start = this.run.startedAt;
    const length = Math.max(now - start, 1);
    const whole = new TimeScale(start, start, start + (this.run.closed ? length : roomy(length)), left, room);
    if (!this.view) return [whole, whole];
    return [whole, new TimeScale(start, start + this.view.from, start + this.view.to, left, room)];
  }

  /** Draws everything anew. Until rows are known, what the server drew stays. */
  render() {
    if (!this.run.version) return;
    if (!this.svg.isConnected) this.host.replaceChildren(this.svg, this.tip);
    const now = this.hooks.now();
    const width = this.#width(), narrow = width < NARROW;
    const lanes = lanesOf(this.run, this.fold || this.run.known().length > FOLD_ABOVE);
    const [whole, scale] = this.#scales(width, narrow, now, lanes);
    const painter = new Painter({
      run: this.run, lanes, scale, now, width, narrow, select: this.selected, overview: true,
    });
    painter.whole = whole;
    painter.draw(this.svg);
    this.painter = painter;
    this.svg.setAttribute("aria-label", sentence(this.run, now));
    this.svg.classList.toggle("lost", this.lost);
    this.host.dataset.drawn = String(this.run.lastEventId);
  }

  /** Grows what runs; draws anew only where the axis has to change. */
  tick(now) {
    if (this.run.closed || !this.painter) return;
    const { scale } = this.painter;
    if (!this.view && now > scale.from + (scale.to - scale.from) * 0.99) return this.render();
    if (this.view && this.follow && now > scale.to - (scale.to - scale.from) * 0.08) {
      const length = this.view.to - this.view.from, at = now - this.run.startedAt;
      this.view = { from: at - length * 0.7, to: at + length * 0.3 };
      return this.render();
    }
    for (const grow of this.painter.growing) grow(now);
  }

  select(id) {
    this.selected = id;
    this.render();
  }

  setFold(fold) {
    this.fold = fold;
    this.render();
  }

  /** Following moves a zoomed view along with the clock. */
  setFollow(follow) {
    this.follow = follow;
    if (!follow || !this.view) return;
    const length = this.view.to - this.view.from, at = this.hooks.now() - this.run.startedAt;
    this.view = { from: at - length * 0.7, to: at + length * 0.3 };
    this.hooks.onView(this.view);
  }

  setLost(lost) {
    this.lost = lost;
    this.svg.classList.toggle("lost", lost);
  }

  setView(view) {
    this.view = this.#sane(view);
    this.hooks.onView(this.view);
    this.render();
  }

  #sane(view) {
    if (!view) return null;
    const { whole } = this.painter ?? { whole: null };
    const length = whole ? whole.to - whole.from : Infinity;
    const wanted = Math.max(view.to - view.from, 1);
    if (wanted >= length) return null;
    const from = Math.min(Math.max(view.from, -wanted * 0.1), length - wanted * 0.9);
    return { from, to: from + wanted };
  }

  /** Zooms around a moment; where none is given, around the selection, the clock or the middle. */
  zoom(factor, around) {
    if (!this.painter) return;
    const { scale } = this.painter;
    const from = scale.from - scale.origin, to = scale.to - scale.origin;
    const center = around ?? this.#interest(from, to);
    this.setView({ from: center - (center - from) / factor, to: center + (to - center) / factor });
  }

  #interest(from, to) {
    const call = this.run.byId.get(this.selected);
    const a = call?.attempts.at(-1);
    const at = a ? (a.startedAt ?? a.scheduledAt) - this.run.startedAt : null;
    if (at !== null && at > from && at < to) return at;
    const now = this.hooks.now() - this.run.startedAt;
    return !this.run.closed && this.follow && now > from && now < to ? now : (from + to) / 2;
  }

  fit() {
    this.setView(null);
  }

  pan(share) {
    if (!this.view) return;
    const by = (this.view.to - this.view.from) * share;
    this.follow = false;
    this.setView({ from: this.view.from + by, to: this.view.to + by });
  }

  #listen() {
    const { host } = this;
    host.addEventListener("wheel", (e) => this.#wheel(e), { passive: false });
    host.addEventListener("pointerdown", (e) => this.#press(e));
    host.addEventListener("pointermove", (e) => this.#hover(e));
    host.addEventListener("pointerleave", () => this.#hide());
    host.addEventListener("keydown", (e) => this.#key(e));
  }

  #svgX(e) {
    return e.clientX - this.svg.getBoundingClientRect().left;
  }

  #wheel(e) {
    if (!this.painter) return;
    if (e.ctrlKey || e.metaKey || e.altKey) {
      e.preventDefault();
      this.zoom(Math.exp(-e.deltaY * 0.0025), this.painter.scale.time(this.#svgX(e)) - this.run.startedAt);
    } else if (this.view && Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      e.preventDefault();
      this.pan(e.deltaX / this.painter.scale.width);
    }
  }

  #press(e) {
    if (e.button !== 0 || !this.painter) return;
    const overview = e.target.closest?.("[data-overview]");
    const start = { x: this.#svgX(e), view: this.view, moved: false };
    const { scale, whole } = this.painter;
    const time = (x) => (overview ? whole : scale).time(x) - this.run.startedAt;
    const move = (m) => {
      const x = this.#svgX(m);
      if (Math.abs(x - start.x) > 3) start.moved = true;
      if (!start.moved) return;
      this.#hide();
      if (start.view && !overview) {
        const by = ((start.x - x) / scale.width) * (start.view.to - start.view.from);
        this.follow = false;
        this.setView({ from: start.view.from + by, to: start.view.to + by });
      } else {
        this.#band(Math.min(start.x, x), Math.max(start.x, x));
      }
    };
    const end = (m) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      this.band?.remove();
      this.band = null;
      const x = this.#svgX(m);
      if (!start.moved) this.#click(e);
      else if ((!start.view || overview) && Math.abs(x - start.x) > 6) {
        this.follow = false;
        this.setView({ from: time(Math.min(start.x, x)), to: time(Math.max(start.x, x)) });
      }
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  #band(x0, x1) {
    const { scale, bottom } = this.painter;
    this.band ??= this.svg.appendChild(el("rect", { y: 0, height: bottom, class: "g-window" }));
    const left = Math.max(x0, scale.left), right = Math.min(x1, scale.right);
    this.band.setAttribute("x", left);
    this.band.setAttribute("width", Math.max(right - left, 0));
  }

  #click(e) {
    const id = e.target.closest?.("[data-id]")?.dataset.id ?? e.target.closest?.("[data-lane]")?.dataset.lane;
    if (id) this.hooks.onSelect(id);
  }

  #hover(e) {
    const id = e.buttons ? null : (e.target.closest?.("[data-id]")?.dataset.id ?? null);
    if (id !== this.hovered) {
      this.hovered = id;
      for (const edge of this.svg.querySelectorAll(".edge")) {
        edge.classList.toggle("hi", [this.selected, id].some((x) => x && (edge.related ?? [edge.dataset.to]).includes(x)));
      }
    }
    const words = id ? this.#describe(id) : null;
    if (!words) return this.#hide();
    this.tip.textContent = words;
    this.tip.hidden = false;
    const box = this.host.getBoundingClientRect();
    const left = Math.min(e.clientX - box.left + 12, box.width - this.tip.offsetWidth - 8);
    this.tip.style.setProperty("left", `${Math.max(left, 4)}px`);
    this.tip.style.setProperty("top", `${e.clientY - box.top + 16}px`);
  }

  #describe(id) {
    const call = this.run.byId.get(id);
    const now = this.hooks.now();
    if (!call) {
      const b = this.run.barrierById.get(id);
      return b ? `The code stood at ${b.callSite ?? id} for ${duration((b.passedAt ?? now) - b.reachedAt)}` : null;
    }
    const { queued, running } = timesOf(call, this.run, now);
    const parts = [`${call.label}: ${WORDS[call.state]}`];
    if (call.attempts.length) parts.push(`queued ${duration(queued)}`, `ran ${duration(running)}`);
    if (call.attempts.length > 1) parts.push(`${call.attempts.length} attempts`);
    return parts.join(", ");
  }

  #hide() {
    this.tip.hidden = true;
  }

  #key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !this.painter) return;
    const steps = {
      "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), 0: () => this.fit(),
      ArrowLeft: () => this.pan(-0.15), ArrowRight: () => this.pan(0.15),
      ArrowUp: () => this.#walk(-1), ArrowDown: () => this.#walk(1),
      Enter: () => this.hooks.onOpen(), Escape: () => (this.tip.hidden ? this.hooks.onSelect(null) : this.#hide()),
    };
    const step = steps[e.key];
    if (!step) return;
    e.preventDefault();
    step();
  }

  #walk(by) {
    const { lanes } = this.painter;
    const at = lanes.findIndex((lane) => lane.calls.some((c) => c.id === this.selected));
    const next = lanes[Math.min(Math.max(at + by, 0), lanes.length - 1)];
    if (next) this.hooks.onSelect(next.calls[0].id);
  }
}
