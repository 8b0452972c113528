import { EventFeed } from "./event-feed.js";
import { FeedState } from "./feed-state.js";

/** The browser's one stream, handed on to every tab. It ends with the last tab. */

/** Events that come together leave together: a message costs more than what is in it. */
const GATHER_MILLIS = 25;
/** A tab says that it is there every 20 seconds, a hidden one at least once a minute. */
const GONE_AFTER_MILLIS = 200_000;

const state = new FeedState();
/** @type {Map<MessagePort, number>} when each tab last said that it is there */
const tabs = new Map();
/** @type {[string, string][]} */
let gathered = [];

const feed = new EventFeed({
  onPhase: (phase) => {
    if (!state.enter(phase)) return;
    flush();
    for (const port of tabs.keys()) tellPhase(port);
  },
  onEvent: (name, text) => {
    state.remember(name, text);
    if (gathered.push([name, text]) === 1) setTimeout(flush, GATHER_MILLIS);
  },
});

function flush() {
  if (gathered.length === 0) return;
  for (const port of tabs.keys()) port.postMessage({ events: gathered });
  gathered = [];
}

/** @param {MessagePort} port */
function tellPhase(port) {
  port.postMessage({ phase: state.phase, since: state.since, tabs: tabs.size });
}

/** @param {MessagePort} port */
function join(port) {
  flush();
  tabs.set(port, Date.now());
  tellPhase(port);
  port.postMessage({ events: state.replay() });
}

/** @param {MessagePort} port @param {string} word */
function hear(port, word) {
  if (word === "bye") tabs.delete(port);
  else if (tabs.has(port)) tabs.set(port, Date.now());
  // A tab that slept for long is a new one.
  else join(port);
}

addEventListener("connect", (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  port.onmessage = ({ data }) => hear(port, data);
  join(port);
});

setInterval(() => {
  for (const [port, at] of tabs) if (Date.now() - at > GONE_AFTER_MILLIS) tabs.delete(port);
}, 30_000);

feed.open();
