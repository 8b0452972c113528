/**
 * Which time the page shows: the newest seconds, moving on by itself, or a window that stands. All
 * of it is in the page's address, so that it can be kept and passed on.
 */

export const RANGES = [60, 300, 3600, 86_400, 14 * 86_400];

const DEFAULT_RANGE = 300;
const LEAST_SECONDS = 10;
const MOST_SECONDS = 366 * 86_400;

export class View {
  #onChange;
  #clock;
  #address;

  /** `clock` tells the current second; `onChange` is called after each change. */
  constructor(href, clock, onChange) {
    this.#address = new URL(href);
    this.#clock = clock;
    this.#onChange = onChange;
    const asked = this.#address.searchParams;
    this.range = RANGES.find((seconds) => String(seconds) === asked.get('range')) ?? DEFAULT_RANGE;
    const from = Number(asked.get('from'));
    const to = Number(asked.get('to'));
    /** The window that stands; null while it moves with the time. */
    this.window = from > 0 && to - from >= LEAST_SECONDS && to - from <= MOST_SECONDS
      ? { from: Math.floor(from), to: Math.floor(to) } : null;
  }

  get isLive() {
    return this.window === null;
  }

  /** First and last second shown. */
  span() {
    const now = this.#clock();
    return this.window ?? { from: now - this.range + 1, to: now };
  }

  setRange(seconds) {
    this.range = seconds;
    this.window = null;
    this.#changed();
  }

  /** Moves on with the time again. */
  goLive() {
    this.window = null;
    this.#changed();
  }

  /** Holds what is shown right now. */
  hold() {
    this.window = this.span();
    this.#changed();
  }

  /** Shows a window; one that would reach into the future is moved back. */
  show(from, to) {
    const now = this.#clock();
    const length = Math.round(Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, to - from)));
    const end = Math.min(now, Math.round(from) + length);
    this.window = { from: end - length, to: end };
    this.#changed();
  }

  /** Shows less (`factor` < 1) or more around a moment, which keeps its place. */
  zoom(factor, around = null) {
    const { from, to } = this.span();
    const centre = around ?? (from + to) / 2;
    const isTight = factor < 1 && to - from <= LEAST_SECONDS;
    if (!isTight) this.show(centre - (centre - from) * factor, centre + (to - centre) * factor);
  }

  /** Moves by a share of what is shown; forward into the present goes live. */
  pan(share) {
    const { from, to } = this.span();
    const move = (to - from) * share;
    const isBackAtNow = share > 0 && to + move >= this.#clock() && Math.abs(to - from + 1 - this.range) <= 1;
    if (isBackAtNow) this.goLive();
    else if (!(this.isLive && share > 0)) this.show(from + move, to + move);
  }

  #changed() {
    const { searchParams } = this.#address;
    const set = (key, value) => (value === null ? searchParams.delete(key) : searchParams.set(key, String(value)));
    set('range', this.range === DEFAULT_RANGE ? null : this.range);
    set('from', this.window?.from ?? null);
    set('to', this.window?.to ?? null);
    history.replaceState(null, '', this.#address);
    this.#onChange();
  }
}
