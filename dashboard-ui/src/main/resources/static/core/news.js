import { call } from "./api.js";
import { on } from "./live.js";
import { Resource } from "./resource.js";
import { changed } from "./watch.js";

/**
 * Headlines and where they come from.
 *
 * @typedef {{id: string, name: string, color: string, state: "fresh" | "stale" | "failed" | "loading", reason: {code: string, text: string} | null, fetchedAt: string | null, renderer: string, count: number}} Source
 * @typedef {{source: string, title: string, url: string, seenAt: string}} Article
 */

/** Several sources change within one refresh; the headlines are read once after them. */
const SETTLE_MILLIS = 300;

export const news = {
  /** @type {Source[]} */
  sources: [],
  /** @type {Article[]} */
  articles: [],
};

export const newsResource = new Resource("news", "news", async () => {
  const { body } = await call("/api/news/api/news");
  news.sources = body.sources;
  news.articles = body.articles;
});

let settling = 0;

on("news", (/** @type {Source} */ source) => {
  const index = news.sources.findIndex(({ id }) => id === source.id);
  news.sources = index < 0 ? [...news.sources, source] : news.sources.with(index, source);
  changed("news");
  clearTimeout(settling);
  settling = setTimeout(() => newsResource.load(), SETTLE_MILLIS);
});

on("resync", () => newsResource.load());
on("opened", ({ upstream }) => {
  if (upstream === "news") newsResource.load();
});
