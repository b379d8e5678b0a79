// Inputs and results of calls, read from the history when somebody looks at a call.

const MAX_PAGES = 30;
const CLOSING = /(Completed|Failed|TimedOut|Canceled|Terminated)$/;

export class Values {
  constructor(api) {
    this.api = api;
    this.events = [];
    this.cursor = null;
    this.of = this.of.bind(this);
  }

  /** Values of the attempt that was scheduled by an event; `over` when it has an outcome. */
  async of(scheduledEventId, over) {
    const closing = (e) => attributes(e)?.scheduledEventId === scheduledEventId || attributes(e)?.initiatedEventId === scheduledEventId;
    const has = () => this.events[scheduledEventId - 1] && (!over || this.events.some((e) => e && CLOSING.test(e.eventType) && closing(e)));
    if (!has()) await (this.reading ??= this.#read().finally(() => (this.reading = null)));
    const scheduled = this.events[scheduledEventId - 1];
    if (!scheduled) return null;
    const end = this.events.find((e) => e && CLOSING.test(e.eventType) && closing(e));
    const last = end ? attributes(end) : null;
    return { input: attributes(scheduled)?.input ?? null, result: last?.result ?? null, details: last?.details ?? null };
  }

  async #read() {
    let cursor = null;
    for (let i = 0; i < MAX_PAGES; i++) {
      const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
      const response = await fetch(`${this.api}/history${query}`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const page = await response.json();
      for (const event of page.events) this.events[event.eventId - 1] = event;
      cursor = page.cursor ?? null;
      if (!cursor) return;
    }
  }
}

function attributes(event) {
  for (const [name, value] of Object.entries(event)) if (name.endsWith("EventAttributes")) return value;
  return null;
}
