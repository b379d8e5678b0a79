// The graph view: drawn by the server, which knows how to lay out graphs; here it is fetched again
// when its structure changes, coloured from the stream, zoomed, and walked by selection.

import { ICON, WORDS, isOver, timesOf } from "./run-model.js";
import { stateShape } from "./svg.js";
import { duration } from "./words.js";

const SMALLEST = 0.7;
const STATES = Object.values(ICON);

export class GraphDiagram {
  constructor(host, run, hooks) {
    this.host = host;
    this.run = run;
    this.hooks = hooks;
    this.selected = null;
    this.factor = 1;
    this.chosen = false; // until somebody zooms, a wide graph is made smaller, but stays readable
    this.reach = document.querySelector("[name=reach]:checked")?.value ?? "both";
    for (const radio of document.querySelectorAll("[name=reach]")) {
      radio.addEventListener("change", () => {
        this.reach = radio.value;
        this.#mark();
      });
    }
    this.structure = host.querySelector("svg")?.dataset.structure ?? "";
    host.addEventListener("click", (e) => {
      const node = e.target.closest("[data-id]");
      if (node) hooks.onSelect(node.dataset.id);
    });
    host.addEventListener("keydown", (e) => this.#key(e));
    this.#collect();
  }

  #collect() {
    this.nodes = [...this.host.querySelectorAll(".node[data-id], .gate[data-id]")];
    this.edges = [...this.host.querySelectorAll(".edge")];
    this.members = new Map();
    for (const node of this.nodes) {
      for (const id of (node.dataset.members ?? node.dataset.id).split("|")) this.members.set(id, node);
    }
    this.size = this.host.querySelector("svg")?.viewBox.baseVal;
    if (!this.chosen && this.size) this.factor = Math.max(SMALLEST, this.#fitting());
    this.#scale();
    this.#mark();
  }

  #fitting() {
    return Math.min(1, (this.host.clientWidth - 32) / this.size.width);
  }

  /** New calls, barriers or edges change the picture's structure; anything else its colours. */
  update() {
    const known = this.run.known();
    const count = known.length + this.run.barriers.filter(Boolean).length;
    if (this.count !== undefined && count !== this.count) this.#fetch();
    this.count = count;
    for (const node of this.nodes) this.#colour(node);
  }

  async #fetch() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    try {
      const drawn = (await svgAt(this.hooks.fragment))?.documentElement;
      if (drawn?.localName !== "svg") return;
      this.host.replaceChildren(document.importNode(drawn, true));
      this.#collect();
      for (const node of this.nodes) this.#colour(node);
    } catch {
      // The picture stays as it was; the next change asks again.
    } finally {
      this.fetching = false;
      if (this.again) {
        this.again = false;
        setTimeout(() => this.#fetch(), 250);
      }
    }
  }

  #colour(node) {
    if (!node.classList.contains("node")) return;
    const calls = (node.dataset.members ?? node.dataset.id).split("|").map((id) => this.run.byId.get(id)).filter(Boolean);
    if (!calls.length) return;
    const state = calls.length === 1 ? calls[0].state : worst(calls);
    const name = ICON[state];
    if (node.dataset.state !== state) {
      node.dataset.state = state;
      node.classList.remove(...STATES);
      node.classList.add(name);
      const old = node.querySelector(".ic");
      const at = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(old?.getAttribute("transform") ?? "");
      if (at) old.replaceWith(stateShape(Number(at[1]), Number(at[2]), name));
    }
    const words = node.querySelector(".words");
    const said = this.#words(calls);
    if (words && words.textContent !== said) words.textContent = said;
  }

  #words(calls) {
    if (calls.length > 1) {
      const n = {};
      for (const c of calls) n[c.state] = (n[c.state] ?? 0) + 1;
      return Object.entries(n).map(([state, k]) => `${k} ${WORDS[state]}`).slice(0, 2).join(", ");
    }
    const [call] = calls;
    const { running } = timesOf(call, this.run, this.hooks.now());
    const tries = call.attempts.length > 1 ? `, attempt ${call.attempts.length}` : "";
    if (call.attempts.some((a) => a.startedAt != null)) return (isOver(call) ? duration(running) : WORDS[call.state]) + tries;
    return WORDS[call.state];
  }

  select(id) {
    this.selected = id;
    this.#mark();
  }

  /** The selection, what it needed, and what needs it. */
  #mark() {
    const chosen = this.members.get(this.selected) ?? null;
    const near = new Set();
    const lit = new Set();
    const follow = (from, forward) => {
      const open = [from], seen = new Set();
      while (open.length) {
        const id = open.pop();
        if (seen.has(id)) continue;
        seen.add(id);
        for (const edge of this.edges) {
          const [a, b] = forward ? [edge.dataset.from, edge.dataset.to] : [edge.dataset.to, edge.dataset.from];
          if (a === id) {
            lit.add(edge);
            near.add(b);
            open.push(b);
          }
        }
      }
    };
    if (chosen) {
      if (this.reach !== "descendants") follow(chosen.dataset.id, false);
      if (this.reach !== "ancestors") follow(chosen.dataset.id, true);
    }
    for (const node of this.nodes) {
      node.classList.toggle("sel", node === chosen);
      node.classList.toggle("anc", near.has(node.dataset.id));
    }
    for (const edge of this.edges) edge.classList.toggle("anc", lit.has(edge));
  }

  zoom(by) {
    this.chosen = true;
    this.factor = Math.min(Math.max(this.factor * by, 0.2), 4);
    this.#scale();
  }

  fit() {
    if (!this.size) return;
    this.chosen = true;
    this.factor = this.#fitting();
    this.#scale();
  }

  #scale() {
    const svg = this.host.querySelector("svg");
    if (!svg || !this.size) return;
    svg.setAttribute("width", this.size.width * this.factor);
    svg.setAttribute("height", this.size.height * this.factor);
  }

  /** Arrows walk in reading order; with Shift along an edge. */
  #key(e) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    const plain = { "+": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), 0: () => this.fit(),
      Enter: () => this.hooks.onOpen(), Escape: () => this.hooks.onSelect(null) }[e.key];
    if (e.ctrlKey || e.metaKey || e.altKey || (!by && !plain)) return;
    e.preventDefault();
    if (plain) return plain();
    const at = this.members.get(this.selected);
    const next = e.shiftKey && at ? this.#along(at, by) : this.nodes[Math.max(0, Math.min(this.nodes.indexOf(at) + by, this.nodes.length - 1))];
    if (next) {
      this.hooks.onSelect(next.dataset.id);
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  #along(node, by) {
    const [from, to] = by > 0 ? ["from", "to"] : ["to", "from"];
    const edge = this.edges.find((x) => x.dataset[from] === node.dataset.id);
    return edge ? this.nodes.find((x) => x.dataset.id === edge.dataset[to]) : null;
  }
}

/** Read as a document: text is never parsed as markup in this page. */
function svgAt(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.overrideMimeType("image/svg+xml");
    request.onload = () => resolve(request.status === 200 ? request.responseXML : null);
    request.onerror = () => reject(new Error("No answer"));
    request.send();
  });
}

function worst(calls) {
  for (const state of ["started", "scheduled", "failed", "timedOut", "pending", "canceled"]) {
    if (calls.some((c) => c.state === state)) return state;
  }
  return "completed";
}
