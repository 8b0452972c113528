/** @typedef {import("./event-feed.js").Phase} Phase */

/** What one who joins a running stream must be told first. */
export class FeedState {
  constructor() {
    /** @type {Phase} */
    this.phase = "connecting";
    this.since = Date.now();
    /** The newest of each that tells a whole state. @type {Map<string, {text: string, at: number}>} */
    this.latest = new Map();
  }

  /** @param {Phase} phase @returns {boolean} whether that is new */
  enter(phase) {
    if (this.phase === phase) return false;
    this.phase = phase;
    this.since = Date.now();
    return true;
  }

  /** @param {string} name @param {string} text */
  remember(name, text) {
    if (name === "hello" || name === "suite" || name === "broker") this.latest.set(name, { text, at: Date.now() });
  }

  /** @returns {[string, string][]} events, the greeting first and with the time it is now */
  replay() {
    if (this.phase !== "live") return [];
    return ["hello", "suite", "broker"].flatMap((name) => {
      const event = this.latest.get(name);
      if (!event) return [];
      if (name !== "hello") return [/** @type {[string, string]} */ ([name, event.text])];
      const hello = JSON.parse(event.text);
      return [/** @type {[string, string]} */ ([name, JSON.stringify({ ...hello, time: hello.time + Date.now() - event.at })])];
    });
  }
}
