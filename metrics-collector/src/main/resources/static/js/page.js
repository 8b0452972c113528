import { fetchJson } from './api.js';
import { Crosshair } from './crosshair.js';
import { Events, concerns } from './events.js';
import { EventList } from './event-list.js';
import { Feed } from './feed.js';
import { formatWindow, formatLength } from './format.js';
import { setText } from './legend.js';
import { LineChart } from './line-chart.js';
import { forgetColours } from '../automat/palette.js';
import { MOST_SERIES, Past } from './past.js';
import { SECONDS, SeriesStore } from './series.js';
import { SeriesTable } from './series-table.js';
import { View } from './view.js';

const TITLES = {
  cpu: ['CPU', '% of one core'], mem: ['Memory (resident)', 'MiB'], heap_after_gc: ['Heap after collection', 'MiB'],
};
const MAX_CHARTS = 8;
const DESCRIBE_EVERY_MS = 5_000;
const TAKES_SPACE = 'button, a, input, select, textarea, summary, pre';

const $ = (id) => document.getElementById(id);
const store = new SeriesStore();
const events = new Events();
const charts = new Map();
const each = (action) => { for (const chart of charts.values()) action(chart); };

/** The lines to draw strong. */
const chosen = {
  pinned: new URL(location.href).searchParams.get('app'),
  hovered: null,
  attention: new Set(),
  * [Symbol.iterator]() {
    if (this.hovered !== null) yield this.hovered;
    if (this.pinned !== null) yield this.pinned;
  },
};

const crosshair = new Crosshair(() => each((chart) => chart.place()));
const view = new View(location.href, () => store.now(), () => { showRange(); draw(); });
const past = new Past(() => draw());
const shared = { crosshair, view, chosen, onHover: hover, onPin: pin };
const table = new SeriesTable($('apps').querySelector('table'), shared);
const eventList = new EventList($('events'), (event) => { if (event.name) pin(event.name, true); crosshair.lockAt(event.time); });

let isPaused = false;
let state = 'connecting';
let lostAt = 0;
let isLoaded = false;
let historyProblem = null;
let loadedFrom = Infinity;
let curves = new Map();
let countedAt = performance.now();
let counted = 0;
let rate = 0;

// --- what the collector says -----------------------------------------------------------------------

/** Fills the page's hour from history. Live samples that came meanwhile stay. */
async function backfill() {
  const { from, to } = view.span();
  const now = store.now();
  const wanted = from > now - SECONDS ? Math.min(SECONDS, now - from + 1) : Math.min(SECONDS, to - from);
  loadedFrom = now - wanted;
  try {
    store.backfill(await fetchJson(`api/series?points=${Math.max(1, wanted)}`));
    isLoaded = true;
    historyProblem = null;
  } catch (problem) {
    // Asked for again with the next description.
    historyProblem = problem;
  }
  past.expire();
  draw();
}

async function describe() {
  if (document.hidden || state !== 'live') return;
  if (historyProblem) return void backfill();
  try {
    store.describe(await fetchJson('api/series'));
    isLoaded = true;
  } catch (problem) {
    console.warn('Series could not be described', problem);
  }
}

async function loadEvents() {
  if (document.hidden || state === 'lost') return;
  try {
    await events.load();
    chosen.attention = new Set(events.current().filter(({ kind }) => kind !== 'silence').slice(0, 3).map(({ name }) => name));
    draw();
  } catch (problem) {
    console.warn('Events could not be loaded', problem);
  }
}

async function showEndpoints() {
  const { endpoints } = await fetchJson('api/ingest');
  for (const element of document.querySelectorAll('[data-endpoint]')) {
    element.textContent = endpoints[element.dataset.endpoint] || element.textContent;
  }
}

// --- drawing -----------------------------------------------------------------------------------------

function draw() {
  showState();
  const series = [...store.series.values()].sort((one, other) => one.name.localeCompare(other.name));
  const isEmpty = isLoaded && series.length === 0;
  if (isEmpty && $('empty').hidden) $('howto').open = true;
  $('empty').hidden = !isEmpty;
  $('help').hidden = isEmpty;
  $('apps').hidden = series.length === 0;
  $('loading').hidden = isLoaded || series.length > 0 || historyProblem !== null;
  if (document.hidden) return;
  showProblem();
  drawCharts(series);
  if (!isPaused) {
    table.show(series, {
      curve: (name, field) => curves.get(field)?.get(name) ?? [],
      alerts: new Map(events.current().reverse().map((alert) => [alert.name, alert])),
      pinned: chosen.pinned, now: store.now(), isStale: state !== 'live',
    });
  }
  eventList.show(events, view.span(), store.now());
}

function drawCharts(series) {
  const span = view.span();
  const isRecent = span.from > store.now() - SECONDS;
  const source = series.length === 0 ? null : isRecent ? recent(series, span) : older(series, span);
  $('charts').toggleAttribute('data-loading', !isRecent && past.isLoading);
  if (!source) return void dropCharts(() => series.length === 0);
  const fields = source.fields.slice(0, MAX_CHARTS);
  curves = new Map();
  const inView = events.within(span);
  for (const field of fields) {
    const lines = source.lines(field);
    curves.set(field, new Map(lines.map(({ name, values }) => [name, values])));
    const names = curves.get(field);
    chartOf(field).draw({ xs: source.xs, lines, span, marks: inView.filter((event) => names.has(event.name) && concerns(event, field)) });
  }
  dropCharts((field) => !fields.includes(field));
}

/** From what the page remembers, second by second. */
function recent(series, { from, to }) {
  if (from < loadedFrom) backfill();
  const count = to - from + 1;
  return {
    xs: Array.from({ length: count }, (_, i) => from + i),
    fields: store.fields(),
    lines: (field) => series.filter((one) => one.fields.has(field)).map((one) => ({ name: one.name, values: one.read(field, from, count) })),
  };
}

/** From the collector's archive, in steps. */
function older(series, span) {
  const width = Math.max(200, Math.ceil(($('charts').clientWidth || innerWidth) / 200) * 100);
  past.show(span, width, series.map(({ name }) => name), view);
  if (!past.table) return null;
  const { xs, fields } = past.table;
  return {
    xs,
    fields: ['cpu', 'mem', ...[...fields.keys()].filter((field) => field !== 'cpu' && field !== 'mem')].filter((field) => fields.has(field)),
    lines: (field) => [...fields.get(field)].map(([name, track]) => ({ name, ...track })).sort((one, other) => one.name.localeCompare(other.name)),
  };
}

function dropCharts(isGone) {
  for (const [field, chart] of charts) {
    if (!isGone(field)) continue;
    chart.remove();
    charts.delete(field);
  }
}

function chartOf(field) {
  let chart = charts.get(field);
  if (!chart) {
    const [title, unit] = TITLES[field] ?? [titleOf(field), ''];
    chart = new LineChart(title, unit, shared);
    chart.element.dataset.field = field;
    charts.set(field, chart);
    $('charts').append(chart.element);
  }
  return chart;
}

/** `open_files` as people write it. */
function titleOf(field) {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function hover(name) {
  if (chosen.hovered === name) return;
  chosen.hovered = name;
  each((chart) => chart.emphasize());
}

/** Draws one app strong until it is chosen again. */
function pin(name, isSure = false) {
  chosen.pinned = chosen.pinned === name && !isSure ? null : name;
  const address = new URL(location.href);
  if (chosen.pinned === null) address.searchParams.delete('app');
  else address.searchParams.set('app', name);
  history.replaceState(null, '', address);
  each((chart) => chart.emphasize());
  draw();
}

// --- words -------------------------------------------------------------------------------------------

function showState() {
  const seconds = (performance.now() - countedAt) / 1000;
  if (seconds >= 2) {
    rate = (store.received - counted) / seconds;
    countedAt = performance.now();
    counted = store.received;
  }
  const apps = store.series.size;
  const text = {
    connecting: 'Connecting…',
    lost: `Reconnecting · lost for ${formatLength((performance.now() - lostAt) / 1000)}`,
    live: `Live · ${apps} ${apps === 1 ? 'app' : 'apps'} · ${rate.toFixed(rate < 10 ? 1 : 0)} samples/s`,
  }[state];
  const pill = $('connection');
  // A screen reader hears of changes of state, not of every new figure.
  pill.setAttribute('aria-live', pill.dataset.state === state ? 'off' : 'polite');
  pill.dataset.state = state;
  document.body.dataset.state = state;
  setText(pill, text);
}

function showProblem() {
  const isFar = view.span().from <= store.now() - SECONDS;
  const problem = historyProblem ?? (isFar ? past.problem : null);
  const notice = $('problem');
  notice.hidden = problem === null || state === 'lost';
  if (problem) {
    const meanwhile = problem === historyProblem ? ' Live samples are drawn meanwhile.' : '';
    setText(notice.querySelector('p'), `History could not be loaded. ${problem.message}${meanwhile}`);
  }
  const tooMany = isFar ? store.series.size - MOST_SERIES : store.ignored > 0 ? 1 : 0;
  $('limited').hidden = tooMany <= 0;
}

function showRange() {
  for (const button of $('ranges').children) {
    button.setAttribute('aria-pressed', String(view.isLive && Number(button.dataset.seconds) === view.range));
  }
  if (view.isLive) isPaused = false;
  const pause = $('pause');
  pause.setAttribute('aria-pressed', String(!view.isLive));
  setText(pause.querySelector('span'), view.isLive ? 'Pause' : 'Go live');
  $('window').hidden = view.isLive;
  if (!view.isLive) setText($('window'), formatWindow(view.span()));
  const words = view.isLive ? `last ${formatLength(view.range)}` : 'in view';
  for (const element of document.querySelectorAll('[data-range]')) element.textContent = words;
}

function togglePause() {
  isPaused = view.isLive;
  if (view.isLive) view.hold();
  else view.goLive();
}

function restyle() {
  forgetColours();
  each((chart) => chart.restyle());
  draw();
}

function toggleTheme() {
  const isDark = document.documentElement.dataset.theme === 'dark'
    || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
  const theme = isDark ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Storage may be forbidden: the choice lasts as long as the page, then.
  }
  restyle();
}

$('ranges').addEventListener('click', (event) => {
  const seconds = Number(event.target.dataset?.seconds);
  if (seconds) view.setRange(seconds);
});
$('pause').addEventListener('click', togglePause);
$('theme').addEventListener('click', toggleTheme);
$('retry').addEventListener('click', backfill);
$('copy').addEventListener('click', async (event) => {
  const button = event.target;
  try {
    await navigator.clipboard.writeText($('example').textContent);
    button.textContent = 'Copied';
  } catch {
    // Browsers allow it on safe origins only.
    getSelection()?.selectAllChildren($('example'));
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1_500);
});
addEventListener('keydown', (event) => {
  if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TAKES_SPACE)) return;
  event.preventDefault();
  togglePause();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) backfill(); });
$('apps').addEventListener('sorted', draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle);

showRange();
new Feed('feed', {
  onState: (now) => {
    if (now === 'lost' && state !== 'lost') lostAt = performance.now();
    state = now === 'connecting' && state === 'lost' ? 'lost' : now;
    showState();
  },
  onSample: (sample) => store.add(sample),
  onGap: () => { backfill(); loadEvents(); },
}).open();
backfill();
loadEvents();
showEndpoints().catch((problem) => console.warn('Endpoints are unknown', problem));
setInterval(draw, 1_000);
setInterval(describe, DESCRIBE_EVERY_MS);
setInterval(loadEvents, DESCRIBE_EVERY_MS);
