/** Gives every series a colour that it keeps: the dashboard's ten, by the same rule. */

const NAMED = {
  blue: 0, green: 1, red: 2, purple: 3, violet: 3, amber: 4, orange: 4, yellow: 4, teal: 5, cyan: 5, pink: 6,
  lime: 7, olive: 7, grey: 8, gray: 8, slate: 8, brown: 9,
};
const SLOTS = 10;
const STORED = 'colours';
const MOST_STORED = 500;

const given = new Map(stored());

/** The number of a series' colour. */
export function slotOf(name) {
  let slot = given.get(name);
  if (slot === undefined) {
    slot = NAMED[name.toLowerCase()] ?? leastUsed(name);
    given.set(name, slot);
    store();
  }
  return slot;
}

function stored() {
  try {
    const entries = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return entries.filter(([name, slot]) => typeof name === 'string' && Number.isInteger(slot) && slot >= 0 && slot < SLOTS);
  } catch {
    return [];
  }
}

function store() {
  try {
    localStorage.setItem(STORED, JSON.stringify([...given].slice(-MOST_STORED)));
  } catch {
    // Storage is full or forbidden: they last as long as the page, then.
  }
}

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

/** Colours of the current theme by the property's name: asking the style for each line would cost more than drawing. */
const known = new Map();

/** Has the colours asked for anew, after the theme changed. */
export const forgetColours = () => known.clear();

/** A custom property's value in the current theme. */
export function themeColour(property) {
  let colour = known.get(property);
  if (colour === undefined) {
    colour = getComputedStyle(document.documentElement).getPropertyValue(property).trim();
    known.set(property, colour);
  }
  return colour;
}

/** A series' colour in the current theme; `isFaint` for one among many. */
export const colourOf = (name, isFaint = false) => themeColour(`--${isFaint ? 't' : 's'}${slotOf(name)}`);
