import { svg, html } from "lit";

const WIDTH = 140;
const HEIGHT = 24;

/**
 * A small line without axes. What it shows stands beside it in figures, so readers skip it.
 *
 * @param {(number | null | undefined)[]} values
 * @param {number} slot its colour
 * @param {number} leastSpan values closer together than this are drawn as calm
 */
export function spark(values, slot, leastSpan) {
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<path class="c${slot}" d=${path(values, leastSpan)} vector-effect="non-scaling-stroke"/>`}
  </svg>`;
}

/** @param {(number | null | undefined)[]} values @param {number} leastSpan */
function path(values, leastSpan) {
  const known = values.filter((value) => typeof value === "number");
  if (known.length === 0) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = Math.max(leastSpan, high - low);
  const base = (low + high) / 2 - span / 2;
  let [d, pen] = ["", "M"];
  values.forEach((value, i) => {
    if (value === null) pen = "M";
    if (typeof value !== "number") return;
    const x = (i / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 2 - ((value - base) / span) * (HEIGHT - 4);
    d += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  });
  return d;
}
