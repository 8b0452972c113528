import { html, nothing, svg } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { now } from "../core/clock.js";
import { ago, atMinute, count, safeColor, webLink } from "../core/format.js";
import { news, newsResource } from "../core/news.js";
import { query, setQuery } from "../core/route.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, trouble } from "../parts/notice.js";

/** @typedef {import("../core/news.js").Source} Source */
/** @typedef {import("../core/news.js").Article} Article */

const STATES = {
  fresh: { mark: "●", kind: "good" },
  loading: { mark: "◌", kind: "" },
  stale: { mark: "◐", kind: "warn" },
  failed: { mark: "▲", kind: "bad" },
};

export class NewsView extends LightElement {
  constructor() {
    super();
    new Watch(this, "news", "clock", "route", "suite", "link");
  }

  render() {
    return html`${trouble(newsResource)}
    ${guarded(newsResource, {
      isEmpty: news.sources.length === 0,
      lines: 12,
      empty: html`<div class="card">${empty("No source", "The news-aggregator reads the sources of a YAML file. Name yours and start it again:", "AUTOMAT_NEWS_SOURCESFILE=my-sources.yml ./automat up")}</div>`,
      content: () => html`<div class="news-columns">${this.sources()}${this.headlines()}</div>`,
    })}`;
  }

  sources() {
    const chosen = query("source");
    return html`<section class="card list-card"><header class="card-head"><h2>Sources</h2></header>
      <ul class="sources">
        <li><button type="button" class="plain source" aria-pressed=${chosen === null} @click=${() => setQuery("source", null)}>
          <span class="source-name">All</span><span class="muted">${count(news.articles.length)}</span></button></li>
        ${repeat(news.sources, ({ id }) => id, (source) => this.source(source, chosen))}
      </ul></section>`;
  }

  /** @param {Source} source @param {string | null} chosen */
  source(source, chosen) {
    return html`<li><button type="button" class="plain source" aria-pressed=${chosen === source.id}
        @click=${() => setQuery("source", chosen === source.id ? null : source.id)}>
      ${dot(source.color)}<span class="source-name">${source.name}</span><span class="muted">${count(source.count)}</span>
      <span class="source-state">${stateTag(source)}
        <span class="muted">${source.reason ? source.reason.text : source.fetchedAt ? ago(now() - Date.parse(source.fetchedAt)) : ""}</span></span>
    </button></li>`;
  }

  headlines() {
    const chosen = query("source");
    const articles = chosen === null ? news.articles : news.articles.filter(({ source }) => source === chosen);
    return html`<section class="card list-card" aria-label="Headlines">
      <header class="card-head"><h2>Headlines</h2><p class="readout"><b>${count(articles.length)}</b></p></header>
      ${articles.length === 0
        ? html`<p class="hint">${chosen === null ? "No headline yet; the sources are being read." : "This source has no headline."}</p>`
        : html`<ol class="headlines">${repeat(articles, (article) => `${article.source} ${article.url} ${article.title}`, headline)}</ol>`}
    </section>`;
  }
}

/** @param {Source} source */
export function stateTag({ state }) {
  const { mark, kind } = STATES[state] ?? { mark: "?", kind: "" };
  return html`<span class="tag ${kind}"><span aria-hidden="true">${mark}</span> ${state}</span>`;
}

/** @param {string | undefined} color */
export const dot = (color) => html`<svg class="dot" viewBox="0 0 8 8" aria-hidden="true">${svg`<circle cx="4" cy="4" r="4" fill=${safeColor(color) ?? "currentColor"}/>`}</svg>`;

/** @param {Article} article */
export function headline({ source, title, url, seenAt }) {
  const from = news.sources.find(({ id }) => id === source);
  const href = webLink(url);
  return html`<li>${dot(from?.color)}
    ${href ? html`<a dir="auto" href=${href} target="_blank" rel="noopener noreferrer">${title}</a>` : html`<span dir="auto">${title}</span>`}
    <span class="from muted">${from?.name ?? source} <time>${seenAt ? atMinute(seenAt) : nothing}</time></span></li>`;
}

customElements.define("news-view", NewsView);
