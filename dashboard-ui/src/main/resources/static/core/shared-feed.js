import { EventFeed } from "./event-feed.js";
import { FeedState } from "./feed-state.js";

/**
 * One stream for all tabs of a browser, which opens only six connections to one origin: a shared
 * worker has it, or, where there is none, the one tab that holds a lock and broadcasts to the rest.
 *
 * @typedef {import("./event-feed.js").Phase} Phase
 * @typedef {{onEvents: (events: [string, string][]) => void, onPhase: (phase: Phase, since: number) => void}} Listener
 */

const PRESENT_MILLIS = 20_000;
/** How long a hidden tab keeps what the visible ones may need. */
const HIDDEN_GRACE_MILLIS = 5_000;

/** @param {Listener} listener */
export function openSharedFeed(listener) {
  if ("SharedWorker" in globalThis) openWorker(listener);
  else new TabFeed(listener).open();
}

/** @param {Listener} listener */
function openWorker(listener) {
  const worker = new SharedWorker(new URL("./feed-worker.js", import.meta.url), { type: "module", name: "automat-live" });
  const { port } = worker;
  port.onmessage = ({ data }) => {
    if (data.phase) listener.onPhase(data.phase, data.since);
    else listener.onEvents(data.events);
  };
  // A browser may have shared workers and still refuse this one.
  worker.onerror = () => {
    port.onmessage = null;
    new TabFeed(listener).open();
  };
  setInterval(() => port.postMessage("here"), PRESENT_MILLIS);
  addEventListener("pagehide", () => port.postMessage("bye"));
  addEventListener("pageshow", ({ persisted }) => persisted && port.postMessage("here"));
}

/** A tab's part where tabs must agree among themselves. */
class TabFeed {
  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
    this.id = Math.random().toString(36).slice(2);
    this.version = new URL("..", import.meta.url).pathname;
    this.state = new FeedState();
    this.channel = new BroadcastChannel(`automat-live ${this.version}`);
    this.channel.onmessage = ({ data }) => this.hear(data);
    /** @type {EventFeed | null} there while this tab is the one that has the stream */
    this.feed = null;
    /** @type {AbortController | null} there while this tab has the stream or waits for its turn */
    this.turn = null;
    this.hiding = 0;
  }

  open() {
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.hiding);
      if (document.hidden) this.hiding = setTimeout(() => this.turn?.abort(), HIDDEN_GRACE_MILLIS);
      else this.takePart();
    });
    addEventListener("pagehide", () => this.turn?.abort());
    addEventListener("pageshow", () => this.takePart());
    this.takePart();
  }

  takePart() {
    if (this.turn) return;
    this.turn = new AbortController();
    const { signal } = this.turn;
    signal.addEventListener("abort", () => (this.turn = null));
    this.channel.postMessage({ join: this.id });
    // Pages that did not come over TLS or from this machine have no locks: each reads for itself.
    if (!navigator.locks) this.lead(signal);
    else navigator.locks.request(this.channel.name, { signal }, () => this.lead(signal)).catch(() => {});
  }

  /** @param {AbortSignal} signal ends it */
  lead(signal) {
    const feed = new EventFeed({ onPhase: (phase) => this.enter(phase), onEvent: (name, text) => this.receive(name, text) });
    this.feed = feed;
    feed.open();
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        feed.close();
        this.feed = null;
        resolve(undefined);
      });
    });
  }

  /** @param {Phase} phase */
  enter(phase) {
    if (!this.state.enter(phase)) return;
    this.tell({ phase, since: this.state.since });
  }

  /** @param {string} name @param {string} text */
  receive(name, text) {
    this.state.remember(name, text);
    this.tell({ events: [[name, text]] });
  }

  /** @param {any} message */
  tell(message) {
    this.channel.postMessage(message);
    this.pass(message);
  }

  /** @param {any} message from the tab that has the stream, or from one that looks for it */
  hear(message) {
    if (message.join) {
      if (this.feed === null) return;
      const { phase, since } = this.state;
      this.channel.postMessage({ to: message.join, phase, since });
      this.channel.postMessage({ to: message.join, events: this.state.replay() });
    } else if (this.feed === null && (message.to ?? this.id) === this.id) {
      this.pass(message);
    }
  }

  /** @param {any} message */
  pass({ phase, since, events }) {
    if (phase) this.listener.onPhase(phase, since);
    else this.listener.onEvents(events);
  }
}
