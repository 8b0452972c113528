/** Which of the style sheet's ten colours an app is drawn in. */

const NAMED = { blue: 0, green: 1, red: 2, purple: 3, amber: 4, orange: 4, yellow: 4, teal: 5, cyan: 5, pink: 6, lime: 7, grey: 8, gray: 8, brown: 9 };
const SLOTS = 10;

const STORED = "colours";
const MOST_STORED = 500;

/** @type {Map<string, number>} */
const taken = new Map(stored());

/** The same for one app in every tab and after every visit. @param {string} name */
export function slot(name) {
  const known = taken.get(name);
  if (known !== undefined) return known;
  const free = NAMED[/** @type {keyof typeof NAMED} */ (name.toLowerCase())] ?? leastUsed(name);
  taken.set(name, free);
  store();
  return free;
}

/** @returns {[string, number][]} */
function stored() {
  try {
    const entries = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(entries) ? entries.filter(([name, colour]) => typeof name === "string" && colour >= 0 && colour < SLOTS) : [];
  } catch {
    return [];
  }
}

function store() {
  try {
    localStorage.setItem(STORED, JSON.stringify([...taken].slice(-MOST_STORED)));
  } catch {
    // Storage is full or forbidden: they last as long as the page, then.
  }
}

/** @param {string} name */
function leastUsed(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  const used = new Array(SLOTS).fill(0);
  // Apps named for a colour will want it.
  used[0] = used[1] = used[2] = 1;
  for (const each of taken.values()) used[each]++;
  const least = Math.min(...used);
  for (let i = 0; i < SLOTS; i++) {
    const candidate = (hash + i) % SLOTS;
    if (used[candidate] === least) return candidate;
  }
  return 0;
}

/** @param {string} property a custom property of the style sheet */
export const cssColor = (property) => getComputedStyle(document.documentElement).getPropertyValue(property).trim();
