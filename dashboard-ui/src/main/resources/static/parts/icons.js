import { svg, html } from "lit";

/** Twelve-pixel marks; words stand beside them. */
const PATHS = {
  overview: svg`<path d="M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z"/>`,
  apps: svg`<path d="M1.5 11l3-6 3.5 8 3-9 3.5 5"/>`,
  broker: svg`<path d="M1.5 5h10m-3-3 3 3-3 3M14.5 11h-10m3-3-3 3 3 3"/>`,
  patrons: svg`<path d="M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.5-3 2.7-4 5.5-4s5 1 5.5 4"/>`,
  news: svg`<path d="M2 3h12v10H2zM4.5 6h7M4.5 8.5h7M4.5 11h4"/>`,
  alerts: svg`<path d="M8 2a4 4 0 0 1 4 4v3l1.5 2.5h-11L4 9V6a4 4 0 0 1 4-4zM6.5 13.5h3"/>`,
  system: svg`<path d="M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01"/>`,
};

/** @param {keyof typeof PATHS} name */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${PATHS[name]}</svg>`;
