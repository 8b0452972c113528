import { fetchJson } from './api.js';

/**
 * What lies further back than the page remembers, asked of the collector series by series, in steps
 * that fit the charts' width. One window is loaded at a time; another one ends the loading.
 */

const AT_ONCE = 4;

/** The collector tells at most 20,000 steps at once; a stretch of more minutes is asked for in hours. */
const MOST_MINUTES = 19_990;
const MINUTE = 60;
const HOUR = 3_600;

/** A page that asks for more serves nobody. */
export const MOST_SERIES = 200;

/** Between two samples of a rolled-up series this many empty steps still belong together. */
const USUAL_PAUSE = 2;

export class Past {
  #onChange;
  #loading = null;
  #key = '';
  #loadedAt = -Infinity;

  constructor(onChange) {
    this.#onChange = onChange;
    /** `{xs, step, fields: Map(field → Map(name → {values, min, max}))}`, or null. */
    this.table = null;
    this.problem = null;
  }

  get isLoading() {
    return this.#loading !== null;
  }

  /** Has the window loaded again when it is shown next. */
  expire() {
    this.#loadedAt = -Infinity;
  }

  /** Loads a window unless it is there or on its way; `maxAge` is when a moving one is due again. */
  show({ from, to }, width, names, { isLive }) {
    const length = to - from;
    const key = isLive ? `live ${length} ${width}` : `${from} ${to} ${width}`;
    const maxAgeMillis = Math.min(60_000, Math.max(5_000, (length / width) * 1_000));
    const ageMillis = performance.now() - this.#loadedAt;
    const isFresh = ageMillis < (this.problem ? 5_000 : isLive ? maxAgeMillis : Infinity);
    if (key === this.#key && (this.#loading || isFresh)) return;
    if (key !== this.#key && !isLive && this.#key.startsWith('live')) this.table = null;
    this.#loading?.abort();
    this.#key = key;
    this.#load(from, to, width, names.slice(0, MOST_SERIES));
  }

  async #load(from, to, width, names) {
    const loading = new AbortController();
    this.#loading = loading;
    this.problem = null;
    const points = to - from <= MOST_MINUTES * MINUTE ? width : Math.min(width, Math.floor((to - from) / HOUR));
    const answers = [];
    const waiting = [...names];
    const work = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        answers.push(await fetchJson(`api/series/${encodeURIComponent(name)}?from=${from}&to=${to}&width=${points}`, loading.signal));
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      if (this.#loading !== loading) return;
      this.table = align(answers);
    } catch (problem) {
      if (this.#loading !== loading) return;
      loading.abort();
      this.problem = problem;
    }
    this.#loading = null;
    this.#loadedAt = performance.now();
    this.#onChange();
  }
}

/** Puts all series on one grid: the collector may have changed steps between two answers. */
function align(answers) {
  const step = Math.max(1, ...answers.map((one) => one.step));
  const firsts = answers.filter(({ t }) => t.length > 0).map(({ t }) => t[0]);
  const lasts = answers.filter(({ t }) => t.length > 0).map(({ t }) => t[t.length - 1]);
  const first = Math.min(...firsts);
  const count = firsts.length === 0 ? 0 : Math.floor((Math.max(...lasts) - first) / step) + 1;
  const xs = Array.from({ length: count }, (_, i) => first + i * step);
  const fields = new Map();
  for (const { name, t, fields: means, min = {}, max = {} } of answers) {
    for (const [field, values] of Object.entries(means)) {
      if (!fields.has(field)) fields.set(field, new Map());
      const place = (from) => from && onGrid(t, from, first, step, count);
      fields.get(field).set(name, { values: bridged(place(values)), min: place(min[field]), max: place(max[field]) });
    }
  }
  return { xs, step, fields };
}

function onGrid(t, values, first, step, count) {
  const placed = new Array(count).fill(null);
  for (let i = 0; i < t.length; i++) {
    if (values[i] !== null) placed[Math.floor((t[i] - first) / step)] = values[i];
  }
  return placed;
}

/** `undefined` instead of `null` in short pauses: a line may be drawn over them. */
function bridged(values) {
  let previous = -1;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === null) continue;
    if (previous >= 0 && i - previous <= USUAL_PAUSE) values.fill(undefined, previous + 1, i);
    previous = i;
  }
  return values;
}
