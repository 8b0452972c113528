/** How numbers and times read. */

const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const formatMinute = (time) => minute.format(time * 1000);
export const formatSecond = (time) => second.format(time * 1000);
export const formatDay = (time) => day.format(time * 1000);

const DAY = 86_400;

/** A moment as precise as is of use in a window of so many seconds. */
export function formatMoment(time, span = 0) {
  const isToday = formatDay(time) === formatDay(Date.now() / 1000);
  const clock = span > DAY ? formatMinute(time) : formatSecond(time);
  return isToday && span <= DAY ? clock : `${formatDay(time)}, ${clock}`;
}

/** A window of time in words. */
export function formatWindow({ from, to }) {
  const isOneDay = formatDay(from) === formatDay(to);
  return `${formatMoment(from, to - from)} – ${isOneDay ? (to - from > DAY ? formatMinute : formatSecond)(to) : formatMoment(to, to - from)}`;
}

/** A value as precise as its size deserves. */
export function formatValue(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e7) return value.toExponential(2);
  return value.toFixed(size >= 10_000 ? 0 : size < 1 && size > 0 ? 2 : 1);
}

/** A length of time in the largest unit that says enough; it is not broken over two lines. */
export function formatLength(seconds) {
  if (seconds < 90) return inUnit(Math.round(seconds), 's');
  if (seconds < 3600) return inUnit(Math.round(seconds / 60), 'min');
  if (seconds < 2 * DAY) return inUnit(Number((seconds / 3600).toFixed(seconds < 36_000 ? 1 : 0)), 'h');
  return inUnit(Math.round(seconds / DAY), 'd');
}

const inUnit = (count, unit) => `${count}\u00a0${unit}`;

/** A time ago. */
export const formatAgo = (seconds) => (seconds < 3 ? 'now' : formatLength(seconds));
