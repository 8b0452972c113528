import { html, nothing } from "lit";
import { togglePause, toggleTheme } from "./core/actions.js";
import { alertsResource, current } from "./core/alerts.js";
import { apps } from "./core/apps.js";
import { broker } from "./core/broker.js";
import { atSecond, duration, short } from "./core/format.js";
import { connect, isCut, link, linkWord } from "./core/live.js";
import { news } from "./core/news.js";
import { changesPerMinute } from "./core/patrons.js";
import { RANGES, VIEWS, hrefOf, range, setQuery, view } from "./core/route.js";
import { downCount, suite } from "./core/suite.js";
import { Watch, changed, watch } from "./core/watch.js";
import { icon } from "./parts/icons.js";
import { LightElement } from "./parts/light-element.js";
import { bar, empty } from "./parts/notice.js";
import "./parts/command-palette.js";
import "./views/patron-form.js";
import "./views/alerts.js";
import "./views/apps.js";
import "./views/broker.js";
import "./views/news.js";
import "./views/overview.js";
import "./views/patrons.js";
import "./views/system.js";

/** The views whose charts a range applies to. */
const WITH_RANGE = new Set(["overview", "apps", "broker"]);

/** Elements that have their own use for the space bar. */
const TAKES_SPACE = "input, textarea, select, button, a, summary, [role=slider], dialog";

class AutomatApp extends LightElement {
  constructor() {
    super();
    new Watch(this, "link", "suite", "route", "clock", "apps", "broker", "patrons", "news", "alerts");
    this.shown = "";
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("keydown", (event) => this.onKey(event));
    watch(["route"], () => this.arrive());
  }

  render() {
    const current = view();
    return html`
      <a class="skip" href="#main">Skip to content</a>
      ${this.rail(current.id)}
      <div class="page">
        ${this.top(current)}
        ${isCut() ? this.cutBar() : nothing}
        ${link.isOutdated ? html`<div class="bar calm" role="status"><p>A new version of this page is running. <a href=${location.href} @click=${reload}>Load it</a></p></div>` : nothing}
        <main id="main" tabindex="-1" data-view=${current.id}>${this.content(current.id)}</main>
      </div>
      <command-palette></command-palette>
      <div class="sr" role="status" aria-live="polite">${suite.announcement}</div>
      <div class="sr" role="status" aria-live="polite">${link.phase === "connecting" ? "" : linkWord()}</div>`;
  }

  /** @param {string} id */
  rail(id) {
    return html`<nav class="rail" aria-label="Views">
      <p class="brand"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 10.5h2.7l1.6-6 2.4 8.5 1.8-5.5h4.5"/></svg>Automat</p>
      <ul>${VIEWS.map((each) => html`<li><a href=${hrefOf(each.path)} aria-current=${each.id === id ? "page" : "false"}>
        ${icon(/** @type {any} */ (each.id))}<span>${each.title}</span>${figureOf(each.id)}</a></li>`)}
      </ul>
    </nav>`;
  }

  /** @param {{id: string, title: string}} current */
  top({ id, title }) {
    return html`<header class="top">
      <h1>${title}</h1>
      ${pill()}
      <div class="tools">
        ${WITH_RANGE.has(id) ? html`<div class="segments" role="group" aria-label="Time span">
          ${Object.keys(RANGES).map((word) => html`<button type="button" aria-pressed=${range() === word}
            @click=${() => setQuery("range", word === "5m" ? null : word)}>${word.replace(/(\d+)/, "$1 ")}</button>`)}
        </div>` : nothing}
        <button type="button" class="pause" aria-pressed=${link.isPaused} @click=${togglePause}>${link.isPaused ? "Resume" : "Pause"} <kbd>space</kbd></button>
        <button type="button" class="theme" @click=${toggleTheme} aria-label="Switch between light and dark" title="Switch between light and dark">
          <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z"/></svg></button>
        <button type="button" class="jump" @click=${openPalette} aria-label="Commands, ${PALETTE_KEYS}" aria-keyshortcuts="Meta+K Control+K">${PALETTE_KEYS}</button>
      </div>
    </header>`;
  }

  cutBar() {
    return bar(html`<strong>The dashboard does not answer</strong> since ${atSecond(link.since)}
      <span class="nowrap">(${duration(Date.now() - link.since)})</span>.
      ${suite.isKnown ? "What you see is what it said last; " : ""}the page tries every second and catches up by itself.`);
  }

  /** @param {string} id */
  content(id) {
    switch (id) {
      case "apps": return html`<apps-view></apps-view>`;
      case "broker": return html`<broker-view></broker-view>`;
      case "patrons": return html`<patrons-view></patrons-view>`;
      case "news": return html`<news-view></news-view>`;
      case "alerts": return html`<alerts-view></alerts-view>`;
      case "system": return html`<system-view></system-view>`;
      case "nowhere": return html`<div class="card">${empty("There is nothing here", html`No view has the address <code>${location.pathname}</code>. Try the <a href="/">overview</a>.`)}</div>`;
      default: return html`<overview-view></overview-view>`;
    }
  }

  /** Another view takes the title, the scroll position and the keyboard along. */
  arrive() {
    const { id, title } = view();
    document.title = `${title} · Automat`;
    if (this.shown && this.shown !== id) {
      scrollTo(0, 0);
      this.querySelector("main")?.focus({ preventScroll: true });
    }
    this.shown = id;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key === "k" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      openPalette();
    } else if (event.key === " " && event.target instanceof Element && !event.target.closest(TAKES_SPACE)) {
      event.preventDefault();
      togglePause();
    }
  }
}

const PALETTE_KEYS = navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K";

function pill() {
  const word = linkWord();
  const detail = link.phase !== "live"
    ? word === "Connecting" ? "" : duration(Date.now() - link.since)
    : link.isPaused ? `${link.heldEvents} events waiting` : `${apps.series.size} apps · ${short(link.eventsPerSecond)} events/s`;
  return html`<p class="pill" data-state=${word.toLowerCase()}><i aria-hidden="true"></i>${word}${detail ? html`<span> · ${detail}</span>` : nothing}</p>`;
}

/** The one number beside each entry of the rail. @param {string} id */
function figureOf(id) {
  const down = downCount();
  switch (id) {
    case "overview": return number(`${short(link.eventsPerSecond)}/s`, "events");
    case "apps": return number(String(apps.series.size), "apps");
    case "broker": return broker.rates ? number(`${short(broker.rates.inRate)}/s`, "messages") : nothing;
    case "patrons": return number(`${changesPerMinute()}/min`, "changes");
    case "alerts": return alertsResource.isLoaded ? number(String(current().length), "alerts", current().length > 0) : nothing;
    case "news": return number(String(news.articles.length), "headlines");
    default: return suite.isKnown ? number(`${suite.instances.length - down}/${suite.instances.length}`, "up", down > 0) : nothing;
  }
}

/** @param {string} value @param {string} meaning */
const number = (value, meaning, isBad = false) => html`<span class="live ${isBad ? "bad" : ""}">${isBad ? html`<span aria-hidden="true">▲ </span>` : nothing}${value}<span class="sr"> ${meaning}</span></span>`;

function openPalette() {
  dispatchEvent(new Event("openpalette"));
}

/** @param {Event} event */
function reload(event) {
  event.preventDefault();
  event.stopPropagation();
  location.reload();
}

customElements.define("automat-app", AutomatApp);
changed("route");
connect();
