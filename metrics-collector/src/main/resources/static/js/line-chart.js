import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { attend } from './gestures.js';
import { Legend } from './legend.js';
import { drawMarks, drawRanges, lonePoints } from './chart-layers.js';
import { formatDay, formatMinute, formatMoment, formatSecond, formatValue } from './format.js';
import { colourOf, slotOf, themeColour } from '../automat/palette.js';

const FONT = '11px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';
/** Up to this many lines, each has its colour; beyond, only those that matter. */
const ALL_COLOURED = 5;
const COLOURED_OF_MANY = 3;
const NEAR_PIXELS = 20;
/** For a line whose colour another one of the chart has already. */
const DASH = [5, 3];
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const MONTH = 30 * DAY;
/** Between two times on the axis. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30], ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE), ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 4, 7, 14].map((count) => count * DAY), ...[1, 2, 3, 6, 12].map((count) => count * MONTH),
];
/** Up to this length of time, times are told with their seconds. */
const WITH_SECONDS = 240;
const RIGHT_PADDING = 18;
const LETTER_PIXELS = 6.2;

/**
 * A card with one line per series over a common time axis. `page` holds what the charts share:
 * `crosshair`, `view`, `chosen` (names to draw strong), `onHover(name)` and `onPin(name)`.
 */
export class LineChart {
  #page;
  #plot = null;
  #model = { xs: [], lines: [], marks: [], span: { from: 0, to: 1 } };
  #names = '';
  #strong = new Set();
  #hovered = null;
  #size;

  constructor(title, unit, page) {
    this.title = title;
    this.unit = unit;
    this.#page = page;
    this.element = document.createElement('article');
    this.element.className = 'card chart';
    const header = document.createElement('header');
    const heading = document.createElement('h2');
    heading.textContent = unit ? `${title}, ${unit}` : title;
    this.readout = document.createElement('p');
    this.readout.className = 'readout';
    header.append(heading, this.readout);
    /** Whether a button of the mouse is held on this chart. */
    this.isPressed = false;
    this.surface = document.createElement('div');
    this.surface.className = 'plot';
    this.surface.tabIndex = 0;
    this.surface.setAttribute('role', 'slider');
    this.surface.setAttribute('aria-label', `${title}: time under the crosshair`);
    this.surface.setAttribute('aria-describedby', 'keys');
    this.legend = new Legend(title, (name) => page.onPin(name), (name) => page.onHover(name));
    this.element.append(header, this.surface, this.legend.element);
    attend(this, page);
    this.#size = new ResizeObserver(() => this.#resize());
    this.#size.observe(this.surface);
  }

  /** Draws `{xs, lines: [{name, values, min, max}], marks, span}`. */
  draw(model) {
    this.#model = model;
    this.#rank();
    const names = model.lines.map(({ name }) => name).join('\n');
    if (this.#plot && names === this.#names) {
      this.#plot.setData(this.#data(), false);
      this.#plot.setScale('x', { min: model.span.from, max: model.span.to });
    } else {
      this.#names = names;
      this.restyle();
    }
    this.#describe();
    // The plot takes its new scale over in a microtask of its own, before this one.
    queueMicrotask(() => this.place());
  }

  /** Says what is drawn, where programs can read it. */
  #describe() {
    const { xs, lines } = this.#model;
    let points = 0;
    let oldest = Infinity;
    let newest = -Infinity;
    for (const { values } of lines) {
      values.forEach((value, i) => {
        if (value == null) return;
        points++;
        if (i < oldest) oldest = i;
        if (i > newest) newest = i;
      });
    }
    Object.assign(this.surface.dataset, { points, oldest: xs[oldest] ?? '', newest: xs[newest] ?? '' });
  }

  #data() {
    return [this.#model.xs, ...this.#model.lines.map(({ values }) => values)];
  }

  /** Builds the plot anew, in the colours of the current theme. */
  restyle() {
    this.#plot?.destroy();
    this.#plot = null;
    if (this.surface.clientWidth === 0 || this.#model.lines.length === 0) return;
    this.#plot = new uPlot(this.#options(), this.#data(), this.surface);
  }

  /** Draws again after other lines became the ones to follow. */
  emphasize() {
    this.#rank();
    this.#plot?.redraw(false);
    this.#tell();
  }

  remove() {
    this.#size.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  /** Which lines the eye should follow. */
  #rank() {
    const { lines } = this.#model;
    const levels = lines.map(({ name, values }) => [name, newest(values) === null ? -1 : recentMean(values)])
      .sort((one, other) => other[1] - one[1]);
    const present = new Set(lines.map(({ name }) => name));
    const { pinned, attention } = this.#page.chosen;
    const leading = [...levels.slice(0, COLOURED_OF_MANY).map(([name]) => name), ...attention];
    const wanted = [...this.#page.chosen].filter((name) => present.has(name));
    if (lines.length <= ALL_COLOURED) this.#strong = present;
    else if (wanted.length > 0) this.#strong = new Set(wanted);
    else this.#strong = new Set(leading);
    this.ranking = levels.map(([name]) => name);
    const colours = new Set();
    lines.forEach((line, i) => {
      line.isStrong = this.#strong.has(line.name);
      // Not by what is pointed at: names must stay where they are under the pointer.
      line.place = line.name === pinned ? 0 : leading.includes(line.name) ? 1 : 2;
      line.isDashed = line.isStrong && colours.has(slotOf(line.name));
      if (line.isStrong) colours.add(slotOf(line.name));
      const series = this.#plot?.series[i + 1];
      if (series) Object.assign(series, looksOf(line));
    });
  }

  #options() {
    const { crosshair } = this.#page;
    const axis = {
      stroke: themeColour('--muted'), font: FONT, ticks: { show: false },
      grid: { stroke: themeColour('--grid'), width: 1 },
    };
    return {
      width: this.surface.clientWidth,
      height: this.surface.clientHeight,
      padding: [14, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      focus: { alpha: 1 },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 6 },
        focus: { prox: NEAR_PIXELS },
        points: { size: 6 },
        // A locked crosshair stays where it is, except while a stretch of time is selected.
        move: (plot, left, top) => (crosshair.isLocked && !this.isPressed ? [plot.valToPos(crosshair.time, 'x'), top] : [left, top]),
        bind: {
          dblclick: () => () => this.#page.view.goLive(),
          mousedown: (_, __, handler) => (event) => { if (event.button === 0 && !event.shiftKey) handler(event); },
        },
      },
      scales: {
        x: { time: true, range: () => [this.#model.span.from, this.#model.span.to] },
        y: { range: (_, least, most) => this.#room(least, most) },
      },
      axes: [
        {
          ...axis, size: 30, gap: 8, incrs: STEPS, space: (_, __, from, to) => (to - from <= WITH_SECONDS ? 74 : 56),
          values: (_, ticks) => this.#timeLabels(ticks),
        },
        { ...axis, size: 46, space: 34, values: (_, ticks) => ticks.map((tick) => (Math.abs(tick) >= 1e5 ? tick.toExponential(0) : String(tick))) },
      ],
      series: [{}, ...this.#model.lines.map(({ name }, i) => ({
        label: name,
        stroke: () => this.#strokeOf(this.#model.lines[i]),
        ...looksOf(this.#model.lines[i]),
        points: { show: true, size: 3, width: 0, fill: () => this.#strokeOf(this.#model.lines[i]), filter: lonePoints },
      }))],
      hooks: {
        drawAxes: [(plot) => drawRanges(plot, this.#model)],
        draw: [(plot) => drawMarks(plot, this.#model.marks)],
        setCursor: [(plot) => this.#onCursor(plot)],
        setSelect: [(plot) => this.#onSelect(plot)],
        setSeries: [(plot, index) => this.#onNear(plot, index)],
      },
    };
  }

  /** None that would be cut off at the right edge. */
  #timeLabels(ticks) {
    const { span } = this.#model;
    const pixelsPerSecond = this.plotWidth / (span.to - span.from);
    return timeLabels(ticks, span).map((label, i) => {
      const room = RIGHT_PADDING + (span.to - ticks[i]) * pixelsPerSecond;
      return (label.length * LETTER_PIXELS) / 2 <= room ? label : '';
    });
  }

  #strokeOf(line) {
    return line ? colourOf(line.name, !line.isStrong) : 'transparent';
  }

  /** From zero, and high enough for the peaks inside of the steps. */
  #room(least, most) {
    let top = most ?? 1;
    for (const { isStrong, max } of this.#model.lines) {
      if (isStrong && max) for (const value of max) if (value > top) top = value;
    }
    return [Math.min(0, least ?? 0), Math.max(1, top * 1.08)];
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (width === 0) return;
    if (!this.#plot) this.restyle();
    else if (this.#plot.width !== width || this.#plot.height !== height) this.#plot.setSize({ width, height });
    queueMicrotask(() => this.place());
  }

  // --- the crosshair -----------------------------------------------------------------------------

  #onCursor(plot) {
    // What the page itself places has no event.
    if (!plot.cursor.event) return;
    if (plot.cursor.left < 0) this.#page.crosshair.leave(this);
    else this.#page.crosshair.follow(this, plot.posToVal(plot.cursor.left, 'x'));
  }

  #onNear(plot, index) {
    if (!plot.cursor.event) return;
    const name = index ? this.#model.lines[index - 1]?.name ?? null : null;
    if (name === this.#hovered) return;
    this.#hovered = name;
    this.#page.onHover(name);
  }

  /** The pointer is gone, and with it the line it was near to. */
  leave() {
    if (this.#hovered === null) return;
    this.#hovered = null;
    this.#page.onHover(null);
  }

  #onSelect(plot) {
    const { left, width } = plot.select;
    if (width < 6) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#page.view.show(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  }

  /** Puts the cursor where the crosshair is, and says in words what is there. */
  place() {
    const plot = this.#plot;
    const { crosshair } = this.#page;
    if (plot && crosshair.isLedBy(this)) {
      crosshair.time = plot.posToVal(plot.cursor.left, 'x');
    } else if (plot && !this.isPressed) {
      // A cursor that moves while a stretch is selected would move the selection's end.
      plot.cursor.event = null;
      const isShown = crosshair.time !== null && crosshair.time >= this.#model.span.from && crosshair.time <= this.#model.span.to;
      plot.setCursor(isShown ? { left: plot.valToPos(crosshair.time, 'x'), top: 0 } : { left: -10, top: -10 });
    }
    this.#tell();
  }

  /** The index under the crosshair; null when it is elsewhere. */
  get index() {
    const { time } = this.#page.crosshair;
    const { xs, span } = this.#model;
    if (time === null || xs.length === 0 || time < span.from || time > span.to) return null;
    const step = xs.length > 1 ? xs[1] - xs[0] : 1;
    return Math.max(0, Math.min(xs.length - 1, Math.round((time - xs[0]) / step)));
  }

  get xs() {
    return this.#model.xs;
  }

  /** The moment at a place of the screen. */
  timeAt(clientX) {
    if (!this.#plot) return null;
    return this.#plot.posToVal(clientX - this.#plot.over.getBoundingClientRect().left, 'x');
  }

  get plotWidth() {
    return this.#plot?.over.clientWidth ?? 1;
  }

  #valuesAt(index) {
    // Live, the order follows the ranking: by the newest value, noise would have names change places each second.
    const size = index === null ? ({ name }) => -this.ranking.indexOf(name) : ({ value }) => value ?? -Infinity;
    return this.#model.lines
      .map(({ values, ...line }) => ({ ...line, value: index === null ? newest(values) : valueAt(values, index) }))
      .sort((one, other) => one.place - other.place || size(other) - size(one));
  }

  #tell() {
    const index = this.index;
    const values = this.#valuesAt(index);
    this.legend.show(values, this.#page.chosen);
    const { surface } = this;
    const moment = index === null ? null : formatMoment(this.#model.xs[index], this.#model.span.to - this.#model.span.from);
    const parts = [];
    if (moment !== null) {
      parts.push(`${this.#page.crosshair.isLocked ? 'locked at ' : ''}${moment}`);
    } else if (this.ranking?.length > 0) {
      const top = values.find(({ name }) => name === this.ranking[0]);
      const name = document.createElement('bdi');
      name.textContent = top.name;
      const figure = document.createElement('b');
      figure.textContent = ` ${formatValue(top.value)}`;
      parts.push('highest ', name, figure);
    }
    this.readout.replaceChildren(...parts);
    surface.setAttribute('aria-valuemin', '0');
    surface.setAttribute('aria-valuemax', String(Math.max(0, this.#model.xs.length - 1)));
    surface.setAttribute('aria-valuenow', String(index ?? Math.max(0, this.#model.xs.length - 1)));
    const spoken = values.filter(({ value }) => value != null).slice(0, 5).map(({ name, value }) => `${name} ${formatValue(value)}`);
    surface.setAttribute('aria-valuetext', `${moment ?? 'newest'}: ${spoken.join(', ') || 'no data'}`);
  }
}

/** How a line is drawn, besides its colour. */
const looksOf = ({ isStrong, isDashed }) => ({ width: isStrong ? 1.8 : 1, dash: isDashed ? DASH : undefined });

/** Over the last fifth of the chart, so that a ranking does not flicker. */
function recentMean(values) {
  let sum = 0;
  let count = 0;
  for (let i = Math.floor(values.length * 0.8); i < values.length; i++) {
    if (values[i] != null) {
      sum += values[i];
      count++;
    }
  }
  return count === 0 ? -1 : sum / count;
}

/** The newest value, unless the app is silent since. */
function newest(values) {
  for (let i = values.length - 1; i >= 0 && i > values.length - 12; i--) {
    if (values[i] != null) return values[i];
  }
  return null;
}

/** Between two samples that belong together, the earlier one holds. */
function valueAt(values, index) {
  for (let i = index; i >= 0 && values[i] !== null; i--) {
    if (values[i] !== undefined) return values[i];
  }
  return null;
}

function timeLabels(ticks, { from, to }) {
  const length = to - from;
  let shownDay = null;
  return ticks.map((tick) => {
    if (length <= WITH_SECONDS) return formatSecond(tick);
    if (length <= DAY / 2) return formatMinute(tick);
    const day = formatDay(tick);
    const isNewDay = day !== shownDay;
    shownDay = day;
    if (length > 4 * DAY) return isNewDay ? day : '';
    return isNewDay && formatMinute(tick) === '00:00' ? day : formatMinute(tick);
  });
}
