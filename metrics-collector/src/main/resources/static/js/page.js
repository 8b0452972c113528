import { Feed } from './feed.js';
import { LineChart } from './line-chart.js';
import { SECONDS, SeriesStore } from './series.js';
import { SeriesTable } from './series-table.js';

const TITLES = { cpu: 'CPU, % of one core', mem: 'Memory (resident), MiB' };
const MAX_CHARTS = 8;
const DESCRIBE_EVERY_MS = 5_000;

const $ = (id) => document.getElementById(id);
const store = new SeriesStore();
const charts = new Map();
const table = new SeriesTable($('apps').querySelector('table'), chooseSeries);
const address = new URL(location.href);

let range = [60, 300, 900, SECONDS].find((seconds) => String(seconds) === address.searchParams.get('range')) ?? 300;
let paused = false;
let state = 'connecting';
let loaded = false;
let countedAt = performance.now();
let counted = 0;
let rate = 0;

async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Fills the charts from history. Live samples that came meanwhile stay. */
async function backfill() {
  try {
    store.backfill(await fetchJson(`api/series?points=${range}`));
    loaded = true;
  } catch (problem) {
    console.warn('History could not be loaded', problem);
  }
  draw();
}

async function describe() {
  if (document.hidden || state !== 'live') return;
  try {
    store.describe(await fetchJson('api/series'));
    loaded = true;
  } catch (problem) {
    console.warn('Series could not be described', problem);
  }
}

async function showEndpoints() {
  const { endpoints } = await fetchJson('api/ingest');
  for (const element of document.querySelectorAll('[data-endpoint]')) {
    element.textContent = endpoints[element.dataset.endpoint] || element.textContent;
  }
}

function draw() {
  showState();
  const series = [...store.series.values()].sort((one, other) => one.name.localeCompare(other.name));
  const isEmpty = loaded && series.length === 0;
  if (isEmpty && $('empty').hidden) $('howto').open = true;
  $('empty').hidden = !isEmpty;
  $('apps').hidden = series.length === 0;
  if (paused || document.hidden || series.length === 0) return;
  const now = store.now();
  const from = now - range + 1;
  const times = Array.from({ length: range }, (_, i) => from + i);
  const fields = store.fields().slice(0, MAX_CHARTS);
  for (const field of fields) {
    const having = series.filter((one) => one.fields.has(field));
    chartOf(field).draw(times, having.map((one) => one.name), having.map((one) => one.read(field, from, range)));
  }
  for (const [field, chart] of charts) {
    if (!fields.includes(field)) {
      chart.remove();
      charts.delete(field);
    }
  }
  table.show(series, from, range, now);
}

function chartOf(field) {
  let chart = charts.get(field);
  if (!chart) {
    chart = new LineChart(TITLES[field] ?? field);
    charts.set(field, chart);
    $('charts').append(chart.element);
  }
  return chart;
}

function chooseSeries(name) {
  for (const chart of charts.values()) chart.choose(name);
}

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
    lost: 'Connection lost, trying again',
    live: `Live · ${apps} ${apps === 1 ? 'app' : 'apps'} · ${rate.toFixed(rate < 10 ? 1 : 0)} samples/s`,
  }[state];
  const pill = $('connection');
  pill.dataset.state = state;
  // A screen reader hears of changes of state, not of every new figure.
  pill.setAttribute('aria-live', state === 'live' ? 'off' : 'polite');
  if (pill.textContent !== text) pill.textContent = text;
}

function showRange() {
  for (const button of $('ranges').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.seconds) === range));
  }
  const words = range === SECONDS ? 'last hour' : `last ${range / 60} min`;
  for (const element of document.querySelectorAll('[data-range]')) element.textContent = words;
}

$('ranges').addEventListener('click', (event) => {
  const seconds = Number(event.target.dataset?.seconds);
  if (!seconds) return;
  const isLonger = seconds > range;
  range = seconds;
  address.searchParams.set('range', String(seconds));
  history.replaceState(null, '', address);
  showRange();
  draw();
  if (isLonger) backfill();
});

$('pause').addEventListener('click', (event) => {
  paused = !paused;
  event.target.setAttribute('aria-pressed', String(paused));
  event.target.textContent = paused ? 'Go on' : 'Pause';
  draw();
});

$('copy').addEventListener('click', async (event) => {
  const button = event.target;
  await navigator.clipboard.writeText($('example').textContent);
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 1_500);
});

document.addEventListener('visibilitychange', () => { if (!document.hidden) backfill(); });
$('apps').addEventListener('sorted', draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const chart of charts.values()) chart.restyle();
});

showRange();
new Feed('feed', {
  onState: (now) => { state = now; showState(); },
  onSample: (sample) => store.add(sample),
  onGap: backfill,
}).open();
backfill();
showEndpoints().catch((problem) => console.warn('Endpoints are unknown', problem));
setInterval(draw, 1_000);
setInterval(describe, DESCRIBE_EVERY_MS);
