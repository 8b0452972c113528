import { colourOf, themeColour } from '../automat/palette.js';

/** What is drawn below and above a chart's lines. */

/** More marks than this would be a fence. */
const MOST_MARKS = 60;
const MARK_APART = 9;

/** Which samples have no neighbour, and so no line: they are drawn as dots. */
export function lonePoints(plot, seriesIndex) {
  const values = plot.data[seriesIndex];
  const lone = [];
  let first = -1;
  let count = 0;
  for (let i = 0; i <= values.length; i++) {
    const value = i < values.length ? values[i] : null;
    if (value === null) {
      if (count === 1) lone.push(first);
      count = 0;
    } else if (value !== undefined && ++count === 1) {
      first = i;
    }
  }
  return lone;
}

/** Between the least and the greatest value of each step, behind the lines that matter. */
export function drawRanges(plot, { xs, lines }) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = 0.16;
  for (const { name, isStrong, min, max } of lines) {
    if (!isStrong || !min || !max) continue;
    ctx.fillStyle = colourOf(name);
    for (const [from, to] of stretches(max)) drawRange(plot, xs, min, max, from, to);
  }
  ctx.restore();
}

function* stretches(values) {
  let from = -1;
  for (let i = 0; i <= values.length; i++) {
    const isThere = i < values.length && values[i] != null;
    if (isThere && from < 0) from = i;
    if (!isThere && from >= 0) {
      yield [from, i - 1];
      from = -1;
    }
  }
}

function drawRange(plot, xs, min, max, from, to) {
  const { ctx } = plot;
  ctx.beginPath();
  for (let i = from; i <= to; i++) ctx.lineTo(plot.valToPos(xs[i], 'x', true), plot.valToPos(max[i], 'y', true));
  for (let i = to; i >= from; i--) ctx.lineTo(plot.valToPos(xs[i], 'x', true), plot.valToPos(min[i] ?? max[i], 'y', true));
  ctx.fill();
}

/** Restarts and alerts: a thin line with a sign on top, in the app's colour or in that of trouble. */
export function drawMarks(plot, marks) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${10 * ratio}px system-ui, "DejaVu Sans", sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = ratio;
  let previous = -Infinity;
  for (const { time, name, glyph, isAlert } of marks.slice(0, MOST_MARKS)) {
    const x = Math.round(plot.valToPos(time, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const colour = isAlert ? themeColour('--bad') : colourOf(name);
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.55;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.globalAlpha = 1;
    if (Math.abs(x - previous) >= MARK_APART * ratio) {
      ctx.fillText(glyph, x, bbox.top - ratio);
      previous = x;
    }
  }
  ctx.restore();
}
