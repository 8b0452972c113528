import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { apps, appsResource, ensureRange } from "../core/apps.js";
import { broker, brokerResource } from "../core/broker.js";
import { count, short } from "../core/format.js";
import { news, newsResource } from "../core/news.js";
import { patrons, patronsResource } from "../core/patrons.js";
import { hrefOf } from "../core/route.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, trouble, troubleTag } from "../parts/notice.js";
import { appCharts } from "./app-lines.js";
import { ratesChart } from "./broker-chart.js";
import { headline, stateTag, dot } from "./news.js";
import { changeLine } from "./patrons.js";

/** As many as a tall screen has room for; a card fades out where it ends. */
const MOST_ROWS = 40;

/** All four services at one glance. */
export class OverviewView extends LightElement {
  constructor() {
    super();
    new Watch(this, "apps", "focus", "broker", "patrons", "news", "clock", "route", "suite", "link");
  }

  render() {
    ensureRange();
    return html`<div class="overview">
      ${this.apps()}
      <div class="thirds">${this.broker()}${this.patrons()}${this.news()}</div>
    </div>`;
  }

  apps() {
    return html`<section class="overview-apps" aria-label="Apps">
      ${guarded(appsResource, {
        isEmpty: apps.series.size === 0,
        empty: html`<div class="card">${empty("No app reports yet", "Start one in a terminal:", "./automat backend --color red")}</div>`,
        away: trouble(appsResource),
        content: appCharts,
      })}
      ${apps.series.size === 0 || troubleTag(appsResource) === nothing ? nothing : html`<p class="overview-trouble">metrics-collector ${troubleTag(appsResource)}</p>`}
    </section>`;
  }

  broker() {
    const channels = broker.rates?.channels ?? [];
    return html`<section class="card third" aria-label="Broker">
      ${cardHead("Broker", "/broker", brokerResource, broker.rates ? html`<b>${count(broker.rates.connections)}</b> <span class="muted">connections</span>` : nothing)}
      ${guarded(brokerResource, {
        isEmpty: broker.rates === null,
        empty: nothing,
        away: AWAY,
        content: () => html`${ratesChart({ isCard: false })}
          ${channels.length === 0
            ? empty("No channel yet", "Send a message:", "./automat send --channel /topic/hello")
            : html`<table class="tight">
              <thead><tr><th scope="col">Channel</th><th scope="col" class="num">In/s</th><th scope="col" class="num">Out/s</th><th scope="col" class="num">Waiting</th></tr></thead>
              <tbody>${repeat(channels.slice(0, MOST_ROWS), ({ name }) => name, (channel) => html`<tr>
                <th scope="row" class="mono cut">${channel.name}</th>
                <td class="num">${short(channel.inRate)}</td><td class="num">${short(channel.outRate)}</td>
                <td class="num">${channel.waiting > 0 ? html`<span class="tag warn">${count(channel.waiting)}</span>` : html`<span class="muted">0</span>`}</td>
              </tr>`)}</tbody></table>`}`,
      })}
    </section>`;
  }

  patrons() {
    const changed = new Set(patrons.changes.map(({ id }) => id));
    const rest = patrons.rows.filter(({ id }) => !changed.has(id)).slice(0, MOST_ROWS);
    return html`<section class="card third" aria-label="Patrons">
      ${cardHead("Patrons", "/patrons", patronsResource, nothing)}
      <patron-form></patron-form>
      ${guarded(patronsResource, {
        isEmpty: patrons.rows.length === 0 && patrons.changes.length === 0,
        away: AWAY,
        empty: html`<p class="hint">No patron yet. Add the first one above.</p>`,
        content: () => html`<ol class="changes">
          ${repeat(patrons.changes.slice(0, 12), ({ id, at }) => `${id}@${at}`, changeLine)}
          ${repeat(rest, ({ id }) => id, ({ id, name, fav_dish }) => html`<li>
            <span class="verb muted">No. ${id}</span>
            <span class="what" dir="auto"><b>${name}</b> <span class="muted">${fav_dish}</span></span></li>`)}
        </ol>`,
      })}
    </section>`;
  }

  news() {
    const ill = news.sources.filter(({ state }) => state === "stale" || state === "failed");
    return html`<section class="card third" aria-label="News">
      ${cardHead("News", "/news", newsResource, html`<b>${count(news.articles.length)}</b> <span class="muted">headlines</span>`)}
      ${guarded(newsResource, {
        isEmpty: news.sources.length === 0,
        away: AWAY,
        empty: html`<p class="hint">No source is configured.</p>`,
        content: () => html`
          ${ill.length ? html`<ul class="ill">${ill.map((source) => html`<li>${dot(source.color)} ${source.name} ${stateTag(source)}</li>`)}</ul>` : nothing}
          <ol class="headlines">${repeat(mixed().slice(0, MOST_ROWS), ({ source, url, title }) => `${source} ${url} ${title}`, headline)}</ol>`,
      })}
    </section>`;
  }
}

const AWAY = html`<p class="hint">This card fills by itself as soon as the service is back.</p>`;

/** The sources in turn, so that the first does not take all the room. */
function mixed() {
  const bySource = Map.groupBy(news.articles, ({ source }) => source);
  const rows = [...bySource.values()];
  const longest = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => rows.flatMap((row) => row.slice(i, i + 1))).flat();
}

/** @param {string} title @param {string} path @param {import("../core/resource.js").Resource} resource @param {unknown} readout */
const cardHead = (title, path, resource, readout) => html`<header class="card-head">
  <h2><a href=${hrefOf(path)}>${title}</a></h2>${troubleTag(resource)}<p class="readout">${readout}</p></header>`;

customElements.define("overview-view", OverviewView);
