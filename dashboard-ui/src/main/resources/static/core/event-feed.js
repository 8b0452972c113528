/** One connection to the server's stream. It runs in a page as well as in a worker. */

export const EVENTS = ["hello", "opened", "gap", "suite", "sample", "broker", "patron", "news"];

/** The server says how the suite is every five seconds: two missing are a dead connection. */
const LONGEST_SILENCE_MILLIS = 12_000;
const RETRY_MILLIS = 1_000;

/**
 * @typedef {"connecting" | "live" | "lost"} Phase
 * @typedef {{onEvent: (name: string, text: string) => void, onPhase: (phase: Phase) => void}} Listener
 */

export class EventFeed {
  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
    /** @type {EventSource | null} */
    this.source = null;
    this.lastEventAt = Date.now();
    this.retry = 0;
    this.watchdog = 0;
  }

  open() {
    this.watchdog = setInterval(() => this.check(), 1000);
    this.connect();
  }

  connect() {
    clearTimeout(this.retry);
    this.source?.close();
    this.lastEventAt = Date.now();
    const source = new EventSource("/api/live");
    source.onerror = () => this.lost();
    for (const name of EVENTS) source.addEventListener(name, (event) => this.receive(name, event.data));
    this.source = source;
  }

  /** @param {string} name @param {string} text */
  receive(name, text) {
    this.lastEventAt = Date.now();
    if (name === "hello") this.listener.onPhase("live");
    this.listener.onEvent(name, text);
  }

  lost() {
    this.listener.onPhase("lost");
    // The browser comes back by itself after a broken connection, not after a refusal.
    if (this.source?.readyState === EventSource.CLOSED) {
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.connect(), RETRY_MILLIS);
    }
  }

  check() {
    if (Date.now() - this.lastEventAt <= LONGEST_SILENCE_MILLIS) return;
    this.listener.onPhase("lost");
    this.connect();
  }

  close() {
    clearTimeout(this.retry);
    clearInterval(this.watchdog);
    this.source?.close();
    this.source = null;
  }
}
