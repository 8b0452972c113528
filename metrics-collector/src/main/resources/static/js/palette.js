/** Gives every series a colour that it keeps. A colour's name gets that colour. */

/** The last ones are the likeliest names, so they go to others last. */
const HUES = ['teal', 'violet', 'orange', 'pink', 'olive', 'slate', 'blue', 'green', 'red'];
const ALIASES = {
  brown: 'orange', yellow: 'orange', cyan: 'teal', purple: 'violet', magenta: 'pink', lime: 'olive',
  gray: 'slate', grey: 'slate', black: 'slate', white: 'slate', crimson: 'red', indigo: 'violet', navy: 'blue',
};

const given = new Map();

function hueOf(name) {
  let hue = given.get(name);
  if (!hue) {
    hue = named(name) ?? leastUsed();
    given.set(name, hue);
  }
  return hue;
}

function named(name) {
  const lower = name.toLowerCase();
  return HUES.includes(lower) ? lower : ALIASES[lower];
}

function leastUsed() {
  const uses = new Map(HUES.map((hue) => [hue, 0]));
  for (const hue of given.values()) uses.set(hue, uses.get(hue) + 1);
  return HUES.reduce((best, hue) => (uses.get(hue) < uses.get(best) ? hue : best));
}

/** A series' colour in the current theme, as CSS understands it. */
export function colourOf(name) {
  return themeColour(`--series-${hueOf(name)}`);
}

/** A custom property's value in the current theme. */
export function themeColour(property) {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}
