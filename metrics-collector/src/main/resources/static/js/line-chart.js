import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { formatPreciseTime, formatTime, formatValue } from './format.js';
import { colourOf, themeColour } from './palette.js';

const FONT = '11px system-ui, "DejaVu Sans", sans-serif';
const STRONG_UP_TO = 6;
const SHOWN_AT_CURSOR = 3;

/**
 * A card with one line per series over a common time axis. Charts of one page share their cursor.
 * With the keyboard: the arrow keys move the cursor, Home and End jump, Escape takes it away.
 */
export class LineChart {
  #title;
  #plot = null;
  #names = [];
  #data = [[]];
  #chosen = null;
  #focused = null;
  #size;

  constructor(title) {
    this.#title = title;
    this.element = document.createElement('article');
    this.element.className = 'card chart';
    const header = document.createElement('header');
    const heading = document.createElement('h2');
    heading.textContent = title;
    this.readout = document.createElement('p');
    this.readout.className = 'readout';
    header.append(heading, this.readout);
    this.surface = document.createElement('div');
    this.surface.className = 'plot';
    this.surface.tabIndex = 0;
    this.surface.setAttribute('role', 'group');
    this.surface.setAttribute('aria-label', `${title}: chart. Arrow keys move the cursor.`);
    this.surface.addEventListener('keydown', (event) => this.#onKey(event));
    this.surface.addEventListener('blur', () => this.#hideCursor());
    this.element.append(header, this.surface);
    this.#size = new ResizeObserver(() => this.#resize());
    this.#size.observe(this.surface);
  }

  /** Draws `lines` (one array per name, as long as `times`). */
  draw(times, names, lines) {
    const isSame = names.length === this.#names.length && names.every((name, i) => name === this.#names[i]);
    this.#names = names;
    this.#data = [times, ...lines];
    if (this.#plot && isSame) {
      this.#plot.setData(this.#data, false);
      this.#plot.setScale('x', { min: times[0], max: times.at(-1) });
    } else {
      this.restyle();
    }
    this.#showReadout();
  }

  /** Draws everything anew, in the colours of the current theme. */
  restyle() {
    this.#plot?.destroy();
    this.#plot = null;
    this.#focused = null;
    if (this.surface.clientWidth > 0) {
      this.#plot = new uPlot(this.#options(), this.#data, this.surface);
      this.choose(this.#chosen);
    }
  }

  /** Draws one series strong and the others faint; `null` for none. */
  choose(name) {
    this.#chosen = name;
    this.#plot?.setSeries(this.#chosenIndex(), { focus: true });
    this.#showReadout();
  }

  #chosenIndex() {
    const index = this.#names.indexOf(this.#chosen);
    return index < 0 ? null : index + 1;
  }

  /** The cursor brings the nearest line forward, but never takes the place of a chosen one. */
  #onFocus(index) {
    const chosen = this.#chosenIndex();
    if (chosen !== null && index !== chosen) {
      this.#plot?.setSeries(chosen, { focus: true });
      return;
    }
    this.#focused = index;
    this.#showReadout();
  }

  remove() {
    this.#size.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  #options() {
    const axis = {
      stroke: themeColour('--quiet'),
      font: FONT,
      grid: { stroke: themeColour('--grid'), width: 1 },
      ticks: { show: false },
    };
    const width = this.#names.length > STRONG_UP_TO ? 1.2 : 1.8;
    const span = this.#data[0].length;
    return {
      width: this.surface.clientWidth,
      height: this.surface.clientHeight,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      focus: { alpha: 0.25 },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        focus: { prox: 14 },
        points: { size: 6 },
        sync: { key: 'metrics', setSeries: true },
      },
      scales: {
        x: { time: true, range: (_, min, max) => [min, max] },
        y: { range: (_, min, max) => [Math.min(0, min ?? 0), Math.max(1, (max ?? 1) * 1.08)] },
      },
      axes: [
        { ...axis, size: 28, space: 70, values: (_, ticks) => ticks.map(span > 120 ? formatTime : formatPreciseTime) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => (Math.abs(tick) >= 1e5 ? tick.toExponential(0) : String(tick))) },
      ],
      series: [{}, ...this.#names.map((name) => ({
        label: name, stroke: colourOf(name), width, points: { show: false },
      }))],
      hooks: {
        setCursor: [() => this.#showReadout()],
        setSeries: [(_, index, { focus }) => focus !== undefined && this.#onFocus(index)],
      },
    };
  }

  #resize() {
    if (!this.#plot) this.restyle();
    else this.#plot.setSize({ width: this.surface.clientWidth, height: this.surface.clientHeight });
  }

  /** Says in words what is under the cursor, or the largest of the newest values. */
  #showReadout() {
    const index = this.#plot?.cursor.idx;
    const atCursor = index != null && this.#plot.cursor.left >= 0;
    const values = this.#valuesAt(atCursor ? index : null);
    this.readout.replaceChildren();
    if (atCursor) this.readout.append(`${formatPreciseTime(this.#data[0][index])} `);
    else if (values.length > 0) this.readout.append('highest ');
    for (const [name, value] of values.slice(0, atCursor ? SHOWN_AT_CURSOR : 1)) {
      const label = document.createElement('bdi');
      label.textContent = name;
      const figure = document.createElement('b');
      figure.textContent = ` ${formatValue(value)} `;
      this.readout.append(label, figure);
    }
  }

  #valuesAt(index) {
    return this.#names
      .map((name, i) => [name, index == null ? newest(this.#data[i + 1]) : this.#data[i + 1][index], i + 1 === this.#focused])
      .filter(([, value]) => value != null)
      .sort((one, other) => other[2] - one[2] || other[1] - one[1]);
  }

  #onKey(event) {
    const plot = this.#plot;
    if (!plot || this.#data[0].length === 0) return;
    const last = this.#data[0].length - 1;
    const current = plot.cursor.left >= 0 && plot.cursor.idx != null ? plot.cursor.idx : last;
    const step = event.shiftKey ? 10 : 1;
    const target = { ArrowLeft: current - step, ArrowRight: current + step, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') this.#hideCursor();
    if (target === undefined) return;
    event.preventDefault();
    this.readout.setAttribute('aria-live', 'polite');
    const index = Math.max(0, Math.min(last, target));
    plot.setCursor({ left: plot.valToPos(this.#data[0][index], 'x'), top: plot.bbox.height / devicePixelRatio / 2 });
  }

  #hideCursor() {
    this.readout.removeAttribute('aria-live');
    this.#plot?.setCursor({ left: -10, top: -10 });
  }
}

function newest(values) {
  for (let i = values.length - 1; i >= 0 && i > values.length - 10; i--) {
    if (values[i] != null) return values[i];
  }
  return null;
}
