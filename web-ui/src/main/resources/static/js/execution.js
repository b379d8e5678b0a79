// The page of one execution: one model of the run, fed by a snapshot and then by the stream, and
// the views of it that stand on the page. Selection and zoom live here and in the address.

import { RunModel, tenth } from "./run-model.js";
import { TimelineDiagram } from "./timeline.js";
import { GraphDiagram } from "./graph.js";
import { TaskTable } from "./task-table.js";
import { Inspector } from "./inspector.js";
import { Stream } from "./stream.js";
import { Values } from "./values.js";
import { setIcon } from "./app.js";
import { duration } from "./words.js";

const STATUS_WORD = {
  running: "running", completed: "completed", failed: "failed", timedOut: "timed out",
  canceled: "canceled", terminated: "terminated", continuedAsNew: "continued as new",
};
const STATUS_ICON = { timedOut: "timedout", continuedAsNew: "next" };

const root = document.getElementById("execution");
if (root) start(root);

function start(root) {
  const { api, view } = root.dataset;
  const run = new RunModel();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const clock = makeClock(Number(root.dataset.now));
  const page = { root, run, clock, selected: root.dataset.select || null, diagram: null, graph: null };
  const now = () => run.closedAt ?? clock.now();

  const hooks = {
    now,
    onSelect: (id) => select(id),
    onView: (v) => {
      address(page, v);
      pressed("follow", page.diagram.follow);
    },
    onOpen: () => page.inspector?.focus(),
    values: new Values(api).of,
    childPath: (child) => childPath(root, child),
  };
  const plot = document.getElementById("timeline");
  if (plot) page.diagram = new TimelineDiagram(plot, run, hooks);
  const side = document.getElementById("inspector");
  if (side) page.inspector = new Inspector(side, run, hooks);
  const body = document.getElementById("calls");
  if (body) page.table = new TaskTable(body, document.getElementById("more-calls"), run, hooks);
  const graph = document.getElementById("graph");
  if (graph) page.graph = new GraphDiagram(graph, run, { ...hooks, fragment: root.dataset.fragment });

  function select(id) {
    page.selected = id;
    page.diagram?.select(id);
    page.graph?.select(id);
    page.table?.select(id);
    page.inspector?.show(id);
    address(page, page.diagram?.view);
  }

  function draw() {
    page.diagram?.render();
    page.graph?.update();
    page.table?.update();
    page.inspector?.update();
    readout(page, now());
    announce(page);
  }

  let dirty = false, nextDraw = 0;
  function frame() {
    const began = performance.now();
    if (dirty && began >= nextDraw) {
      dirty = false;
      draw();
      // A large run leaves three quarters of the time to everything else.
      nextDraw = performance.now() + 3 * (performance.now() - began);
    }
    if (run.version && !clock.stopped && !run.closed && !document.hidden && !still.matches) {
      page.diagram?.tick(now());
      slowly(page, now());
    }
    requestAnimationFrame(frame);
  }

  const stream = new Stream(api, run, {
    onRows: () => {
      clock.atLeast(run.latest());
      dirty = true;
    },
    onState: (state) => liveness(page, state),
  });
  page.stream = stream;

  buttons(page, draw);
  readView(page);
  stream.open().then(() => {
    if (page.selected) select(page.selected);
  });
  requestAnimationFrame(frame);
  root.dataset.view = view;
  // For tests: what the page knows, and up to which event.
  root.addEventListener("flowscope:state", (e) => Object.assign(e.detail, { run, selected: page.selected }));
}

/** The server's clock, carried on by ours, which may differ from it; stops when asked to. */
function makeClock(made) {
  const nav = performance.getEntriesByType("navigation")[0];
  let base = made - (nav?.responseStart ?? 0), held = null;
  return {
    now: () => held ?? base + performance.now(),
    atLeast(time) {
      if (held === null && time > base + performance.now()) base = time - performance.now();
      if (held !== null) held = Math.max(held, time);
    },
    stop() {
      held ??= base + performance.now();
    },
    go() {
      held = null;
    },
    get stopped() {
      return held !== null;
    },
  };
}

function childPath(root, child) {
  const { connection, domain } = root.dataset;
  const parts = [connection, domain, child.workflowId, child.runId].filter(Boolean);
  return `/executions/${parts.map(encodeURIComponent).join("/")}`;
}

function address(page, view) {
  const url = new URL(location.href);
  const put = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
  put("select", page.selected);
  if (page.diagram) put("t", view ? `${Math.round(view.from)}-${Math.round(view.to)}` : null);
  if (url.href !== location.href) history.replaceState(null, "", url);
  for (const tab of page.root.querySelectorAll("[data-tab]")) {
    const link = new URL(tab.href);
    if (page.selected) link.searchParams.set("select", page.selected);
    else link.searchParams.delete("select");
    tab.href = link.href;
  }
}

function readView(page) {
  const match = /^(-?\d+)-(\d+)$/.exec(new URL(location.href).searchParams.get("t") ?? "");
  if (match && page.diagram) {
    page.diagram.view = { from: Number(match[1]), to: Number(match[2]) };
    page.diagram.follow = false;
    pressed("follow", false);
  }
}

function buttons(page, draw) {
  const { diagram, graph } = page;
  const click = (id, act) => document.getElementById(id)?.addEventListener("click", act);
  const picture = diagram ?? graph;
  click("zoom-in", () => picture?.zoom(1.5));
  click("zoom-out", () => picture?.zoom(1 / 1.5));
  click("zoom-fit", () => picture?.fit());
  const toggle = (id, act) => click(id, (e) => {
    const button = e.currentTarget;
    const on = button.getAttribute("aria-pressed") !== "true";
    pressed(id, on);
    act(on);
  });
  toggle("fold", (fold) => diagram?.setFold(fold));
  toggle("follow", (follow) => {
    diagram?.setFollow(follow);
    draw();
  });
  toggle("pause", (pause) => {
    if (pause) {
      page.clock.stop();
      page.stream.close();
      liveness(page, { kind: "paused" });
    } else {
      page.clock.go();
      page.stream.open();
    }
  });
}

/** "live", "as of 14:02:13, retrying", or nothing for a closed run. */
function liveness(page, state) {
  const label = document.getElementById("live");
  const lost = state.kind === "lost";
  if (lost) page.clock.stop();
  if (state.kind === "live" && page.clock.stopped) page.clock.go();
  page.diagram?.setLost(lost);
  page.root.dataset.stream = state.kind;
  if (!label) return;
  const asOf = new Date(page.clock.now()).toLocaleTimeString("en-GB");
  label.hidden = state.kind === "closed" || state.kind === "loading";
  label.classList.toggle("lost", lost || state.kind === "paused");
  const words = { live: page.root.dataset.live ?? "live", paused: `as of ${asOf}, paused`, lost: `as of ${asOf}, retrying` }[state.kind] ?? "";
  if (label.textContent !== words) label.textContent = words;
  document.getElementById("follow")?.toggleAttribute("hidden", state.kind === "closed");
  document.getElementById("pause")?.toggleAttribute("hidden", state.kind === "closed");
}

function pressed(id, on) {
  const button = document.getElementById(id);
  button?.setAttribute("aria-pressed", String(on));
  button?.classList.toggle("on", on);
}

function set(id, words) {
  const node = document.getElementById(id);
  if (node && node.textContent !== words) node.textContent = words;
}

function readout(page, now) {
  const { run, root } = page;
  const f = run.figures(now);
  set("f-wall", duration(f.wall));
  set("f-sum", duration(f.sum));
  set("f-speed", `${(f.sum / f.wall).toFixed(2)} ×`);
  set("f-parallel", run.closed ? tenth(f.mean) : String(f.running));
  set("f-parallel-note", run.closed ? `mean, peak ${f.peak}` : `now, peak ${f.peak}`);
  set("f-done", String(f.done));
  set("f-known", run.closed ? `of ${f.known}` : `of ${f.known} known`);
  set("n-graph", String(f.known));
  set("n-replays", String(run.rounds.filter(Boolean).length));
  set("n-history", String(run.lastEventId));
  const bar = document.getElementById("f-bar");
  if (bar) {
    const share = (k) => (f.known ? (48 * k) / f.known : 0);
    bar.children[1].setAttribute("width", share(f.done));
    bar.children[2].setAttribute("x", share(f.done));
    bar.children[2].setAttribute("width", share(f.running));
  }
  if (root.dataset.status !== run.status) status(root, run);
  signals(page);
}

/** Says what signal the run waits for, and offers it. */
function signals(page) {
  const { run } = page;
  if (run.closed || !run.version) return;
  const names = run.waitingForSignals(), words = names.join(", ");
  if (page.signals === words) return;
  page.signals = words;
  document.getElementById("signal-note")?.toggleAttribute("hidden", !names.length);
  set("signal-awaited", words);
  document.querySelector("[data-dialog=signal-dialog]")?.classList.toggle("main", names.length > 0);
  set("signal-where", names.length ? `It waits for ${words}.` : "It does not wait for a signal now; a signal is kept until the code asks for it.");
  const input = document.getElementById("signal-name");
  if (input && names.length && !input.value) input.value = names[0];
}

function status(root, run) {
  root.dataset.status = run.status;
  const badge = document.getElementById("status");
  if (badge) {
    const icon = STATUS_ICON[run.status] ?? run.status;
    badge.className = `badge ${run.status === "continuedAsNew" ? "completed" : icon}`;
    setIcon(badge, icon);
    badge.lastElementChild.textContent = STATUS_WORD[run.status];
  }
  if (!run.closed) return;
  for (const node of document.querySelectorAll("[data-open-only]")) node.hidden = true;
  ending().catch(() => document.getElementById("closed-note")?.removeAttribute("hidden"));
}

/** How a run ended and what can be done with it now are the server's to draw. */
async function ending() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["ending", "acts", "run-values"]) {
    const old = document.getElementById(id), next = fresh.getElementById(id);
    if (old && next && !old.contains(document.activeElement)) old.replaceWith(document.importNode(next, true));
  }
}

let lastSlow = 0;
/** What changes with the clock, but need not sixty times a second. */
function slowly(page, now) {
  if (performance.now() - lastSlow < 200) return;
  lastSlow = performance.now();
  readout(page, now);
  page.table?.tick(now);
}

let lastWords = 0, spoken = "";
/** One polite sentence, at most every five seconds; the last one at once. */
function announce(page) {
  const box = document.getElementById("spoken");
  if (!box || (!page.run.closed && performance.now() - lastWords < 5000)) return;
  const f = page.run.figures(page.run.closedAt ?? page.clock.now());
  const words = `${STATUS_WORD[page.run.status]}, ${f.done} of ${f.known} tasks done, ${f.running} running`;
  if (words === spoken) return;
  lastWords = performance.now();
  spoken = words;
  box.textContent = words;
}
