import { call } from "./api.js";
import { on } from "./live.js";
import { Resource } from "./resource.js";
import { changed } from "./watch.js";

/**
 * Channels and rates of the broker.
 *
 * @typedef {{name: string, kind: "queue" | "topic", subscribers: number, waiting: number, in: number, out: number, dropped: number, inRate: number, outRate: number}} Channel
 * @typedef {{id: string | number, peer: string, since: string, subscription: string | null, pinnedBytes: number, in: number, out: number, paused: boolean}} Connection
 * @typedef {{time: string, connections: number, channels: Channel[], inRate: number, outRate: number, waiting: number, pinnedBytes: number, dropped: number}} Rates
 */

const KEPT_SECONDS = 3600;
const STORED = "broker rates";

export const broker = {
  /** @type {Rates | null} */
  rates: null,
  /** @type {Connection[]} */
  connections: [],
  /** Rates since this browser looks: the broker itself keeps none. */
  history: stored(),
};

/** The rates come by themselves; who is connected is asked for by the view that shows it. */
export const connectionsResource = new Resource("broker", "broker", async () => {
  broker.connections = (await call("/api/broker/api/connections")).body;
});

/** Tells a broker that is silent from one that is down. */
export const brokerResource = new Resource("broker", "broker", async () => {
  const channels = (await call("/api/broker/api/channels")).body;
  broker.rates ??= {
    time: new Date().toISOString(), connections: 0, channels, inRate: 0, outRate: 0, waiting: 0, pinnedBytes: 0, dropped: 0,
  };
});

on("broker", (/** @type {Rates} */ rates) => {
  broker.rates = rates;
  brokerResource.isLoaded = true;
  const t = Date.parse(rates.time) / 1000;
  const { history } = broker;
  if (history.t.length === 0 || t > history.t[history.t.length - 1]) {
    history.t.push(t);
    history.in.push(rates.inRate);
    history.out.push(rates.outRate);
    if (history.t.length > KEPT_SECONDS + 200) for (const ring of Object.values(history)) ring.splice(0, 200);
  }
  changed("broker");
});

/** What an earlier visit within the hour left. @returns {{t: number[], in: number[], out: number[]}} */
function stored() {
  /** @type {{t: number[], in: number[], out: number[]}} */
  const history = { t: [], in: [], out: [] };
  try {
    const oldest = Date.now() / 1000 - KEPT_SECONDS;
    for (const [t, into, out] of JSON.parse(localStorage.getItem(STORED) ?? "[]")) {
      const isUsable = [t, into, out].every(Number.isFinite) && t >= oldest && t <= oldest + KEPT_SECONDS;
      if (isUsable && t > (history.t.at(-1) ?? 0)) {
        history.t.push(t);
        history.in.push(into);
        history.out.push(out);
      }
    }
  } catch {
    // Storage is forbidden or holds something else: the chart begins now, then.
  }
  return history;
}

/** Leaves the rates for the next visit. */
function store() {
  const { t, in: into, out } = broker.history;
  try {
    localStorage.setItem(STORED, JSON.stringify(t.map((each, i) => [each, into[i], out[i]]).slice(-KEPT_SECONDS)));
  } catch {
    // Storage is full or forbidden.
  }
}

addEventListener("pagehide", store);

on("resync", () => brokerResource.load());
on("opened", ({ upstream }) => {
  if (upstream === "broker") brokerResource.load();
});
