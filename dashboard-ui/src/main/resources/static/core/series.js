/** One app's samples, and how they become a line. No page and no network in here. */

const KEPT_SECONDS = 3600 + 60;

export class Series {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {number[]} epoch seconds, ascending */
    this.t = [];
    /** @type {(number | null)[]} */
    this.cpu = [];
    /** @type {(number | null)[]} */
    this.mem = [];
    this.senders = 1;
    /** Whether its sender is connected, as the collector sees it. */
    this.isAlive = true;
    /** From where on the history is loaded, in epoch seconds. */
    this.loadedFrom = Infinity;
  }

  get last() {
    return this.t.length ? this.t[this.t.length - 1] : 0;
  }

  /** @param {number} t @param {number} cpu @param {number} mem */
  append(t, cpu, mem) {
    if (t <= this.last) {
      this.#insert(t, cpu, mem);
      return;
    }
    this.t.push(t);
    this.cpu.push(cpu);
    this.mem.push(mem);
    // In slices: moving an hour of samples for every new one would cost more than drawing them.
    const expired = this.t.findIndex((each) => each > t - KEPT_SECONDS);
    if (expired > 200) for (const ring of [this.t, this.cpu, this.mem]) ring.splice(0, expired);
  }

  /**
   * Takes a sample that its app kept while the collector was away. History that was loaded before it
   * came has nothing for its second, and covers it.
   *
   * @param {number} t @param {number} cpu @param {number} mem
   */
  #insert(t, cpu, mem) {
    if (t < this.last - KEPT_SECONDS) return;
    const second = Math.floor(t);
    for (let i = lowerBound(this.t, second); i < this.t.length && this.t[i] < second + 1; i++) {
      if (this.cpu[i] !== null || this.mem[i] !== null) return;
    }
    const place = lowerBound(this.t, t);
    this.t.splice(place, 0, t);
    this.cpu.splice(place, 0, cpu);
    this.mem.splice(place, 0, mem);
  }

  /**
   * Puts loaded history in place of what it covers; live samples after it stay.
   *
   * @param {{t: number[], fields: {cpu?: (number | null)[], mem?: (number | null)[]}}} history
   * @param {number} from
   */
  backfill({ t, fields }, from) {
    const end = t.length ? t[t.length - 1] : 0;
    const firstLive = this.t.findIndex((each) => each > end);
    const keep = firstLive < 0 ? this.t.length : firstLive;
    this.cpu = [...(fields.cpu ?? t.map(() => null)), ...this.cpu.slice(keep)];
    this.mem = [...(fields.mem ?? t.map(() => null)), ...this.mem.slice(keep)];
    this.t = [...t, ...this.t.slice(keep)];
    this.loadedFrom = from;
  }

  /** The usual time between two samples, in seconds. */
  get interval() {
    const steps = [];
    for (let i = Math.max(1, this.t.length - 9); i < this.t.length; i++) steps.push(this.t[i] - this.t[i - 1]);
    steps.sort((a, b) => a - b);
    return steps.length ? steps[steps.length >> 1] : 1;
  }

  /** A silence longer than this, in seconds, is a gap in the line and worth a word. */
  get patience() {
    return Math.max(4, this.interval * 4);
  }

  /** @param {number} now epoch seconds */
  isSilent(now) {
    return !this.isAlive || now - this.last > this.patience;
  }
}

/**
 * Fits samples to evenly spaced points.
 *
 * @param {Series} series
 * @param {"cpu" | "mem"} field
 * @param {number[]} grid ascending epoch seconds, evenly spaced
 * @returns {(number | null | undefined)[]} one mean for each point; undefined where a point fell
 *     between two samples that belong together, null in a gap
 */
export function resample(series, field, grid) {
  const { t, [field]: values } = series;
  const step = grid[1] - grid[0];
  const gap = Math.max(series.patience, step * 2.5);
  /** @type {(number | null | undefined)[]} */
  const line = new Array(grid.length).fill(undefined);
  let i = lowerBound(t, grid[0] - step / 2);
  let previous = i > 0 ? t[i - 1] : -Infinity;
  for (let point = 0; point < grid.length; point++) {
    const end = grid[point] + step / 2;
    let [sum, count] = [0, 0];
    for (; i < t.length && t[i] < end; i++) {
      const value = values[i];
      if (value === null) continue;
      sum += value;
      count++;
      previous = t[i];
    }
    if (count > 0) line[point] = sum / count;
    else if ((nextSample(t, values, i) ?? Infinity) - previous > gap) line[point] = null;
  }
  return line;
}

/** @param {number[]} t @param {(number | null)[]} values @param {number} i */
function nextSample(t, values, i) {
  while (i < t.length && values[i] === null) i++;
  return t[i];
}

/** @param {number[]} sorted @param {number} bound */
function lowerBound(sorted, bound) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Points of a window that ends now. They sit on whole steps, so that a line moves without wobbling.
 *
 * @param {number} now epoch seconds
 * @param {number} seconds
 * @param {number} points
 */
export function gridOf(now, seconds, points) {
  const step = Math.max(1, Math.round(seconds / points));
  const end = Math.floor(now / step) * step;
  const length = Math.floor(seconds / step) + 1;
  return Array.from({ length }, (_, i) => end - (length - 1 - i) * step);
}
