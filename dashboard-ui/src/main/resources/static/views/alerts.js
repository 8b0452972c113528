import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { alerts, alertsResource, current } from "../core/alerts.js";
import { now } from "../core/clock.js";
import { atSecond, duration } from "../core/format.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, trouble } from "../parts/notice.js";

/** @typedef {import("../core/alerts.js").Alert} Alert */

export class AlertsView extends LightElement {
  constructor() {
    super();
    new Watch(this, "alerts", "clock", "suite", "link");
  }

  render() {
    return html`${trouble(alertsResource)}
    ${guarded(alertsResource, {
      isEmpty: alerts.all.length === 0,
      lines: 6,
      empty: html`<div class="card">${empty("Nothing needs you", "Apps that fall silent and apps that leak memory are named here, and stay for the record when they are well again.")}</div>`,
      content: () => html`<div class="card table-card"><table class="stack instances">
        <caption class="table-title">${current().length === 0 ? "Nothing needs you now; what did before" : "Those that last come first"}</caption>
        <thead><tr><th scope="col">App</th><th scope="col">Alert</th><th scope="col">Since</th><th scope="col">What</th></tr></thead>
        <tbody>${repeat(alerts.all, ({ series, kind, since }) => `${kind} ${since} ${series}`, row)}</tbody>
      </table></div>`,
    })}`;
  }
}

/** @param {Alert} alert */
function row({ series, kind, since, until, text }) {
  const begin = Date.parse(since);
  const length = duration((until ? Date.parse(until) : now()) - begin);
  return html`<tr>
    <th scope="row"><a href="/apps?app=${encodeURIComponent(series)}">${series}</a></th>
    <td>${until ? html`<span class="tag">✓ ${kind}, over</span>` : html`<span class="tag bad">▲ ${kind}</span>`}</td>
    <td class="nowrap">${atSecond(begin)} <span class="muted">${until ? `for ${length}` : length}</span></td>
    <td class="detail">${kind === "silence" ? nothing : text}</td>
  </tr>`;
}

customElements.define("alerts-view", AlertsView);
