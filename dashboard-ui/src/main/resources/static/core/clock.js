import { changed } from "./watch.js";

/** The time as the server has it, in milliseconds; it stands still while the page is paused. */

let offset = 0;
/** @type {number | null} */
let heldAt = null;

/** @param {number} serverTime */
export function align(serverTime) {
  const difference = serverTime - Date.now();
  // Less than a second is the way here, not a wrong clock.
  offset = Math.abs(difference) < 1000 ? 0 : difference;
}

export const now = () => heldAt ?? Date.now() + offset;

export const isHeld = () => heldAt !== null;

/** @param {boolean} hold */
export function holdClock(hold) {
  heldAt = hold ? Date.now() + offset : null;
}

// Ages ("12 s ago") and charts move even when nothing arrives.
setInterval(() => changed("clock"), 1000);
