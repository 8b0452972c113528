import { call } from "./api.js";
import { link, on } from "./live.js";
import { Resource } from "./resource.js";

/**
 * What the metrics collector has found that needs a person.
 *
 * @typedef {{series: string, kind: string, since: string, until: string | null, text: string}} Alert
 */

/** Alerts come and go slowly, and no stream tells of them. */
const ASK_EVERY_MILLIS = 5_000;

export const alerts = {
  /** Those that last first. @type {Alert[]} */
  all: [],
};

export const alertsResource = new Resource("alerts", "metrics", async () => {
  alerts.all = (await call("/api/metrics/api/alerts")).body;
});

/** Those that last. */
export const current = () => alerts.all.filter(({ until }) => !until);

function ask() {
  if (!document.hidden && !link.isPaused) alertsResource.load();
}

on("resync", ask);
on("opened", ({ upstream }) => {
  if (upstream === "metrics") ask();
});
setInterval(ask, ASK_EVERY_MILLIS);
document.addEventListener("visibilitychange", ask);
