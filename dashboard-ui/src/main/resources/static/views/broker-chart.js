import { html, nothing } from "lit";
import { broker } from "../core/broker.js";
import { now } from "../core/clock.js";
import { short } from "../core/format.js";
import { RANGES, range } from "../core/route.js";
import { Series, gridOf, resample } from "../core/series.js";
import "../parts/chart.js";

const POINTS = 300;

/** Messages in and out, since this page is open. @param {{isCard: boolean}} options */
export function ratesChart({ isCard }) {
  const xs = gridOf(now() / 1000, RANGES[range()], POINTS);
  const [into, out] = [lineOf(broker.history.in), lineOf(broker.history.out)];
  const lines = [
    { name: "out", values: resample(out, "cpu", xs), slot: 1, isStrong: true, isDashed: true },
    { name: "in", values: resample(into, "cpu", xs), slot: 0, isStrong: true },
  ];
  const { rates } = broker;
  const summary = rates
    ? html`<span class="muted">in</span> <b>${short(rates.inRate)}</b> <span class="muted">out</span> <b>${short(rates.outRate)}</b>`
    : nothing;
  return html`<time-chart class=${isCard ? "card" : "bare"} .heading=${"Messages a second"} .summary=${summary}
    .model=${{ xs, lines, unit: "a second" }}></time-chart>`;
}

/** @param {number[]} values */
function lineOf(values) {
  const series = new Series("");
  series.t = broker.history.t;
  series.cpu = values;
  return series;
}
