const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const preciseTime = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
});

export const formatTime = (second) => time.format(second * 1000);
export const formatPreciseTime = (second) => preciseTime.format(second * 1000);

/** A value as precise as its size deserves. */
export function formatValue(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e7) return value.toExponential(2);
  return value.toFixed(size >= 10_000 ? 0 : size < 1 && size > 0 ? 2 : 1);
}

/** A time ago in the largest unit that says enough. */
export function formatAgo(seconds) {
  if (seconds < 3) return 'now';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
