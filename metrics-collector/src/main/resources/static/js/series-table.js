import { formatAgo, formatLength, formatValue } from './format.js';
import { setText } from './legend.js';
import { colourOf } from '../automat/palette.js';
import { drawSparkline } from './sparkline.js';

/** A row per app with its newest values. Tells `onHover` and `onPin` which app the reader points at. */
export class SeriesTable {
  #table;
  #body;
  #rows = new Map();
  #onHover;
  #onPin;
  #sort = { key: 'name', descending: false };
  #visible = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.target.isInView = entry.isIntersecting;
  }, { rootMargin: '300px 0px' });

  constructor(table, { onHover, onPin }) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#onHover = onHover;
    this.#onPin = onPin;
    for (const header of table.querySelectorAll('th[data-sort]')) {
      header.querySelector('button').addEventListener('click', () => this.#sortBy(header));
    }
  }

  /**
   * Shows these series: `curve(name, field)` tells the values to draw, `alerts` maps a name to its
   * worst alert, and `isStale` says that nobody can know now who is silent.
   */
  show(series, { curve, alerts, pinned, now, isStale }) {
    const sorted = [...series].sort((one, other) => this.#compare(one, other));
    for (const [name, row] of this.#rows) {
      if (!series.some((one) => one.name === name)) this.#drop(name, row);
    }
    sorted.forEach((one, place) => {
      const row = this.#rows.get(one.name) ?? this.#add(one.name);
      if (this.#body.rows[place] !== row.element) this.#body.insertBefore(row.element, this.#body.rows[place] ?? null);
      this.#fill(row, one, { curve, alert: alerts.get(one.name), isChosen: pinned === one.name, now, isStale });
    });
  }

  #add(name) {
    const element = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    const button = document.createElement('button');
    button.type = 'button';
    button.title = 'Draw this app strong';
    button.setAttribute('aria-pressed', 'false');
    const swatch = document.createElement('span');
    swatch.className = 'swatch';
    const label = document.createElement('bdi');
    label.textContent = name;
    button.append(swatch, label);
    const [tag, trouble] = ['tag', 'tag bad'].map((className) => {
      const tag = document.createElement('span');
      tag.className = className;
      tag.hidden = true;
      return tag;
    });
    head.append(button, tag, trouble);
    const [cpu, mem, ago] = [0, 1, 2].map(() => cell('number'));
    const curves = [0, 1].map(() => document.createElement('canvas'));
    const curveCells = curves.map((canvas) => {
      canvas.className = 'spark';
      const curve = cell('curve');
      curve.append(canvas);
      return curve;
    });
    element.append(head, cpu, curveCells[0], mem, curveCells[1], ago);
    element.addEventListener('pointerenter', () => this.#onHover(name));
    element.addEventListener('pointerleave', () => this.#onHover(null));
    button.addEventListener('click', () => this.#onPin(name));
    const row = { element, button, swatch, tag, trouble, cpu, mem, ago, curves };
    this.#rows.set(name, row);
    this.#visible.observe(element);
    return row;
  }

  #drop(name, row) {
    this.#visible.unobserve(row.element);
    row.element.remove();
    this.#rows.delete(name);
  }

  #fill(row, series, { curve, alert, isChosen, now, isStale }) {
    const colour = colourOf(series.name);
    row.swatch.style.color = colour;
    setText(row.cpu, formatValue(series.last?.cpu));
    setText(row.mem, formatValue(series.last?.mem));
    const silence = Math.max(0, now - series.lastSeen);
    const isSilent = !isStale && (!series.alive || silence > Math.max(5, series.interval * 3));
    row.element.toggleAttribute('data-silent', isSilent);
    setText(row.ago, isSilent ? `silent for ${formatLength(silence)}` : isStale ? '–' : formatAgo(silence));
    row.tag.hidden = series.senders < 2;
    setText(row.tag, `${series.senders} senders`);
    row.trouble.hidden = alert === undefined || alert.kind === 'silence';
    if (alert) setText(row.trouble, `${alert.glyph} ${alert.kind}`);
    row.element.toggleAttribute('data-chosen', isChosen);
    row.button.setAttribute('aria-pressed', String(isChosen));
    if (row.element.isInView) {
      drawSparkline(row.curves[0], curve(series.name, 'cpu'), colour);
      drawSparkline(row.curves[1], curve(series.name, 'mem'), colour);
    }
  }

  #sortBy(header) {
    const key = header.dataset.sort;
    const isSame = key === this.#sort.key;
    this.#sort = { key, descending: isSame ? !this.#sort.descending : key !== 'name' };
    for (const other of this.#table.querySelectorAll('th[data-sort]')) other.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', this.#sort.descending ? 'descending' : 'ascending');
    this.#table.dispatchEvent(new CustomEvent('sorted', { bubbles: true }));
  }

  #compare(one, other) {
    const { key, descending } = this.#sort;
    const order = key === 'name' ? 0 : (one.last?.[key] ?? 0) - (other.last?.[key] ?? 0);
    return (descending ? -1 : 1) * (order || one.name.localeCompare(other.name));
  }
}

function cell(className) {
  const element = document.createElement('td');
  element.className = className;
  return element;
}
