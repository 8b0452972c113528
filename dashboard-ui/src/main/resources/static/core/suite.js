import { link, on } from "./live.js";
import { changed } from "./watch.js";

/**
 * Which processes there are and how they are.
 *
 * @typedef {{name: string, upstream: string | null, url: string, status: "up" | "down", since: string, detail: string}} Instance
 */

export const suite = {
  /** @type {Instance[]} */
  instances: [],
  isKnown: false,
  /** The latest change, in words for a screen reader. */
  announcement: "",
};

on("suite", (/** @type {Instance[]} */ instances) => {
  announce(suite.instances, instances);
  suite.instances = instances;
  suite.isKnown = true;
  changed("suite");
});

/** @param {Instance[]} before @param {Instance[]} after */
function announce(before, after) {
  const turned = after.filter((instance) => {
    const old = before.find((each) => each.name === instance.name);
    return old && old.status !== instance.status;
  });
  if (turned.length === 0) return;
  suite.announcement = turned
    .map(({ name, status }) => (status === "down" ? `${name} is down` : `${name} is up again`))
    .join(", ");
}

/**
 * The outage of the service behind a view, if there is one.
 *
 * @param {string} upstream
 * @returns {Instance | null}
 */
export function outage(upstream) {
  const instance = suite.instances.find((each) => each.upstream === upstream);
  return instance?.status === "down" ? instance : null;
}

export const downCount = () => suite.instances.filter(({ status }) => status === "down").length;

export const isWhole = () => link.phase === "live" && suite.isKnown && downCount() === 0;
