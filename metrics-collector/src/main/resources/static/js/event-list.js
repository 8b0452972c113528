import { lasting } from './events.js';
import { formatMoment } from './format.js';
import { setText } from './legend.js';
import { colourOf } from '../automat/palette.js';

const MOST_ALERTS = 3;
const MOST_LISTED = 12;

/** The alerts that last, above all, and below the charts what happened in the time that is shown. */
export class EventList {
  #section;
  #banner = document.getElementById('alerts');
  #onShow;

  /** `onShow(event)` brings an event's moment and app forward. */
  constructor(section, onShow) {
    this.#section = section;
    this.#onShow = onShow;
  }

  show(events, span, now) {
    const current = events.current();
    const urgent = current.filter(({ kind }) => kind !== 'silence').slice(0, MOST_ALERTS);
    sync(this.#banner, urgent, (event) => this.#alert(event), (item, event) => {
      setText(item.querySelector('strong'), `${event.glyph} ${event.name} ${event.word}`);
      setText(item.querySelector('.what'), `${event.text}${event.text ? ', ' : ''}${lasting(event, now)}`);
    });
    this.#banner.hidden = urgent.length === 0;
    const listed = events.within(span);
    this.#section.hidden = listed.length === 0;
    sync(this.#section.querySelector('ul'), listed.slice(0, MOST_LISTED), (event) => this.#line(event), (item, event) => {
      setText(item.querySelector('.what'), `${event.word}${event.text ? ` · ${event.text}` : ''}`);
      setText(item.querySelector('.lasting'), lasting(event, now));
    });
    const more = this.#section.querySelector('.more');
    more.hidden = listed.length <= MOST_LISTED;
    setText(more, `and ${listed.length - MOST_LISTED} earlier in this time`);
  }

  #alert(event) {
    const item = document.createElement('li');
    item.className = 'card alert';
    const words = document.createElement('p');
    const strong = document.createElement('strong');
    const what = document.createElement('span');
    what.className = 'what';
    words.append(strong, ' ', what);
    item.append(words, this.#button('Show', event));
    return item;
  }

  #line(event) {
    const item = document.createElement('li');
    const sign = document.createElement('span');
    sign.className = event.isAlert ? 'sign bad' : 'sign';
    sign.textContent = event.glyph;
    if (!event.isAlert) sign.style.color = colourOf(event.name);
    const name = document.createElement('bdi');
    name.textContent = event.name;
    const [what, length] = ['what', 'lasting'].map((className) => {
      const span = document.createElement('span');
      span.className = className;
      return span;
    });
    item.append(this.#button(formatMoment(event.time), event, 'Point at it'), sign, name, what, length);
    return item;
  }

  #button(text, event, title = '') {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    button.textContent = text;
    button.title = title;
    button.addEventListener('click', () => this.#onShow(event));
    return button;
  }
}

/** Keeps one element per event, so that what has the keyboard's focus stays. */
function sync(list, events, create, update) {
  const keys = new Set(events.map(keyOf));
  const known = new Map([...list.children].filter(({ dataset }) => dataset.key).map((item) => [item.dataset.key, item]));
  for (const [key, item] of known) if (!keys.has(key)) item.remove();
  events.forEach((event, place) => {
    const key = keyOf(event);
    const item = known.get(key) ?? create(event);
    item.dataset.key = key;
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
    update(item, event);
  });
}

const keyOf = ({ kind, name, time }) => `${kind} ${time} ${name}`;
