import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { now } from "../core/clock.js";
import { atSecond, count, duration, short, webLink } from "../core/format.js";
import { isCut, link, linkWord } from "../core/live.js";
import { suite } from "../core/suite.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { skeleton } from "../parts/notice.js";
import { figure } from "./broker.js";

export class SystemView extends LightElement {
  constructor() {
    super();
    new Watch(this, "suite", "clock", "link");
  }

  render() {
    if (!suite.isKnown) return isCut() ? html`<div class="void"></div>` : skeleton(6);
    return html`<div class=${isCut() ? "stale" : "fresh"}>
      <div class="card table-card"><table class="stack instances">
        <caption class="table-title">Instances, asked every second</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Health</th><th scope="col">Since</th><th scope="col">Detail</th><th scope="col">Address</th><th scope="col"><span class="sr">Links</span></th></tr></thead>
        <tbody>${repeat(suite.instances, ({ name }) => name, instanceRow)}</tbody>
      </table></div>
      <section class="card"><header class="card-head"><h2>This page's stream</h2><p class="readout">${linkWord()}</p></header>
        <dl class="figures">
          ${figure("Open for", link.phase === "live" ? duration(Date.now() - link.since) : "–", "")}
          ${figure("Events", short(link.eventsPerSecond), "a second")}
          ${figure("Missed", count(link.missed), "events", link.missed > 0)}
        </dl></section>
    </div>`;
  }
}

/** @param {import("../core/suite.js").Instance} instance */
function instanceRow({ name, status, since, detail, url }) {
  const address = webLink(url);
  const age = now() - Date.parse(since);
  return html`<tr class=${status === "down" ? "silent" : ""}>
    <th scope="row">${name}</th>
    <td>${status === "up" ? html`<span class="tag good">● up</span>` : html`<span class="tag bad">▲ down</span>`}</td>
    <td class="nowrap">${atSecond(since)} <span class="muted">${duration(age)}</span></td>
    <td class="detail muted">${detail || nothing}</td>
    <td class="mono">${address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${new URL(address).host}</a>` : url}</td>
    <td class="actions">${address ? html`
      <a href="${address}actuator/health" target="_blank" rel="noopener noreferrer" aria-label="Health of ${name}">health</a>
      <a href="${address}actuator/prometheus" target="_blank" rel="noopener noreferrer" aria-label="Metrics of ${name}">metrics</a>` : nothing}</td>
  </tr>`;
}

customElements.define("system-view", SystemView);
