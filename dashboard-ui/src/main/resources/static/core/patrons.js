import { call } from "./api.js";
import { now } from "./clock.js";
import { on } from "./live.js";
import { Resource } from "./resource.js";
import { changed } from "./watch.js";

/**
 * Patrons as the database has them, and what happens to them.
 *
 * @typedef {{id: number, name: string, fav_dish: string}} Patron
 * @typedef {{id: number, type: "INSERT" | "UPDATE" | "DELETE", at: number, row: Patron | null}} Change
 * @typedef {{state: string, size: number, hits: number, misses: number, bypassed: number, refused_fills: number, events: number, reconnects: number}} Cache
 */

const PAGE = 50;
const KEPT_CHANGES = 50;

export const patrons = {
  /** @type {Patron[]} in id order, from the first on */
  rows: [],
  /** Where the next page starts; null after the last. @type {number | null} */
  next: null,
  isLoadingMore: false,
  /** @type {Change[]} the newest first */
  changes: [],
  /** @type {Cache | null} */
  cache: null,
};

export const patronsResource = new Resource("patrons", "patron", async () => {
  // As many rows as were shown, so that a reload does not take any away.
  const wanted = Math.max(PAGE, patrons.rows.length);
  let [rows, next] = await page(0);
  while (next !== null && rows.length < wanted) {
    const [more, after] = await page(next);
    rows = rows.concat(more);
    next = after;
  }
  patrons.rows = rows;
  patrons.next = next;
});

export const cacheResource = new Resource("patrons", "patron", async () => {
  patrons.cache = (await call("/api/patron/cache")).body;
});

/** @param {number} after @returns {Promise<[Patron[], number | null]>} */
async function page(after) {
  const { body, headers } = await call(`/api/patron/patron?after=${after}&limit=${PAGE}`);
  const hasMore = /rel="?next"?/.test(headers.get("link") ?? "");
  return [body, hasMore && body.length ? body[body.length - 1].id : null];
}

export async function loadMore() {
  if (patrons.next === null || patrons.isLoadingMore) return;
  patrons.isLoadingMore = true;
  changed("patrons");
  try {
    const [rows, next] = await page(patrons.next);
    const known = new Set(patrons.rows.map(({ id }) => id));
    patrons.rows = patrons.rows.concat(rows.filter(({ id }) => !known.has(id)));
    patrons.next = next;
  } finally {
    patrons.isLoadingMore = false;
    changed("patrons");
  }
}

/** @param {{name: string, fav_dish: string}} patron @returns {Promise<number>} its id */
export async function createPatron(patron) {
  const { body } = await call("/api/patron/patron", { method: "POST", body: patron });
  return body.id;
}

/**
 * Reads a patron as it is now, for an edit.
 *
 * @param {number} id
 * @returns {Promise<{row: Patron, etag: string | null}>}
 */
export async function readPatron(id) {
  const { body, headers } = await call(`/api/patron/patron/${id}`);
  return { row: body, etag: headers.get("etag") };
}

/** @param {Patron} patron @param {string | null} etag as read: someone else's change in between is refused */
export async function updatePatron({ id, name, fav_dish }, etag) {
  /** @type {Record<string, string>} */
  const headers = etag ? { "if-match": etag } : {};
  await call(`/api/patron/patron/${id}`, { method: "PUT", body: { name, fav_dish }, headers });
}

/** @param {number} id */
export async function deletePatron(id) {
  await call(`/api/patron/patron/${id}`, { method: "DELETE" });
}

on("patron", ({ id, type, data }) => {
  if (type !== "INSERT" && type !== "UPDATE" && type !== "DELETE") return void patronsResource.load();
  const row = /** @type {Patron | null} */ ((type === "UPDATE" ? data?.new : data) ?? null);
  patrons.changes = [{ id, type, at: now(), row }, ...patrons.changes].slice(0, KEPT_CHANGES);
  apply({ id, type, at: now(), row });
  changed("patrons");
});

/** @param {Change} change */
function apply({ id, type, row }) {
  const index = patrons.rows.findIndex((each) => each.id === id);
  if (type === "DELETE") {
    patrons.rows = patrons.rows.filter((each) => each.id !== id);
  } else if (row === null) {
    // A row too large for an event: only the service has it.
    if (index >= 0) patronsResource.load();
  } else if (index >= 0) {
    patrons.rows = patrons.rows.with(index, row);
  } else if (patrons.next === null && patronsResource.isLoaded) {
    patrons.rows = [...patrons.rows, row].sort((a, b) => a.id - b.id);
  }
}

/** Changes a minute, over the last minute. */
export function changesPerMinute() {
  const since = now() - 60_000;
  return patrons.changes.filter(({ at }) => at > since).length;
}

on("resync", () => patronsResource.load());
on("opened", ({ upstream }) => {
  if (upstream === "patron") patronsResource.load();
});
