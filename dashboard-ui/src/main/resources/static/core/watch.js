/**
 * Tells views that something changed, once per frame however often it did.
 *
 * @typedef {"link" | "suite" | "route" | "clock" | "apps" | "focus" | "broker" | "patrons" | "news" | "alerts"} Topic
 */

/** @type {Map<Topic, Set<() => void>>} */
const listeners = new Map();
/** @type {Set<Topic>} */
const pending = new Set();
let scheduled = false;

/** @param {Topic} topic */
export function changed(topic) {
  pending.add(topic);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const affected = new Set();
    for (const each of pending) for (const listener of listeners.get(each) ?? []) affected.add(listener);
    pending.clear();
    for (const listener of affected) listener();
  });
}

/**
 * @param {Topic[]} topics
 * @param {() => void} listener
 * @returns {() => void} ends it
 */
export function watch(topics, listener) {
  for (const topic of topics) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic)?.add(listener);
  }
  return () => topics.forEach((topic) => listeners.get(topic)?.delete(listener));
}

/** Draws a Lit element anew when one of its topics changes, while it is on the page. */
export class Watch {
  /**
   * @param {import("lit").LitElement} host
   * @param {Topic[]} topics
   */
  constructor(host, ...topics) {
    this.host = host;
    this.topics = topics;
    host.addController(this);
  }

  hostConnected() {
    this.end = watch(this.topics, () => this.host.requestUpdate());
  }

  hostDisconnected() {
    this.end?.();
  }
}
