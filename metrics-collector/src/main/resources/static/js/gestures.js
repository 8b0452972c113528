/** How hand and keyboard move through a chart's time. */

const ZOOM = 1.5;
const CLICK_PIXELS = 5;

/** Has a chart follow the pointer, the wheel, fingers and keys. */
export function attend(chart, page) {
  const { surface } = chart;
  surface.addEventListener('keydown', (event) => onKey(event, chart, page));
  surface.addEventListener('blur', () => { if (!page.crosshair.isLocked) page.crosshair.pointAt(null); });
  surface.addEventListener('pointerleave', () => chart.leave());
  surface.addEventListener('wheel', (event) => onWheel(event, chart, page), { passive: false });
  attendMouse(chart, page);
  attendFingers(chart, page);
}

function onKey(event, chart, { crosshair, view }) {
  if (event.ctrlKey || event.metaKey || event.altKey || chart.xs.length === 0) return;
  const last = chart.xs.length - 1;
  const at = chart.index ?? last;
  const step = event.shiftKey ? 10 : 1;
  const go = (index) => {
    const time = chart.xs[Math.max(0, Math.min(last, index))];
    if (crosshair.isLocked) crosshair.lockAt(time);
    else crosshair.pointAt(time);
  };
  const actions = {
    ArrowLeft: () => go(at - step),
    ArrowRight: () => go(at + step),
    Home: () => go(0),
    End: () => go(last),
    PageUp: () => view.pan(-0.5),
    PageDown: () => view.pan(0.5),
    '+': () => view.zoom(1 / ZOOM, crosshair.time),
    '=': () => view.zoom(1 / ZOOM, crosshair.time),
    '-': () => view.zoom(ZOOM, crosshair.time),
    0: () => view.goLive(),
    Enter: () => crosshair.toggleLock(crosshair.time ?? chart.xs[last]),
    Escape: () => crosshair.release(),
  };
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
  if (!action) return;
  event.preventDefault();
  action();
}

/** The plain wheel scrolls the page. */
function onWheel(event, chart, { view }) {
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (event.ctrlKey || event.metaKey) view.zoom(event.deltaY < 0 ? 1 / ZOOM : ZOOM, chart.timeAt(event.clientX));
  else if (isSideways) view.pan((event.deltaX || event.deltaY) / chart.plotWidth);
  else return;
  event.preventDefault();
}

/** A click locks the crosshair; a drag with Shift or the middle button pans. Without, uPlot selects. */
function attendMouse(chart, { crosshair, view }) {
  const { surface } = chart;
  let down = null;
  surface.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') return;
    chart.isPressed = true;
    addEventListener('pointerup', () => { chart.isPressed = false; }, { once: true });
    down = { x: event.clientX, pans: event.shiftKey || event.button === 1, from: view.span(), width: chart.plotWidth };
    if (!down.pans) return;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || !down?.pans || event.buttons === 0) return;
    shift(view, down, event.clientX);
  });
  surface.addEventListener('click', (event) => {
    const isClick = down === null || (!down.pans && Math.abs(event.clientX - down.x) < CLICK_PIXELS);
    if (isClick && event.detail > 0) crosshair.toggleLock(chart.timeAt(event.clientX));
  });
}

/** One finger pans, two zoom; up and down still scrolls the page. A tap locks the crosshair. */
function attendFingers(chart, { view }) {
  const { surface } = chart;
  const fingers = new Map();
  let begin = null;
  const restart = () => {
    begin = { x: middle(fingers), apart: apart(fingers), from: view.span(), width: chart.plotWidth, time: chart.timeAt(middle(fingers)) };
  };
  surface.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' || fingers.size === 2) return;
    fingers.set(event.pointerId, event.clientX);
    restart();
  });
  surface.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 1 && Math.abs(middle(fingers) - begin.x) > CLICK_PIXELS) shift(view, begin, middle(fingers));
    if (fingers.size === 2) pinch(view, begin, apart(fingers));
  });
  for (const end of ['pointerup', 'pointercancel']) {
    surface.addEventListener(end, (event) => { if (fingers.delete(event.pointerId) && fingers.size > 0) restart(); });
  }
}

function shift(view, { x, from, width }, clientX) {
  const seconds = ((x - clientX) / width) * (from.to - from.from);
  if (Math.abs(seconds) >= 1) view.show(from.from + seconds, from.to + seconds);
}

function pinch(view, begin, now) {
  const factor = begin.apart / Math.max(20, now);
  view.show(begin.time - (begin.time - begin.from.from) * factor, begin.time + (begin.from.to - begin.time) * factor);
}

const middle = (fingers) => [...fingers.values()].reduce((sum, x) => sum + x, 0) / fingers.size;
const apart = (fingers) => Math.max(20, Math.max(...fingers.values()) - Math.min(...fingers.values()));
