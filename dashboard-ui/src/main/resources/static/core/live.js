import { align, holdClock, isHeld } from "./clock.js";
import { openSharedFeed } from "./shared-feed.js";
import { changed } from "./watch.js";

/** What the page hears from the server. */

const OFFLINE_AFTER_MILLIS = 10_000;
/** What waits while paused; beyond it, everything is loaded anew on resume. */
const MOST_HELD_EVENTS = 5_000;

export const link = {
  /** @type {import("./event-feed.js").Phase} */
  phase: "connecting",
  /** Since when the phase is what it is. */
  since: Date.now(),
  eventsPerSecond: 0,
  /** Events this browser was too slow for. */
  missed: 0,
  isPaused: false,
  heldEvents: 0,
  /** Whether the server serves another version of this page by now. */
  isOutdated: false,
};

/** @type {Map<string, ((data: any) => void)[]>} */
const handlers = new Map();
/** @type {{name: string, data: any}[]} */
let held = [];
let missedWhileHeld = false;
let received = 0;

/**
 * @param {string} name one of the stream's events, or "resync": what is shown may have holes
 * @param {(data: any) => void} handler
 */
export function on(name, handler) {
  handlers.set(name, [...(handlers.get(name) ?? []), handler]);
}

/** @param {string} name @param {any} [data] */
function dispatch(name, data) {
  for (const handler of handlers.get(name) ?? []) handler(data);
}

/** @param {import("./event-feed.js").Phase} phase @param {number} since */
function enter(phase, since) {
  if (link.phase === phase) return;
  link.phase = phase;
  link.since = since;
  changed("link");
}

export function connect() {
  openSharedFeed({
    onPhase: enter,
    onEvents: (events) => events.forEach(([name, text]) => receive(name, text)),
  });
}

/** @param {string} name @param {string} text */
function receive(name, text) {
  received++;
  const data = JSON.parse(text);
  if (name === "hello") greet(data);
  else if (!link.isPaused) dispatch(name, data);
  else if (held.length < MOST_HELD_EVENTS) link.heldEvents = held.push({ name, data });
  else missedWhileHeld = true;
}

/** @param {{version: string, time: number}} hello */
function greet({ version, time }) {
  if (!isHeld()) align(time);
  const ours = document.querySelector('meta[name="automat-version"]')?.getAttribute("content");
  link.isOutdated = version !== ours;
  changed("link");
  if (link.isPaused) missedWhileHeld = true;
  else dispatch("resync");
}

/** @param {boolean} pause */
export function setPaused(pause) {
  if (link.isPaused === pause) return;
  link.isPaused = pause;
  holdClock(pause);
  if (!pause) {
    const waiting = held;
    held = [];
    link.heldEvents = 0;
    for (const { name, data } of waiting) dispatch(name, data);
    if (missedWhileHeld) dispatch("resync");
    missedWhileHeld = false;
  }
  changed("link");
  changed("clock");
}

/** How the connection is, in the words of the page. */
export function linkWord() {
  if (link.phase === "live") return link.isPaused ? "Paused" : "Live";
  if (link.phase === "connecting") return "Connecting";
  return Date.now() - link.since > OFFLINE_AFTER_MILLIS ? "Offline" : "Reconnecting";
}

/** Whether what is shown may be old. */
export const isCut = () => link.phase === "lost";

on("gap", ({ lost }) => {
  link.missed += lost;
  dispatch("resync");
});

setInterval(() => {
  link.eventsPerSecond = link.eventsPerSecond === 0 ? received : link.eventsPerSecond * 0.6 + received * 0.4;
  received = 0;
  changed("link");
}, 1000);
