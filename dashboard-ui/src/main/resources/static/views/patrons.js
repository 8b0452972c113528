import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { now } from "../core/clock.js";
import { ago, count, oneDigit } from "../core/format.js";
import { link, on } from "../core/live.js";
import { cacheResource, deletePatron, loadMore, patrons, patronsResource, readPatron, updatePatron } from "../core/patrons.js";
import { query, setQuery } from "../core/route.js";
import { Watch } from "../core/watch.js";
import { LightElement } from "../parts/light-element.js";
import { empty, guarded, trouble } from "../parts/notice.js";
import { figure } from "./broker.js";
import { words } from "./patron-form.js";

const POLL_MILLIS = 2_000;
/** How long a changed row is marked. */
const FRESH_MILLIS = 4_000;

/** @typedef {import("../core/patrons.js").Patron} Patron */

export class PatronsView extends LightElement {
  static properties = { deleting: { state: true }, message: { state: true } };

  constructor() {
    super();
    this.polling = 0;
    /** The row that asks whether it shall go. @type {number | null} */
    this.deleting = null;
    this.message = "";
    /** The row under edit as it was read. @type {{row: Patron, etag: string | null} | null} */
    this.read = null;
    new Watch(this, "patrons", "clock", "route", "suite", "link");
  }

  connectedCallback() {
    super.connectedCallback();
    cacheResource.load();
    this.polling = setInterval(() => {
      if (!document.hidden && !link.isPaused && !cacheResource.problem) cacheResource.load();
    }, POLL_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.polling);
  }

  render() {
    return html`${trouble(patronsResource)}
    <div class="card pad"><patron-form></patron-form></div>
    ${guarded(patronsResource, {
      isEmpty: patrons.rows.length === 0,
      lines: 10,
      empty: html`<div class="card">${empty("No patron yet", "Add the first one above, or from a terminal:", `curl ${location.origin}/api/patron/patron -H 'content-type: application/json' -d '{"name":"Carol","fav_dish":"SPAM Bruschetta"}'`)}</div>`,
      content: () => html`<div class="patron-columns"><div>${this.table()}</div><div>${this.changes()}${this.cache()}</div></div>`,
    })}`;
  }

  table() {
    const changed = new Map(patrons.changes.filter(({ at }) => now() - at < FRESH_MILLIS).map((change) => [change.id, change.type]));
    return html`<div class="card table-card">
      <table class="patron-table">
        <caption class="table-title">All patrons, by number</caption>
        <thead><tr><th scope="col" class="num">No.</th><th scope="col">Name</th><th scope="col">Favourite dish</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
        <tbody>${repeat(patrons.rows, ({ id }) => id, (row) => this.row(row, changed.get(row.id)))}</tbody>
      </table>
      <p class="table-foot" role="status">
        ${this.message ? html`<span class="bad">${this.message}</span>` : nothing}
        ${patrons.next === null
          ? html`<span class="muted">${count(patrons.rows.length)} patrons, no more</span>`
          : html`<span class="muted">${count(patrons.rows.length)} shown</span>
            <button type="button" ?disabled=${patrons.isLoadingMore} @click=${this.more}>${patrons.isLoadingMore ? "Loading…" : "Show more"}</button>`}
      </p>
    </div>`;
  }

  /** @param {Patron} row @param {string | undefined} change */
  row(row, change) {
    if (query("edit") === String(row.id)) return this.editRow(row);
    return html`<tr class=${change ? "changed" : ""}>
      <td class="num muted">${row.id}</td>
      <th scope="row" dir="auto">${row.name}</th>
      <td dir="auto">${row.fav_dish} ${change ? html`<span class="tag good">${change === "INSERT" ? "new" : "changed"}</span>` : nothing}</td>
      <td class="actions">${this.deleting === row.id ? this.confirm(row) : html`
        <button type="button" class="quiet" @click=${() => this.edit(row)} aria-label="Edit ${row.name}">Edit</button>
        <button type="button" class="quiet" @click=${() => this.ask(row)} aria-label="Delete ${row.name}">Delete</button>`}
      </td>
    </tr>`;
  }

  /** @param {Patron} row */
  confirm(row) {
    return html`<span class="confirm" @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && (this.deleting = null)}>
      <button type="button" class="danger" @click=${() => this.erase(row)}>Delete for good</button>
      <button type="button" @click=${() => (this.deleting = null)}>Keep</button>
    </span>`;
  }

  /** @param {Patron} row */
  editRow(row) {
    return html`<tr class="editing"><td class="num muted">${row.id}</td>
      <td colspan="3"><form class="inline-form" autocomplete="off"
        @submit=${(/** @type {SubmitEvent} */ event) => this.save(event, row)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close()}>
        <label><span>Name</span><input name="name" required maxlength="200" value=${row.name} /></label>
        <label><span>Favourite dish</span><input name="fav_dish" required maxlength="200" value=${row.fav_dish} /></label>
        <button class="primary">Save</button>
        <button type="button" @click=${this.close}>Cancel</button>
      </form></td></tr>`;
  }

  updated() {
    // A row under edit that is not read yet: opened by a click, a link or the back button.
    const id = Number(query("edit"));
    if (id && this.read?.row.id !== id && patrons.rows.some((row) => row.id === id)) this.open(id);
  }

  /** @param {string} selector */
  focusOn(selector) {
    const element = this.querySelector(selector);
    if (element instanceof HTMLElement) element.focus();
  }

  /** @param {number} id */
  async open(id) {
    this.read = { row: { id, name: "", fav_dish: "" }, etag: null };
    this.focusOn("tr.editing input");
    try {
      this.read = await readPatron(id);
    } catch (cause) {
      this.message = words(cause);
    }
  }

  /** @param {Patron} row */
  edit(row) {
    this.message = "";
    this.deleting = null;
    this.read = null;
    setQuery("edit", String(row.id));
  }

  close() {
    this.read = null;
    setQuery("edit", null);
  }

  /** @param {SubmitEvent} event @param {Patron} row */
  async save(event, { id }) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    try {
      await updatePatron({ id, name: String(fields.get("name")), fav_dish: String(fields.get("fav_dish")) }, this.read?.etag ?? null);
      this.message = "";
      this.close();
    } catch (cause) {
      this.message = words(cause);
    }
  }

  /** @param {Patron} row */
  async ask({ id }) {
    this.message = "";
    this.deleting = id;
    await this.updateComplete;
    this.focusOn(".confirm .danger");
  }

  /** @param {Patron} row */
  async erase({ id }) {
    this.deleting = null;
    try {
      await deletePatron(id);
    } catch (cause) {
      this.message = words(cause);
    }
  }

  more() {
    loadMore().catch((cause) => (this.message = words(cause)));
  }

  changes() {
    return html`<section class="card list-card"><header class="card-head"><h2>Database events</h2></header>
      ${patrons.changes.length === 0
        ? html`<p class="hint">Every change shows here at the moment the database makes it, whoever makes it.</p>`
        : html`<ol class="changes">${repeat(patrons.changes.slice(0, 12), ({ id, at }) => `${id}@${at}`, (change) => changeLine(change))}</ol>`}
    </section>`;
  }

  cache() {
    const { cache } = patrons;
    if (!cache) return nothing;
    const asked = cache.hits + cache.misses;
    return html`<section class="card"><header class="card-head"><h2>Cache</h2>
        <p class="readout">${cache.state === "live" ? html`<span class="tag good">● live</span>` : html`<span class="tag warn">▲ ${cache.state}</span>`}</p></header>
      <dl class="figures narrow">
        ${figure("Served from it", asked ? `${oneDigit((100 * cache.hits) / asked)} %` : "–", "")}
        ${figure("Patrons held", count(cache.size), "")}
        ${figure("Hits", count(cache.hits), "")}
        ${figure("Misses", count(cache.misses), "")}
        ${figure("Bypassed", count(cache.bypassed), "")}
        ${figure("Events", count(cache.events), "")}
      </dl></section>`;
  }
}

const VERBS = { INSERT: "added", UPDATE: "changed", DELETE: "deleted" };

/** @param {import("../core/patrons.js").Change} change */
export const changeLine = ({ id, type, at, row }) => html`<li>
  <span class="verb ${type.toLowerCase()}">${VERBS[type]}</span>
  <span class="what" dir="auto"><b>${row?.name ?? `No. ${id}`}</b> <span class="muted">${row?.fav_dish}</span></span>
  <time class="muted">${ago(now() - at)}</time>
</li>`;

on("opened", ({ upstream }) => {
  if (upstream === "patron" && patrons.cache) cacheResource.load();
});

customElements.define("patrons-view", PatronsView);
