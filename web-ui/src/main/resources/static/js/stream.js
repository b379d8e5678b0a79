// Keeps a RunModel up to date: a snapshot, then the stream of what changes.

const RETRY = 3000;

export class Stream {
  /** hooks: onRows() after rows were taken; onState({kind: loading|live|lost|closed}) */
  constructor(api, run, hooks) {
    this.api = api;
    this.run = run;
    this.hooks = hooks;
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (e) => e.persisted && this.open());
  }

  /** Reads the snapshot, then listens while the run is open. Resolves when the snapshot is there. */
  async open() {
    this.close();
    const mine = (this.turn = (this.turn ?? 0) + 1);
    this.hooks.onState({ kind: "loading" });
    try {
      const response = await fetch(`${this.api}/timeline`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const timeline = await response.json();
      if (mine !== this.turn) return;
      this.run.clear();
      this.#take(timeline);
    } catch {
      if (mine === this.turn) this.#later();
      return;
    }
    if (this.run.closed) this.hooks.onState({ kind: "closed" });
    else this.#listen();
  }

  close() {
    clearTimeout(this.timer);
    this.turn = (this.turn ?? 0) + 1;
    this.source?.close();
    this.source = null;
  }

  #take(timeline) {
    this.run.apply(timeline);
    this.hooks.onRows();
  }

  #end() {
    this.close();
    this.hooks.onState({ kind: "closed" });
  }

  #later() {
    this.hooks.onState({ kind: "lost" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), RETRY);
  }

  #listen() {
    const source = new EventSource(`${this.api}/stream?after=${this.run.lastEventId}`);
    this.source = source;
    source.addEventListener("open", () => this.hooks.onState({ kind: "live" }));
    source.addEventListener("columns", (e) => {
      this.#take(JSON.parse(e.data));
      if (this.run.closed) this.#end();
    });
    source.addEventListener("end", () => this.#end());
    source.addEventListener("reset", () => this.open());
    source.addEventListener("error", () => {
      this.hooks.onState({ kind: "lost" });
      // The browser resumes by itself with the last event id, unless it has given up.
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.close();
        this.#later();
      }
    });
  }
}
