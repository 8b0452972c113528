import { html, nothing } from "lit";
import { atMinute, atSecond, oneDigit } from "../core/format.js";
import { colourOfSlot, forgetColours, themeColour } from "../automat/palette.js";
import { LightElement } from "./light-element.js";

/**
 * A line over time: its strong lines coloured and named at their ends, the rest thin and grey.
 *
 * @typedef {{name: string, values: (number | null | undefined)[], slot: number, isStrong: boolean, isDashed?: boolean}} Line
 * @typedef {{xs: number[], lines: Line[], unit: string}} Model
 */

const FONT = '11px system-ui, -apple-system, "Segoe UI", sans-serif';
const LABEL_HEIGHT = 13;
const NEAR_PIXELS = 30;
/** Seconds between two times on the axis: they are told in minutes. */
const TICKS = [60, 120, 300, 600, 900, 1800, 3600];
/** Lines in the table for those who do not see the chart. */
const MOST_ROWS = 12;

export class TimeChart extends LightElement {
  static properties = {
    heading: {},
    syncKey: {},
    summary: {},
    model: { attribute: false },
    cursorIndex: { state: true },
  };

  constructor() {
    super();
    this.heading = "";
    /** Charts of one key share their cursor. */
    this.syncKey = "";
    /** What stands in the head while nobody points at anything. @type {unknown} */
    this.summary = "";
    /** @type {Model} */
    this.model = { xs: [], lines: [], unit: "" };
    /** Called with the name of the line pointed at, or null. @type {(name: string | null) => void} */
    this.onHover = () => {};
    /** @type {number | null} */
    this.cursorIndex = null;
    /** @type {any} */
    this.plot = null;
    /** @type {string | null} */
    this.pointedAt = null;
    this.names = "";
    this.onTheme = () => {
      forgetColours();
      this.plot?.redraw(false, true);
    };
  }

  connectedCallback() {
    super.connectedCallback();
    this.resizing = new ResizeObserver(() => this.resize());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.onTheme);
    addEventListener("themechange", this.onTheme);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resizing?.disconnect();
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.onTheme);
    removeEventListener("themechange", this.onTheme);
    this.plot?.destroy();
    this.plot = null;
    this.names = "";
  }

  render() {
    const { xs } = this.model;
    const at = this.cursorIndex === null ? null : xs[this.cursorIndex];
    return html`
      <header class="card-head">
        <h2>${this.heading}</h2>
        <p class="readout">${at === null || at === undefined ? this.summary : this.readout(at)}</p>
      </header>
      <div
        class="plot" role="slider" tabindex="0"
        aria-label="${this.heading}: time under the cursor"
        aria-valuemin="0" aria-valuemax=${Math.max(0, xs.length - 1)}
        aria-valuenow=${this.cursorIndex ?? Math.max(0, xs.length - 1)}
        aria-valuetext=${this.spoken()}
        @keydown=${this.onKey} @blur=${() => this.point(null)}
      ></div>
      ${this.table()}`;
  }

  /** The same in figures, for those who hear the page. */
  table() {
    const { xs, lines, unit } = this.model;
    const rows = lines
      .map(({ name, values }) => ({ name, known: values.filter((value) => typeof value === "number") }))
      .filter(({ known }) => known.length > 0)
      .sort((a, b) => b.known[b.known.length - 1] - a.known[a.known.length - 1]);
    if (rows.length === 0) return nothing;
    return html`<div class="sr"><table>
      <caption>${this.heading}, in ${unit}, since ${atSecond(xs[0] * 1000)}${rows.length > MOST_ROWS ? `: the highest ${MOST_ROWS} of ${rows.length}` : ""}</caption>
      <thead><tr><th scope="col">Line</th><th scope="col">Latest</th><th scope="col">Lowest</th><th scope="col">Mean</th><th scope="col">Highest</th></tr></thead>
      <tbody>${rows.slice(0, MOST_ROWS).map(({ name, known }) => html`<tr><th scope="row">${name}</th>
        <td>${oneDigit(known[known.length - 1])}</td><td>${oneDigit(Math.min(...known))}</td>
        <td>${oneDigit(known.reduce((sum, value) => sum + value, 0) / known.length)}</td><td>${oneDigit(Math.max(...known))}</td></tr>`)}</tbody>
    </table></div>`;
  }

  /** @param {number} at */
  readout(at) {
    const lines = this.linesAt(this.cursorIndex ?? 0);
    const shown = lines.find(({ name }) => name === this.pointedAt) ?? lines[0];
    const time = html`<span class="muted">${atSecond(at * 1000)}</span>`;
    return shown ? html`${time} <span class="name">${shown.name}</span> <b>${oneDigit(shown.value)}</b>` : html`${time} no data`;
  }

  /** The lines at one point, the highest first. @param {number} index */
  linesAt(index) {
    return this.model.lines
      .map(({ name, values }) => ({ name, value: values[index] ?? nearest(values, index) }))
      .filter(({ value }) => typeof value === "number")
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  }

  spoken() {
    const index = this.cursorIndex ?? this.model.xs.length - 1;
    if (index < 0) return "no data";
    const all = this.linesAt(index).map(({ name, value }) => `${name} ${oneDigit(value)}`);
    return `${atSecond(this.model.xs[index] * 1000)}: ${all.slice(0, 5).join(", ") || "no data"} ${this.model.unit}`;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const last = this.model.xs.length - 1;
    const at = this.cursorIndex ?? last;
    const step = event.shiftKey ? 10 : 1;
    /** @type {Record<string, number | null>} */
    const targets = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: last, Escape: null };
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.pointBeside(event.key === "ArrowUp" ? -1 : 1);
    else if (event.key in targets) this.point(targets[event.key]);
    else return;
    event.preventDefault();
  }

  /** Points at the next line up or down. @param {number} direction */
  pointBeside(direction) {
    const lines = this.linesAt(this.cursorIndex ?? this.model.xs.length - 1);
    const index = lines.findIndex(({ name }) => name === this.pointedAt);
    const next = lines[Math.min(lines.length - 1, Math.max(0, index + direction))];
    if (next) this.pointAt(next.name);
  }

  /** @param {number | null} index */
  point(index) {
    const { xs } = this.model;
    if (!this.plot) return;
    if (index === null) {
      this.plot.setCursor({ left: -10, top: -10 });
      this.pointAt(null);
      return;
    }
    const within = Math.min(xs.length - 1, Math.max(0, index));
    this.plot.setCursor({ left: this.plot.valToPos(xs[within], "x"), top: 0 });
    this.cursorIndex = within;
  }

  /** @param {string | null} name */
  pointAt(name) {
    this.pointedAt = name;
    this.onHover(name);
    this.requestUpdate();
  }

  updated() {
    const { xs, lines } = this.model;
    const names = lines.map(({ name }) => name).join("\n");
    const data = [xs, ...lines.map(({ values }) => values)];
    if (!this.plot || names !== this.names) {
      this.names = names;
      this.rebuild(data);
      return;
    }
    lines.forEach((line, i) => (this.plot.series[i + 1].width = widthOf(line)));
    this.plot.setData(data);
  }

  /** @param {unknown[]} data */
  rebuild(data) {
    const box = this.querySelector(".plot");
    if (!(box instanceof HTMLElement)) return;
    this.plot?.destroy();
    this.plot = new window.uPlot(this.options(box), data, box);
    this.resizing?.observe(box);
  }

  resize() {
    const box = this.querySelector(".plot");
    if (!this.plot || !(box instanceof HTMLElement) || box.clientWidth === 0) return;
    if (this.plot.width === box.clientWidth && this.plot.height === box.clientHeight) return;
    this.plot.setSize({ width: box.clientWidth, height: box.clientHeight });
  }

  /** @param {HTMLElement} box */
  options(box) {
    const axis = { stroke: () => themeColour("--muted"), font: FONT, grid: { stroke: () => themeColour("--line"), width: 1 }, ticks: { show: false } };
    return {
      width: box.clientWidth || 300,
      height: box.clientHeight || 160,
      padding: [8, () => this.gutter(), 0, 0],
      legend: { show: false },
      scales: { x: { time: true }, y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ max) => [0, roomAbove(max)] } },
      axes: [
        { ...axis, size: 24, gap: 6, space: 64, incrs: TICKS, values: (/** @type {any} */ _, /** @type {number[]} */ splits) => splits.map((t) => atMinute(t * 1000)) },
        { ...axis, size: 40, gap: 6, space: 32 },
      ],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 6 },
        focus: { prox: NEAR_PIXELS },
        ...(this.syncKey ? { sync: { key: this.syncKey, scales: ["x", null] } } : {}),
      },
      focus: { alpha: 1 },
      series: [{}, ...this.model.lines.map((line, i) => this.seriesOf(line, i))],
      hooks: {
        setCursor: [(/** @type {any} */ plot) => (this.cursorIndex = plot.cursor.left >= 0 ? plot.cursor.idx : null)],
        setSeries: [(/** @type {any} */ plot, /** @type {number | null} */ index) => {
          // A cursor that another chart moves has no height: it points at no line.
          if (plot.cursor.event || index === null) this.pointAt(index ? this.model.lines[index - 1]?.name ?? null : null);
        }],
        draw: [(/** @type {any} */ plot) => this.drawLabels(plot)],
      },
    };
  }

  /** @param {Line} line @param {number} i */
  seriesOf(line, i) {
    return {
      label: line.name,
      width: widthOf(line),
      dash: line.isDashed ? [5, 4] : undefined,
      points: { show: false },
      stroke: () => this.strokeOf(this.model.lines[i]),
    };
  }

  /** @param {Line | undefined} line */
  strokeOf(line) {
    return line ? colourOfSlot(line.slot, !line.isStrong) : "transparent";
  }

  strongLines() {
    return this.model.lines.filter(({ isStrong, values }) => isStrong && values.some((value) => typeof value === "number"));
  }

  /** Room at the right for the names of strong lines. */
  gutter() {
    const longest = Math.max(0, ...this.strongLines().map(({ name }) => name.length));
    return longest === 0 ? 10 : Math.min(this.mostLetters(), longest) * 6.2 + 14;
  }

  mostLetters() {
    return this.clientWidth < 420 ? 9 : 17;
  }

  /** Names at the lines' ends instead of a legend. @param {any} plot */
  drawLabels(plot) {
    const ratio = devicePixelRatio;
    const most = this.mostLetters();
    const labels = this.strongLines()
      .map((line) => ({ line, y: plot.valToPos(lastOf(line.values), "y", true) / ratio }))
      .sort((a, b) => a.y - b.y);
    spread(labels, (plot.bbox.top + plot.bbox.height) / ratio);
    const { ctx } = plot;
    ctx.save();
    ctx.font = `${11 * ratio}px system-ui, -apple-system, "Segoe UI", sans-serif`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    for (const { line, y } of labels) {
      ctx.fillStyle = colourOfSlot(line.slot);
      const name = line.name.length > most ? `${line.name.slice(0, most - 1)}…` : line.name;
      ctx.fillText(name, plot.bbox.left + plot.bbox.width + 6 * ratio, y * ratio);
    }
    ctx.restore();
  }
}

/** Two pixels for what matters, a hair for the rest. @param {Line} line */
const widthOf = ({ isStrong }) => (isStrong ? 2 : 1);

/** @param {number | null} max */
const roomAbove = (max) => Math.max(1, (max ?? 0) * 1.12);

/** @param {(number | null | undefined)[]} values */
function lastOf(values) {
  for (let i = values.length - 1; i >= 0; i--) if (typeof values[i] === "number") return values[i];
  return 0;
}

/** The value a point between two samples belongs to. @param {(number | null | undefined)[]} values @param {number} index */
function nearest(values, index) {
  for (let i = index; i >= 0 && values[i] !== null; i--) if (typeof values[i] === "number") return values[i];
  return null;
}

/** Moves labels apart that would overlap. @param {{y: number}[]} labels @param {number} bottom */
function spread(labels, bottom) {
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + LABEL_HEIGHT);
  let limit = bottom;
  for (let i = labels.length - 1; i >= 0; i--) {
    labels[i].y = Math.min(labels[i].y, limit);
    limit = labels[i].y - LABEL_HEIGHT;
  }
}

customElements.define("time-chart", TimeChart);
