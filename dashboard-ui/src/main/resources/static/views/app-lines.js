import { html } from "lit";
import { apps, hover } from "../core/apps.js";
import { now } from "../core/clock.js";
import { oneDigit } from "../core/format.js";
import { slotOf } from "../automat/palette.js";
import { RANGES, query, range } from "../core/route.js";
import { gridOf, resample } from "../core/series.js";
import "../parts/chart.js";

/** The two charts of all apps, in the overview and in their own view. */

/** Up to this many apps, each has its colour; beyond, only those that matter. */
const ALL_COLOURED = 5;
const COLOURED_OF_MANY = 3;
const POINTS = 300;

const FIELDS = {
  cpu: { heading: "CPU, % of one core", unit: "%", most: "busiest" },
  mem: { heading: "Memory (RSS), MiB", unit: "MiB", most: "largest" },
};

/** @param {"cpu" | "mem"} field */
function chart(field) {
  const { heading, unit, most } = FIELDS[field];
  const xs = gridOf(now() / 1000, RANGES[range()], POINTS);
  const all = [...apps.series.values()]
    .map((series) => ({ name: series.name, values: resample(series, field, xs) }))
    .map((line) => ({ ...line, level: recentMean(line.values) }));
  const ranking = all.filter(({ level }) => level > 0).sort((a, b) => b.level - a.level);
  const strong = strongNames(ranking.map(({ name }) => name));
  const lines = all.map(({ name, values }) => ({ name, values, slot: slotOf(name), isStrong: strong.has(name) }));
  const top = ranking[0];
  const summary = top ? html`<span class="muted">${most}</span> <span class="name">${top.name}</span> <b>${oneDigit(lastValue(top.values))}</b>` : "";
  return html`<time-chart class="card" syncKey="apps" .heading=${heading} .summary=${summary}
    .model=${{ xs, lines, unit }} .onHover=${hover}></time-chart>`;
}

/** Those that the eye should follow. @param {string[]} ranking */
function strongNames(ranking) {
  if (ranking.length <= ALL_COLOURED) return new Set(ranking);
  const wanted = [query("app"), apps.hovered].filter((name) => name !== null);
  return new Set(wanted.length > 0 ? wanted : ranking.slice(0, COLOURED_OF_MANY));
}

/** Over the last fifth of the chart, so that a ranking does not flicker. @param {(number | null | undefined)[]} values */
function recentMean(values) {
  const recent = values.slice(-values.length / 5).filter((value) => typeof value === "number");
  return recent.reduce((sum, value) => sum + value, 0) / Math.max(1, recent.length);
}

/** @param {(number | null | undefined)[]} values */
const lastValue = (values) => values.findLast((value) => typeof value === "number");

export const appCharts = () => html`<div class="pair">${chart("cpu")}${chart("mem")}</div>`;
