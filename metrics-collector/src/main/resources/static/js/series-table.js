import { formatAgo, formatValue } from './format.js';
import { colourOf } from './palette.js';
import { drawSparkline } from './sparkline.js';

/** A row per app with its newest values. Tells `onChoose` which app the reader points at. */
export class SeriesTable {
  #table;
  #body;
  #rows = new Map();
  #onChoose;
  #pinned = null;
  #sort = { key: 'name', descending: false };
  #visible = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.target.isInView = entry.isIntersecting;
  });

  constructor(table, onChoose) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#onChoose = onChoose;
    for (const header of table.querySelectorAll('th[data-sort]')) {
      header.querySelector('button').addEventListener('click', () => this.#sortBy(header));
    }
  }

  /** Shows these series, with curves over the given seconds. */
  show(series, from, count, now) {
    const sorted = [...series].sort((one, other) => this.#compare(one, other));
    for (const [name, row] of this.#rows) {
      if (!series.some((one) => one.name === name)) this.#drop(name, row);
    }
    sorted.forEach((one, place) => {
      const row = this.#rows.get(one.name) ?? this.#add(one.name);
      if (this.#body.rows[place] !== row.element) this.#body.insertBefore(row.element, this.#body.rows[place] ?? null);
      this.#fill(row, one, from, count, now);
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
    const tag = document.createElement('span');
    tag.className = 'tag';
    tag.hidden = true;
    head.append(button, tag);
    const [cpu, mem, ago] = [0, 1, 2].map(() => cell('number'));
    const curves = [0, 1].map(() => document.createElement('canvas'));
    const curveCells = curves.map((canvas) => {
      canvas.className = 'spark';
      const curve = cell('curve');
      curve.append(canvas);
      return curve;
    });
    element.append(head, cpu, curveCells[0], mem, curveCells[1], ago);
    element.addEventListener('pointerenter', () => this.#onChoose(name));
    element.addEventListener('pointerleave', () => this.#onChoose(this.#pinned));
    button.addEventListener('click', () => this.#pin(this.#pinned === name ? null : name));
    const row = { element, button, swatch, tag, cpu, mem, ago, curves };
    this.#rows.set(name, row);
    this.#visible.observe(element);
    return row;
  }

  #drop(name, row) {
    this.#visible.unobserve(row.element);
    row.element.remove();
    this.#rows.delete(name);
    if (this.#pinned === name) this.#pin(null);
  }

  #fill(row, series, from, count, now) {
    const colour = colourOf(series.name);
    row.swatch.style.background = colour;
    setText(row.cpu, `${formatValue(series.last?.cpu)} %`);
    setText(row.mem, `${formatValue(series.last?.mem)} MiB`);
    const silence = Math.max(0, now - series.lastSeen);
    const isSilent = !series.alive || silence > Math.max(5, series.interval * 3);
    row.element.toggleAttribute('data-silent', isSilent);
    setText(row.ago, isSilent ? `silent for ${formatAgo(silence)}` : formatAgo(silence));
    row.tag.hidden = series.senders < 2;
    setText(row.tag, `${series.senders} senders`);
    if (row.element.isInView) {
      drawSparkline(row.curves[0], series.read('cpu', from, count), colour);
      drawSparkline(row.curves[1], series.read('mem', from, count), colour);
    }
  }

  #pin(name) {
    this.#pinned = name;
    for (const [other, row] of this.#rows) {
      row.element.toggleAttribute('data-chosen', other === name);
      row.button.setAttribute('aria-pressed', String(other === name));
    }
    this.#onChoose(name);
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

/** Writing the same text again would still cost a layout. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
