import { html, nothing } from "lit";
import { now } from "../core/clock.js";
import { atSecond, duration } from "../core/format.js";
import { isCut } from "../core/live.js";
import { outage } from "../core/suite.js";

/** What a view says when it has nothing, nothing yet, or nothing new to show. */

/** @typedef {import("../core/resource.js").Resource} Resource */

/** Whether what a service last said may no longer be so. @param {Resource} resource */
export const isStale = (resource) => isCut() || outage(resource.upstream) !== null || resource.problem !== null;

/** A bar above a view whose service is away; nothing when all is well. @param {Resource} resource */
export function trouble(resource) {
  const down = outage(resource.upstream);
  const rest = resource.isLoaded
    ? "What you see is what it said last; the view catches up by itself."
    : "The view fills by itself as soon as it is back.";
  if (down) {
    const since = Date.parse(down.since);
    return bar(html`<strong>${down.name} is down</strong> since ${atSecond(since)}
      <span class="nowrap">(${duration(now() - since)})</span>: ${down.detail}. ${rest}`);
  }
  if (resource.problem && !isCut()) {
    return bar(html`<strong>${resource.problem.message}.</strong> Trying again every two seconds. ${resource.isLoaded ? rest : nothing}`);
  }
  return nothing;
}

/** @param {unknown} content */
export const bar = (content) => html`<div class="bar" role="alert"><span class="mark" aria-hidden="true">▲</span><p>${content}</p></div>`;

/** The same in a few words, for a card's head. @param {Resource} resource */
export function troubleTag(resource) {
  const down = outage(resource.upstream);
  if (down) return html`<span class="tag bad">▲ down ${duration(now() - Date.parse(down.since))}</span>`;
  return resource.problem && !isCut() ? html`<span class="tag bad" title=${resource.problem.message}>▲ no answer</span>` : nothing;
}

/**
 * A view's content, or what stands in for it.
 *
 * @param {Resource} resource
 * @param {{isEmpty: boolean, empty: unknown, content: () => unknown, away?: unknown, lines?: number}} parts
 *     away: where the service is away and nothing of it is there, and no bar says so
 */
export function guarded(resource, { isEmpty, empty, content, away, lines = 6 }) {
  if (resource.isLoaded && isEmpty && !isStale(resource)) return empty;
  if (!isEmpty) return html`<div class=${isStale(resource) ? "stale" : "fresh"}>${content()}</div>`;
  if (resource.problem || outage(resource.upstream)) return away ?? html`<div class="void" aria-hidden="true"></div>`;
  return skeleton(lines);
}

/** @param {number} lines */
export const skeleton = (lines) => html`<div class="skeleton" role="status" aria-label="Loading">
  ${Array.from({ length: lines }, () => html`<i></i>`)}
</div>`;

/**
 * @param {string} title
 * @param {unknown} text
 * @param {string} [command] what fills it
 */
export function empty(title, text, command) {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${command ? html`<div class="command"><code tabindex="0">${command}</code>
      <button type="button" @click=${(/** @type {Event} */ event) => copy(event, command)}>Copy</button></div>` : nothing}
  </div>`;
}

/** @param {Event} event @param {string} text */
async function copy({ target }, text) {
  if (!(target instanceof HTMLButtonElement)) return;
  await navigator.clipboard.writeText(text);
  target.textContent = "Copied";
  setTimeout(() => (target.textContent = "Copy"), 1500);
}
