import { link, setPaused } from "./live.js";

/** What a key, a button and the command palette do alike. */

export const togglePause = () => setPaused(!link.isPaused);

export function toggleTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // It lasts as long as the page, then.
  }
  dispatchEvent(new Event("themechange"));
}
