import { formatValue } from './format.js';
import { colourOf } from '../automat/palette.js';

const MOST_SHOWN = 6;

/** The lines of a chart with their values, at the crosshair or now. A click draws one strong. */
export class Legend {
  #entries = [];
  #rest;

  constructor(title, onPin, onHover) {
    this.element = document.createElement('ul');
    this.element.className = 'legend';
    this.element.setAttribute('aria-label', `${title}: values`);
    for (let i = 0; i < MOST_SHOWN; i++) this.#entries.push(this.#entry(onPin, onHover));
    this.#rest = document.createElement('li');
    this.#rest.className = 'rest';
    this.#rest.hidden = true;
    this.element.append(this.#rest);
  }

  #entry(onPin, onHover) {
    const item = document.createElement('li');
    item.hidden = true;
    const button = document.createElement('button');
    button.type = 'button';
    const swatch = document.createElement('span');
    swatch.className = 'swatch';
    const name = document.createElement('bdi');
    const value = document.createElement('b');
    button.append(swatch, name, value);
    button.addEventListener('click', () => onPin(name.textContent));
    button.addEventListener('pointerenter', () => onHover(name.textContent));
    button.addEventListener('pointerleave', () => onHover(null));
    item.append(button);
    this.element.append(item);
    return { item, button, swatch, name, value };
  }

  /** Shows `[{name, value, isStrong, isDashed}]`, the first ones of it. */
  show(values, chosen) {
    const shown = values.length > MOST_SHOWN ? MOST_SHOWN - 1 : MOST_SHOWN;
    this.#entries.forEach((entry, i) => {
      const line = i < shown ? values[i] : undefined;
      entry.item.hidden = line === undefined;
      if (line === undefined) return;
      setText(entry.name, line.name);
      setText(entry.value, line.value == null ? 'silent' : formatValue(line.value));
      entry.button.toggleAttribute('data-silent', line.value == null);
      entry.button.title = line.name;
      entry.button.setAttribute('aria-pressed', String(chosen.pinned === line.name));
      entry.swatch.style.color = colourOf(line.name, !line.isStrong);
      entry.swatch.toggleAttribute('data-dashed', line.isDashed);
    });
    const more = values.length - shown;
    this.#rest.hidden = more <= 0;
    if (more > 0) setText(this.#rest, `and ${more} more below`);
  }
}

/** Writing the same text again would still cost a layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
