/** How numbers, times and links read. */

const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hourMinute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** @param {number | string | Date} time */
export const atSecond = (time) => clockTime.format(new Date(time));

/** @param {number | string | Date} time */
export const atMinute = (time) => hourMinute.format(new Date(time));

/** @param {number} count */
export const count = (count) => whole.format(count);

/** 48,213 as 48.2k: for places with room for five characters. @param {number} value */
export function short(value) {
  if (value < 9.95 && value % 1 !== 0) return value.toFixed(1);
  if (value < 1000) return String(Math.round(value));
  for (const unit of ["k", "M", "G"]) {
    value /= 1000;
    if (value < 999.5 || unit === "G") return (value < 99.95 ? value.toFixed(1) : String(Math.round(value))) + unit;
  }
  return "";
}

/** @param {number | null | undefined} value */
export const oneDigit = (value) => (typeof value === "number" && Number.isFinite(value) ? value.toFixed(1) : "–");

/** @param {number} millis */
export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 && seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** @param {number} millis */
export const ago = (millis) => (millis < 1500 ? "now" : `${duration(millis)} ago`);

/** @param {number} bytes */
export function bytes(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(0)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/**
 * A link from outside, or null where following it might do more than open a page.
 *
 * @param {string} url
 */
export function webLink(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A colour from outside, or null. @param {string | null | undefined} color */
export const safeColor = (color) => (color && /^(#[0-9a-f]{3,8}|[a-z]{3,24})$/i.test(color) ? color : null);
