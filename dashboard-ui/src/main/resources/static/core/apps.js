import { Problem, call } from "./api.js";
import { now } from "./clock.js";
import { on } from "./live.js";
import { Resource } from "./resource.js";
import { RANGES, range } from "./route.js";
import { Series } from "./series.js";
import { changed } from "./watch.js";

/** The apps that report, with an hour of samples each. */

const CALLS_AT_ONCE = 3;
const CENSUS_MILLIS = 5_000;

export const apps = {
  /** @type {Map<string, Series>} by name, in alphabetical order */
  series: new Map(),
  /** The app under the pointer or the cursor. @type {string | null} */
  hovered: null,
};

export const appsResource = new Resource("apps", "metrics", async () => {
  await census();
  const from = now() / 1000 - RANGES[range()];
  const waiting = [...apps.series.values()];
  const worker = async () => {
    for (let series = waiting.shift(); series; series = waiting.shift()) await backfill(series, from);
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker));
});

/** Who reports, and who is still connected. */
async function census() {
  const { body } = await call("/api/metrics/api/series");
  for (const { name, alive, senders, last } of body) {
    const series = seriesOf(name);
    series.isAlive = alive;
    series.senders = senders;
    if (last && series.t.length === 0) series.append(Date.parse(last.timestamp) / 1000, last.cpu, last.mem);
  }
  changed("apps");
}

/** @param {Series} series @param {number} from */
async function backfill(series, from) {
  const path = `/api/metrics/api/series/${encodeURIComponent(series.name)}?from=${from.toFixed(3)}`;
  try {
    series.backfill((await call(path)).body, from);
  } catch (cause) {
    // Forgotten in the meantime: what is here is all there is.
    if (!(cause instanceof Problem) || cause.status !== 404) throw cause;
    series.loadedFrom = from;
  }
  changed("apps");
}

/** Loads what a wider range needs; a narrower one has it. */
export function ensureRange() {
  const from = now() / 1000 - RANGES[range()];
  const isShort = [...apps.series.values()].some(({ loadedFrom }) => loadedFrom > from + 5);
  if (isShort && appsResource.isLoaded && !appsResource.problem) appsResource.load();
}

/** @param {string} name */
function seriesOf(name) {
  const known = apps.series.get(name);
  if (known) return known;
  const series = new Series(name);
  /** @type {[string, Series][]} */
  const all = [...apps.series, [name, series]];
  apps.series = new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  return series;
}

on("sample", ({ color, timestamp, cpu, mem }) => {
  const t = Date.parse(timestamp) / 1000;
  if (typeof color !== "string" || !Number.isFinite(t)) return;
  const series = seriesOf(color);
  series.append(t, cpu, mem);
  series.isAlive = true;
  // What came before this page saw the app, the collector may know.
  if (series.loadedFrom === Infinity && appsResource.isLoaded) appsResource.load();
  changed("apps");
});

on("resync", () => appsResource.load());
on("opened", ({ upstream }) => {
  if (upstream === "metrics") appsResource.load();
});

setInterval(() => {
  if (appsResource.isLoaded && !appsResource.problem && !document.hidden) census().catch(() => appsResource.load());
}, CENSUS_MILLIS);

/** @param {string | null} name */
export function hover(name) {
  if (apps.hovered === name) return;
  apps.hovered = name;
  changed("focus");
}
