import { changed } from "./watch.js";

/** What the page shows is its URL: the view is the path, all else the query. */

export const VIEWS = [
  { path: "/", id: "overview", title: "Overview" },
  { path: "/apps", id: "apps", title: "Apps" },
  { path: "/broker", id: "broker", title: "Broker" },
  { path: "/patrons", id: "patrons", title: "Patrons" },
  { path: "/news", id: "news", title: "News" },
  { path: "/alerts", id: "alerts", title: "Alerts" },
  { path: "/system", id: "system", title: "System" },
];

/** Seconds a chart spans, by the word in the URL. */
export const RANGES = { "5m": 300, "15m": 900, "1h": 3600 };

const NOWHERE = { path: "", id: "nowhere", title: "Not found" };

export const view = () => VIEWS.find((each) => each.path === location.pathname) ?? NOWHERE;

/** @param {string} name */
export const query = (name) => new URLSearchParams(location.search).get(name);

/** @returns {keyof typeof RANGES} */
export function range() {
  const word = query("range");
  return word !== null && word in RANGES ? /** @type {keyof typeof RANGES} */ (word) : "5m";
}

/** @param {string} path where to; the range goes along */
export function hrefOf(path) {
  return range() === "5m" ? path : `${path}?range=${range()}`;
}

/** @param {string} href */
export function go(href) {
  if (href === location.pathname + location.search) return;
  history.pushState(null, "", href);
  changed("route");
}

/**
 * @param {string} name
 * @param {string | null} value null takes it out
 * @param {{replace?: boolean}} [options] replace: no step for the back button
 */
export function setQuery(name, value, { replace = false } = {}) {
  const parameters = new URLSearchParams(location.search);
  if (value === null || value === "") parameters.delete(name);
  else parameters.set(name, value);
  const text = parameters.toString();
  const href = location.pathname + (text ? `?${text}` : "");
  if (href === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", href);
  changed("route");
}

addEventListener("popstate", () => changed("route"));

addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.defaultPrevented || event.button !== 0 || link.target) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || !VIEWS.some((each) => each.path === link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
