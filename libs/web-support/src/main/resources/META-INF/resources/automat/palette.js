/** Gives every app one of the style sheet's ten colours, which it keeps. */

/** @type {Record<string, number>} */
const NAMED = {
  blue: 0, green: 1, red: 2, purple: 3, violet: 3, amber: 4, orange: 4, yellow: 4, teal: 5, cyan: 5, pink: 6,
  lime: 7, olive: 7, grey: 8, gray: 8, slate: 8, brown: 9,
};
const SLOTS = 10;
const STORED = 'colours';
const MOST_STORED = 500;

/** @type {Map<string, number>} */
const given = new Map(stored());

/** The number of an app's colour: the same in every tab and after every visit. @param {string} name */
export function slotOf(name) {
  const known = given.get(name);
  if (known !== undefined) return known;
  const free = NAMED[name.toLowerCase()] ?? leastUsed(name);
  given.set(name, free);
  store();
  return free;
}

/** @returns {[string, number][]} */
function stored() {
  try {
    const entries = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return entries.filter((/** @type {[unknown, unknown]} */ [name, slot]) => typeof name === 'string' && isSlot(slot));
  } catch {
    return [];
  }
}

/** @param {unknown} slot */
function isSlot(slot) {
  return Number.isInteger(slot) && Number(slot) >= 0 && Number(slot) < SLOTS;
}

function store() {
  try {
    localStorage.setItem(STORED, JSON.stringify([...given].slice(-MOST_STORED)));
  } catch {
    // Storage is full or forbidden: they last as long as the page, then.
  }
}

/** @param {string} name */
function leastUsed(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  const uses = new Array(SLOTS).fill(0);
  // Apps named for a colour will want it.
  uses[0] = uses[1] = uses[2] = 1;
  for (const slot of given.values()) uses[slot]++;
  const least = Math.min(...uses);
  for (let i = 0; i < SLOTS; i++) {
    if (uses[(hash + i) % SLOTS] === least) return (hash + i) % SLOTS;
  }
  return 0;
}

/** Colours of the current theme by the property's name: asking the style for each line would cost more than drawing. @type {Map<string, string>} */
const known = new Map();

/** Has the colours asked for anew, after the theme changed. */
export const forgetColours = () => known.clear();

/** A custom property's value in the current theme, as a canvas understands it. @param {string} property */
export function themeColour(property) {
  let colour = known.get(property);
  if (colour === undefined) {
    colour = computed(property);
    known.set(property, colour);
  }
  return colour;
}

/** A custom property is text until something is drawn in it. @param {string} property */
function computed(property) {
  const probe = document.createElement('i');
  probe.hidden = true;
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** An app's colour in the current theme; `isFaint` for one among many. @param {string} name */
export const colourOf = (name, isFaint = false) => colourOfSlot(slotOf(name), isFaint);

/** A slot's colour in the current theme. @param {number} slot */
export const colourOfSlot = (slot, isFaint = false) => themeColour(`--${isFaint ? 't' : 's'}${slot}`);
