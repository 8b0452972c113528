// Stand-ins for the four services behind the dashboard, for work on the page: they speak the same
// HTTP and SSE with moving numbers. Run: node suite.mjs [offset]; ports are the real ones + offset.
// Control on port 8099 + offset: GET /down/news, /up/news (patron, patron2, news, metrics, broker),
// /empty and /full (nothing to show, or plenty), /stop/green and /go/green (an app falls silent),
// /slow and /fast (answers after two seconds).
import http from "node:http";

const offset = Number(process.argv[2] ?? 10000);
const ports = { patron: 8000, patron2: 8001, news: 8080, metrics: 8088, broker: 8086 };
let full = true;
let delay = 0;

const streams = { patron: new Set(), news: new Set(), metrics: new Set(), broker: new Set() };

function openStream(name, response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(":open\nretry:1000\n\n");
  streams[name].add(response);
  response.on("close", () => streams[name].delete(response));
}

function emit(name, event, data, id) {
  const text = `${event ? `event:${event}\n` : ""}${id ? `id:${id}\n` : ""}data:${JSON.stringify(data)}\n\n`;
  for (const stream of streams[name]) stream.write(text);
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

// --- metrics -----------------------------------------------------------------------------------

const walk = (value, step, low, high) =>
  Math.min(high, Math.max(low, value + (Math.random() - 0.5) * step));

const apps = [
  "green", "blue", "red", "patron-service", "news-aggregator", "metrics-collector",
  "broker-service", "dashboard-ui", "checkout", "mailer",
].map((name, i) => ({
  name, cpu: 8 + i * 3, mem: 48 + i * 17, t: [], cpus: [], mems: [], stopped: false,
  senders: name === "patron-service" ? 2 : 1, received: 1,
}));

function step(app, at) {
  app.cpu = walk(app.cpu, app.name === "blue" ? 14 : 5, 0.4, app.name === "blue" ? 96 : 38);
  app.mem = app.name === "green" ? app.mem + 0.035 : walk(app.mem, 0.9, 30, 260);
  app.t.push(at);
  app.cpus.push(Math.round(app.cpu * 10) / 10);
  app.mems.push(Math.round(app.mem * 10) / 10);
  app.at = at;
  if (app.t.length > 3600) for (const ring of [app.t, app.cpus, app.mems]) ring.shift();
}

const start = Date.now() / 1000;
for (const app of apps) {
  for (let age = 3000; age > 0; age--) {
    if (app.name === "mailer" && age < 190 && age > 130) continue;
    step(app, start - age);
  }
}

setInterval(() => {
  if (!full) return;
  const at = Date.now() / 1000;
  for (const app of apps) {
    if (app.stopped) continue;
    step(app, at);
    emit("metrics", null, {
      color: app.name, timestamp: new Date(at * 1000).toISOString().replace("Z", "000+00:00"),
      cpu: app.cpus.at(-1), mem: app.mems.at(-1),
    });
  }
}, 1000);

const alerts = () => !full ? [] : [
  { series: "green", kind: "leak", rule: "leak", since: isoOf(start - 420), until: null, text: "Grows by 2.10 MiB a minute: out of memory in 96 min (90 min to 103 min)", muted: false },
  { series: "blue", kind: "threshold", rule: "busy", since: isoOf(start - 900), until: isoOf(start - 840), text: "cpu is 95.20, above 90", muted: false },
  { series: "mailer", kind: "silence", rule: "silence", since: isoOf(start - 175), until: isoOf(start - 130), text: "Silent since " + isoOf(start - 190), muted: false },
];

const isoOf = (t) => new Date(t * 1000).toISOString().replace("Z", "000+00:00");

function metrics(request, response, url) {
  if (url.pathname === "/feed") return openStream("metrics", response);
  if (url.pathname === "/api/alerts") return json(response, 200, alerts());
  if (url.pathname === "/api/ingest") return json(response, 200, { received: 4711, rejected: 0, connections: 4 });
  const now = Date.now() / 1000;
  if (url.pathname === "/api/series") {
    const points = Number(url.searchParams.get("points") ?? 0);
    return json(response, 200, (full ? apps : []).map((app) => ({
      name: app.name,
      last: { timestamp: isoOf(app.at), cpu: app.cpus.at(-1), mem: app.mems.at(-1) },
      alive: !app.stopped, senders: app.stopped ? 0 : app.senders,
      cpu: points ? app.cpus.slice(-points) : [], mem: points ? app.mems.slice(-points) : [],
      t: points ? app.t.slice(-points) : [],
    })));
  }
  const name = decodeURIComponent(url.pathname.slice("/api/series/".length));
  const app = apps.find((candidate) => candidate.name === name);
  if (!app) return json(response, 404, { type: "urn:problem-type:metrics:unknown-series", status: 404, title: "Unknown series" });
  const from = Number(url.searchParams.get("from") ?? now - 300);
  const to = Number(url.searchParams.get("to") ?? now);
  const first = app.t.findIndex((t) => t >= from);
  const [t, cpu, mem] = [[], [], []];
  for (let i = first < 0 ? app.t.length : first; i < app.t.length && app.t[i] <= to; i++) {
    if (t.length && app.t[i] - t.at(-1) > 3) { t.push(t.at(-1) + 1); cpu.push(null); mem.push(null); }
    t.push(app.t[i]); cpu.push(app.cpus[i]); mem.push(app.mems[i]);
  }
  json(response, 200, { name, t, fields: { cpu, mem } });
}

// --- broker ------------------------------------------------------------------------------------

const channels = [
  ["/queue/orders", "queue", 3], ["/topic/prices", "topic", 12], ["/topic/news", "topic", 2],
  ["/queue/mail", "queue", 0], ["/topic/audit", "topic", 1], ["/queue/thumbnails", "queue", 4],
].map(([name, kind, subscribers], i) => ({
  name, kind, subscribers, waiting: name === "/queue/mail" ? 7 : 0, in: 0, out: 0, dropped: 0,
  inRate: 400 >> i, outRate: 0,
}));

function rates() {
  const shown = full ? channels : [];
  for (const channel of shown) {
    channel.inRate = Math.round(walk(channel.inRate, channel.inRate * 0.3 + 2, 0, 900));
    channel.outRate = channel.subscribers === 0 ? 0
      : channel.kind === "topic" ? channel.inRate * channel.subscribers : channel.inRate;
    channel.in += channel.inRate;
    channel.out += channel.outRate;
    if (channel.name === "/topic/prices" && Math.random() < 0.3) channel.dropped += 3;
  }
  const sum = (field) => shown.reduce((total, channel) => total + channel[field], 0);
  return {
    time: new Date().toISOString(), connections: full ? 14 : 0, channels: shown,
    inRate: sum("inRate"), outRate: sum("outRate"), waiting: sum("waiting"),
    pinnedBytes: full ? 182_331 : 0, dropped: sum("dropped"),
  };
}

setInterval(() => emit("broker", "rates", rates()), 1000);

function broker(request, response, url) {
  if (url.pathname === "/api/events") return openStream("broker", response);
  if (url.pathname === "/api/channels") return json(response, 200, full ? channels : []);
  if (url.pathname === "/api/connections") {
    return json(response, 200, (full ? channels : []).flatMap((channel, i) =>
      Array.from({ length: Math.min(2, channel.subscribers) }, (_, k) => ({
        id: i * 10 + k, peer: `127.0.0.1:${40112 + i * 31 + k}`,
        since: new Date((start - 60 * (i + 1) * 7) * 1000).toISOString(),
        subscription: channel.name, pinnedBytes: i === 1 ? 131072 : 0,
        in: 0, out: channel.out, paused: i === 1 && k === 0,
      }))));
  }
  json(response, 404, {});
}

// --- patron ------------------------------------------------------------------------------------

let nextId = 1;
let version = 1;
const patrons = new Map();
for (const [name, fav_dish] of [
  ["Carol", "SPAM Bruschetta"], ["Bob", "Tofu"], ["Ōtani", "うな重"], ["Alice", "Pho"],
  ["<b>Mallory</b>", "\"><script>alert(1)</script>"],
]) patrons.set(nextId, { id: nextId++, name, fav_dish });
const dishes = ["Pierogi", "Ramen", "Shakshuka", "Mole", "Rösti", "Dal", "Ceviche", "Goulash"];
const names = ["Dana", "Emre", "Fatou", "Grace", "Hugo", "Ines", "Jun", "Kemal", "Lena", "Milan"];
while (nextId < 130) patrons.set(nextId, { id: nextId++, name: names[nextId % 10], fav_dish: dishes[nextId % 8] });
const cache = { state: "live", size: 96, hits: 48_213, misses: 411, bypassed: 3, refused_fills: 1, events: 219, reconnects: 0 };

function changed(type, id, data) {
  cache.events++;
  emit("patron", "patron", { table: "patron", id, type, data, version: ++version }, version);
}

function update(row, changes) {
  const old = { ...row };
  Object.assign(row, changes);
  changed("UPDATE", row.id, { old, new: { ...row }, diff: changes });
}

setInterval(() => {
  cache.hits += Math.floor(Math.random() * 40);
  if (!full || Math.random() > 0.3) return;
  const ids = [...patrons.keys()];
  const row = patrons.get(ids[Math.floor(Math.random() * Math.min(20, ids.length))]);
  if (row) update(row, { fav_dish: dishes[Math.floor(Math.random() * dishes.length)] });
}, 1500);

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

async function patron(request, response, url) {
  if (url.pathname === "/patron/events") return openStream("patron", response);
  if (url.pathname === "/cache") return json(response, 200, cache);
  const id = Number(url.pathname.split("/")[2]);
  const row = patrons.get(id);
  if (request.method === "POST") {
    const { name, fav_dish } = await body(request);
    if (!name) return json(response, 400, { type: "urn:problem-type:patron:invalid", title: "Invalid patron", status: 400, detail: "name must have 1 to 200 characters", errors: [{ field: "name", message: "must have 1 to 200 characters" }] });
    const created = { id: nextId++, name, fav_dish };
    patrons.set(created.id, created);
    changed("INSERT", created.id, created);
    return json(response, 201, { msg: "ok", id: created.id }, { location: `/patron/${created.id}` });
  }
  if (request.method === "PUT" || request.method === "DELETE") {
    if (!row) return json(response, 404, { msg: "bad" });
    if (request.method === "PUT") update(row, await body(request));
    else { patrons.delete(id); changed("DELETE", id, row); }
    return json(response, 200, { msg: "ok" });
  }
  if (id) return json(response, row ? 200 : 404, row ?? null, { "x-cache": "hit" });
  const after = Number(url.searchParams.get("after") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const all = full ? [...patrons.values()].filter((candidate) => candidate.id > after) : [];
  const page = all.slice(0, limit);
  const more = all.length > limit ? { link: `</patron?after=${page.at(-1).id}&limit=${limit}>; rel="next"` } : {};
  json(response, 200, page, more);
}

// --- news --------------------------------------------------------------------------------------

const sources = [
  { id: "cnn", name: "CNN", color: "#cc0000", state: "fresh", reason: null, renderer: "http", count: 24 },
  { id: "aljazeera", name: "Al Jazeera", color: "#fa9000", state: "fresh", reason: null, renderer: "chromium", count: 18 },
  { id: "morning-post", name: "The Morning Post", color: "#2563eb", state: "stale", reason: { code: "timeout", text: "no answer within 10 s" }, renderer: "http", count: 12 },
  { id: "harbour", name: "Harbour Echo", color: "teal", state: "failed", reason: { code: "http_status", text: "the site answered 503" }, renderer: "feed", count: 0 },
].map((source) => ({ ...source, fetchedAt: new Date(Date.now() - 42_000).toISOString() }));
const titles = [
  "Ferry line reopens after eleven years", "Parliament votes on the rail budget tonight",
  "What the tide tables of 1911 tell about tomorrow", "عودة الرحلات الجوية بين المدينتين",
  "Bakers' strike enters its second week as talks resume in the capital and neither side moves",
  "New telescope sees first light", "A town of 900 builds its own fibre network",
  "Drought eases, reservoirs still at a third", "<script>alert('x')</script> in a headline",
  "Museum returns 31 bronzes",
];
const articles = sources.flatMap((source, s) => Array.from({ length: source.count }, (_, i) => ({
  source: source.id, title: titles[(i + s * 3) % titles.length] + (i >= titles.length ? ` (${i})` : ""),
  url: i === 8 ? "javascript:alert(1)" : `https://example.org/${source.id}/${i}`,
  seenAt: new Date(Date.now() - (i * 4 + s) * 61_000).toISOString(),
})));

setInterval(() => {
  if (!full) return;
  const source = sources[Math.floor(Math.random() * 2)];
  source.fetchedAt = new Date().toISOString();
  emit("news", "source", source);
}, 7000);

function news(request, response, url) {
  if (url.pathname === "/api/news/events") return openStream("news", response);
  if (url.pathname === "/api/news") return json(response, 200, full ? { sources, articles } : { sources: [], articles: [] });
  if (url.pathname === "/hello") return response.end("Hello, world");
  json(response, 404, {});
}

// --- listeners ---------------------------------------------------------------------------------

const handlers = { patron, patron2: patron, news, metrics, broker };
const servers = {};

function up(name) {
  servers[name] = http.createServer((request, response) => {
    const url = new URL(request.url, "http://fake");
    if (url.pathname.startsWith("/actuator/health")) return json(response, 200, { status: "UP" });
    setTimeout(() => handlers[name](request, response, url), delay);
  }).listen(ports[name] + offset, "127.0.0.1");
}

function down(name) {
  servers[name].close();
  servers[name].closeAllConnections();
}

Object.keys(ports).forEach(up);

http.createServer((request, response) => {
  const [, verb, name] = request.url.split("/");
  if (verb === "up") up(name);
  if (verb === "down") down(name);
  if (verb === "empty") full = false;
  if (verb === "full") full = true;
  if (verb === "slow") delay = 2000;
  if (verb === "fast") delay = 0;
  const app = apps.find((candidate) => candidate.name === name);
  if (app) app.stopped = verb === "stop";
  response.end("ok\n");
}).listen(8099 + offset, "127.0.0.1");
