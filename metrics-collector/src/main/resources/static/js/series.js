/**
 * The last hour of every series as the page knows it: one value a second and field, in rings that
 * never grow. What came from history and what comes live meet here.
 */

export const SECONDS = 3600;

/** A page that draws more than this serves nobody; what comes beyond it is counted, not kept. */
const MAX_SERIES = 1000;
const MAX_FIELDS = 18;

/** Facts about the process, which no one wants as a curve. */
const NOT_DRAWN = new Set(['seq', 'pid', 'mem_limit', 'heap_limit']);

const slot = (second) => second % SECONDS;

/** One app's values. */
class Series {
  constructor(name) {
    this.name = name;
    this.fields = new Map();
    this.newest = -Infinity;
    this.interval = 1;
    this.last = null;
    this.lastSeen = 0;
    this.alive = true;
    this.senders = 1;
  }

  /** Writes the values of one second; the later of two for the same second wins. */
  put(second, values) {
    if (second <= this.newest - SECONDS) return;
    this.#advance(second);
    for (const [field, value] of values) {
      this.#column(field)?.fill(value, slot(second), slot(second) + 1);
    }
  }

  #advance(second) {
    if (second <= this.newest) return;
    const pause = second - this.newest;
    if (pause <= 120) this.interval = 0.75 * this.interval + 0.25 * pause;
    const first = Math.max(this.newest + 1, second - SECONDS + 1);
    for (const column of this.fields.values()) {
      for (let silent = first; silent <= second; silent++) column[slot(silent)] = NaN;
    }
    this.newest = second;
  }

  #column(field) {
    let column = this.fields.get(field);
    if (!column && this.fields.size < MAX_FIELDS) {
      column = new Float32Array(SECONDS).fill(NaN);
      this.fields.set(field, column);
    }
    return column;
  }

  /**
   * Reads consecutive seconds: a number, `null` where the app was silent, and `undefined` in pauses
   * that are usual for it, over which a line may be drawn.
   */
  read(field, from, count) {
    const values = new Array(count).fill(null);
    const column = this.fields.get(field);
    if (!column) return values;
    const usualPause = Math.max(3, Math.ceil(this.interval * 2.5));
    let previous = -1;
    const first = Math.max(0, this.newest - SECONDS + 1 - from);
    const last = Math.min(count - 1, this.newest - from);
    for (let i = first; i <= last; i++) {
      const value = column[slot(from + i)];
      if (Number.isNaN(value)) continue;
      values[i] = value;
      if (previous >= 0 && i - previous <= usualPause) values.fill(undefined, previous + 1, i);
      previous = i;
    }
    return values;
  }
}

/** All apps' values, and the clock they are drawn by. */
export class SeriesStore {
  constructor() {
    this.series = new Map();
    this.ignored = 0;
    this.received = 0;
    this.#setClock(Math.floor(Date.now() / 1000));
  }

  #setClock(second) {
    this.clockSecond = second;
    this.clockReadAt = performance.now();
  }

  /** The current second by the apps' clock, which goes on when no app reports. */
  now() {
    return this.clockSecond + Math.floor((performance.now() - this.clockReadAt) / 1000);
  }

  /** Takes what `GET /api/series?points=…` answered. */
  backfill(described) {
    for (const one of described) {
      const series = this.#named(one.name);
      if (!series) continue;
      const columns = [['cpu', one.cpu], ['mem', one.mem], ...Object.entries(one.further)];
      for (let i = 0; i < one.t.length; i++) {
        const values = columns.filter(([, column]) => column[i] != null).map(([field, column]) => [field, column[i]]);
        if (values.length > 0) series.put(one.t[i], values);
      }
    }
    this.describe(described);
  }

  /** Takes what is known of the series besides their values. */
  describe(described) {
    const known = new Set(described.map((one) => one.name));
    for (const name of this.series.keys()) {
      if (!known.has(name)) this.series.delete(name);
    }
    for (const one of described) {
      const series = this.#named(one.name);
      if (!series) continue;
      Object.assign(series, { last: one.last, alive: one.alive, senders: one.senders });
      series.lastSeen = Math.max(series.lastSeen, Date.parse(one.lastSeen) / 1000);
    }
  }

  /** Takes one live sample. */
  add(sample) {
    const series = this.#named(String(sample.color));
    if (!series) return;
    this.received++;
    const second = this.#secondOf(sample.timestamp);
    const values = Object.entries(sample).filter(([field, value]) => typeof value === 'number' && !NOT_DRAWN.has(field));
    series.put(second, values);
    series.last = sample;
    series.lastSeen = this.now();
    series.alive = true;
  }

  /** The app's own time, unless its clock cannot be meant. */
  #secondOf(timestamp) {
    const second = Math.floor(Date.parse(timestamp) / 1000);
    const now = this.now();
    if (!(second > now - SECONDS && second <= now + 5)) return now;
    if (second > now) this.#setClock(second);
    return second;
  }

  #named(name) {
    let series = this.series.get(name);
    if (!series && this.series.size < MAX_SERIES) {
      series = new Series(name);
      this.series.set(name, series);
    }
    if (!series) this.ignored++;
    return series;
  }

  /** The numeric fields of all apps, cpu and mem first. */
  fields() {
    const fields = new Set(['cpu', 'mem']);
    for (const series of this.series.values()) {
      for (const field of series.fields.keys()) fields.add(field);
    }
    return [...fields];
  }
}
