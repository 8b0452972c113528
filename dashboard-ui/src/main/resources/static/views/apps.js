import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { apps, appsResource, ensureRange, hover } from "../core/apps.js";
import { now } from "../core/clock.js";
import { ago, duration, oneDigit } from "../core/format.js";
import { slotOf } from "../automat/palette.js";
import { query, setQuery } from "../core/route.js";
import { gridOf, resample } from "../core/series.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, isStale, trouble } from "../parts/notice.js";
import { spark } from "../parts/spark.js";
import { appCharts } from "./app-lines.js";

const SPARK_SECONDS = 300;
const SPARK_POINTS = 75;

/** @typedef {import("../core/series.js").Series} Series */
/** @typedef {"name" | "cpu" | "mem" | "last"} Column */

/** @type {Record<Column, (a: Series, b: Series) => number>} */
const ORDERS = {
  name: (a, b) => (a.name < b.name ? -1 : 1),
  cpu: (a, b) => (b.cpu.at(-1) ?? 0) - (a.cpu.at(-1) ?? 0),
  mem: (a, b) => (b.mem.at(-1) ?? 0) - (a.mem.at(-1) ?? 0),
  last: (a, b) => a.last - b.last,
};

export class AppsView extends LightElement {
  constructor() {
    super();
    new Watch(this, "apps", "focus", "clock", "route", "suite", "link");
  }

  render() {
    ensureRange();
    return html`${trouble(appsResource)}
    ${guarded(appsResource, {
      isEmpty: apps.series.size === 0,
      lines: 10,
      empty: empty("No app reports yet", "Every app that sends samples appears here by itself. Start one in a terminal:", "./automat backend --color red"),
      content: () => html`${appCharts()}${this.table()}`,
    })}`;
  }

  table() {
    const order = /** @type {Column} */ (query("sort") ?? "name");
    const rows = [...apps.series.values()].sort(ORDERS[order] ?? ORDERS.name);
    return html`<div class="card table-card">
      <table class="apps-table">
        <caption class="sr">Apps, their latest sample and their last five minutes</caption>
        <thead><tr>
          ${head("name", "App", order)} ${head("cpu", "CPU, %", order, "num")}
          <th scope="col" class="spark-cell">last 5 min</th>
          ${head("mem", "Memory, MiB", order, "num")}
          <th scope="col" class="spark-cell">last 5 min</th>
          ${head("last", "Last sample", order, "num")}
        </tr></thead>
        <tbody>${repeat(rows, ({ name }) => name, (series) => this.row(series))}</tbody>
      </table>
    </div>`;
  }

  /** @param {Series} series */
  row(series) {
    const at = now() / 1000;
    const grid = gridOf(at, SPARK_SECONDS, SPARK_POINTS);
    const color = slotOf(series.name);
    const isChosen = query("app") === series.name;
    const isSilent = series.isSilent(at) && !isStale(appsResource);
    return html`<tr class="${isSilent ? "silent" : ""} ${isChosen ? "chosen" : ""}"
      @mouseenter=${() => hover(series.name)} @mouseleave=${() => hover(null)}>
      <th scope="row">
        <button type="button" class="plain" aria-pressed=${isChosen}
          title="Draw it strong in the charts"
          @click=${() => setQuery("app", isChosen ? null : series.name)}
          @focus=${() => hover(series.name)} @blur=${() => hover(null)}>
          <i class="swatch c${color}"></i>${series.name}</button>
        ${series.senders > 1 ? html`<span class="tag warn" title="Several processes report under this name">${series.senders} senders</span>` : nothing}
      </th>
      <td class="num">${oneDigit(series.cpu.at(-1))}</td>
      <td class="spark-cell">${spark(resample(series, "cpu", grid), color, 4)}</td>
      <td class="num">${oneDigit(series.mem.at(-1))}</td>
      <td class="spark-cell">${spark(resample(series, "mem", grid), color, 4)}</td>
      <td class="num age">${isSilent ? html`<span class="tag bad">▲ silent ${duration((at - series.last) * 1000)}</span>` : ago((at - series.last - series.interval) * 1000)}</td>
    </tr>`;
  }
}

/** @param {Column} column @param {string} title @param {Column} order */
function head(column, title, order, kind = "") {
  const isSorted = order === column;
  return html`<th scope="col" class=${kind} aria-sort=${isSorted ? (column === "name" || column === "last" ? "ascending" : "descending") : "none"}>
    <button type="button" class="plain" @click=${() => setQuery("sort", column === "name" ? null : column, { replace: true })}>${title}${isSorted ? html` <span aria-hidden="true">${column === "name" || column === "last" ? "↑" : "↓"}</span>` : nothing}</button>
  </th>`;
}

customElements.define("apps-view", AppsView);
