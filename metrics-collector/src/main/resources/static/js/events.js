import { fetchJson } from './api.js';
import { formatLength, formatMoment } from './format.js';

/** What happened to the apps: alerts and restarts, as marks in the charts and as a list. */

/** How each kind looks; the field says whose chart carries the mark, and no field means all. */
const KINDS = {
  leak: { glyph: '▲', word: 'leaks memory', past: 'leaked memory', field: /^(mem|heap)/ },
  growing: { glyph: '△', word: 'grows', past: 'grew', field: /^(mem|heap)/ },
  silence: { glyph: '■', word: 'is silent', past: 'was silent' },
  threshold: { glyph: '▲', word: 'is over its threshold', past: 'was over its threshold' },
  restart: { glyph: '↻', word: 'restarted' },
};

export class Events {
  #alerts = [];
  #restarts = [];

  /** All of them, newest first: `{name, kind, glyph, word, text, time, until, isAlert}`. */
  all = [];

  async load() {
    const [alerts, restarts] = await Promise.all([fetchJson('api/alerts'), fetchJson('api/restarts')]);
    const fields = alerts.some(({ kind }) => kind === 'threshold') ? await thresholdFields() : new Map();
    this.#alerts = alerts.map((one) => alert(one, one.kind === 'threshold' ? fields.get(one.rule) : null));
    this.#restarts = restarts.map(restart);
    this.all = [...this.#alerts, ...this.#restarts].sort((one, other) => other.time - one.time);
  }

  /** Alerts that last, the worst first. */
  current() {
    return this.#alerts.filter(({ until }) => until === null)
      .sort((one, other) => (one.kind === 'silence') - (other.kind === 'silence') || other.time - one.time);
  }

  within({ from, to }) {
    return this.all.filter(({ time }) => time >= from && time <= to);
  }
}

/** Whether an event belongs on a field's chart. */
export const concerns = (event, field) => (event.field === null ? true : event.field.test(field));

/** Which field each rule looks at; none of a rule that is gone since. */
async function thresholdFields() {
  const { rules } = await fetchJson('api/alerts/rules');
  return new Map(rules.thresholds.map(({ name, field }) => [name, field]));
}

function alert({ series, kind, since, until = null, text = '' }, field = null) {
  const looks = KINDS[kind] ?? { glyph: '▲', word: kind };
  return {
    name: series, kind, glyph: looks.glyph, word: (until === null ? null : looks.past) ?? looks.word,
    time: Date.parse(since) / 1000, until: until === null ? null : Date.parse(until) / 1000,
    // An age is told by the page itself, which knows what time it is here.
    text: kind === 'silence' ? '' : text,
    field: field ? new RegExp(`^${field.replace(/\W/g, '\\$&')}$`) : looks.field ?? null,
    isAlert: true,
  };
}

function restart({ series, at }) {
  return {
    name: series, kind: 'restart', ...KINDS.restart, time: Date.parse(at) / 1000, until: null,
    text: 'Another process reports under this name', field: null, isAlert: false,
  };
}

/** Says how long an event lasts or lasted. */
export function lasting(event, now) {
  if (!event.isAlert) return '';
  return event.until === null
    ? `since ${formatMoment(event.time)}, ${formatLength(Math.max(0, now - event.time))}`
    : `over after ${formatLength(event.until - event.time)}`;
}
