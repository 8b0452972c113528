import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { broker, brokerResource, connectionsResource } from "../core/broker.js";
import { now } from "../core/clock.js";
import { bytes, count, duration, short } from "../core/format.js";
import { link } from "../core/live.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, trouble } from "../parts/notice.js";
import { ratesChart } from "./broker-chart.js";

const POLL_MILLIS = 2_000;

export class BrokerView extends LightElement {
  constructor() {
    super();
    this.polling = 0;
    new Watch(this, "broker", "clock", "route", "suite", "link");
  }

  connectedCallback() {
    super.connectedCallback();
    connectionsResource.load();
    this.polling = setInterval(() => {
      if (!document.hidden && !link.isPaused && !connectionsResource.problem) connectionsResource.load();
    }, POLL_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.polling);
  }

  render() {
    return html`${trouble(brokerResource)}
    ${guarded(brokerResource, {
      isEmpty: broker.rates === null,
      lines: 8,
      empty: nothing,
      content: () => html`${this.totals()}${ratesChart({ isCard: true })}${this.channels()}${this.connections()}`,
    })}`;
  }

  totals() {
    const rates = broker.rates;
    if (!rates) return nothing;
    return html`<dl class="figures card">
      ${figure("In", `${short(rates.inRate)}`, "msg/s")}
      ${figure("Out", `${short(rates.outRate)}`, "msg/s")}
      ${figure("Waiting", count(rates.waiting), "messages")}
      ${figure("Dropped", count(rates.dropped), "messages", rates.dropped > 0)}
      ${figure("Connections", count(rates.connections), "")}
      ${figure("Pinned", bytes(rates.pinnedBytes), "")}
    </dl>`;
  }

  channels() {
    const channels = broker.rates?.channels ?? [];
    if (channels.length === 0) {
      return html`<div class="card">${empty("No channel yet", "A channel exists from the first subscriber or message on. Send one:", "./automat send --channel /topic/hello")}</div>`;
    }
    return html`<div class="card table-card" role="region" tabindex="0" aria-label="Channels"><table class="stack">
      <caption class="table-title">Channels</caption>
      <thead><tr>
        <th scope="col">Name</th><th scope="col">Kind</th><th scope="col" class="num">Subscribers</th>
        <th scope="col" class="num">In/s</th><th scope="col" class="num">Out/s</th>
        <th scope="col" class="num">Waiting</th><th scope="col" class="num">Dropped</th>
        <th scope="col" class="num">In, all</th><th scope="col" class="num">Out, all</th>
      </tr></thead>
      <tbody>${repeat(channels, ({ name }) => name, (channel) => html`<tr>
        <th scope="row" class="mono">${channel.name}</th>
        <td class="muted">${channel.kind}</td>
        <td data-label="Subscribers" class="num">${count(channel.subscribers)}</td>
        <td data-label="In/s" class="num">${short(channel.inRate)}</td>
        <td data-label="Out/s" class="num">${short(channel.outRate)}</td>
        <td data-label="Waiting" class="num">${channel.waiting > 0 ? html`<span class="tag warn">${count(channel.waiting)}</span>` : "0"}</td>
        <td data-label="Dropped" class="num">${channel.dropped > 0 ? html`<span class="tag bad">${count(channel.dropped)}</span>` : "0"}</td>
        <td data-label="In, all" class="num muted">${short(channel.in)}</td>
        <td data-label="Out, all" class="num muted">${short(channel.out)}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  connections() {
    if (broker.connections.length === 0) return nothing;
    return html`<div class="card table-card" role="region" tabindex="0" aria-label="Connections"><table class="stack">
      <caption class="table-title">Connections</caption>
      <thead><tr>
        <th scope="col">Peer</th><th scope="col">Subscribed to</th><th scope="col">State</th>
        <th scope="col" class="num">In, all</th><th scope="col" class="num">Out, all</th>
        <th scope="col" class="num">Pinned</th><th scope="col" class="num">Connected for</th>
      </tr></thead>
      <tbody>${repeat(broker.connections, ({ id }) => id, (connection) => html`<tr>
        <th scope="row" class="mono">${connection.peer}</th>
        <td class="mono">${connection.subscription ?? "–"}</td>
        <td>${connection.paused ? html`<span class="tag warn">held back</span>` : html`<span class="muted">reading</span>`}</td>
        <td data-label="In, all" class="num">${short(connection.in)}</td>
        <td data-label="Out, all" class="num">${short(connection.out)}</td>
        <td data-label="Pinned" class="num">${bytes(connection.pinnedBytes)}</td>
        <td data-label="Connected" class="num">${duration(now() - Date.parse(connection.since))}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

/** @param {string} name @param {string} value @param {string} unit */
export function figure(name, value, unit, isBad = false) {
  return html`<div><dt>${name}</dt><dd class=${isBad ? "bad" : ""}>${isBad ? html`<span aria-hidden="true">▲ </span>` : nothing}${value}${unit ? html` <small>${unit}</small>` : nothing}</dd></div>`;
}

customElements.define("broker-view", BrokerView);
