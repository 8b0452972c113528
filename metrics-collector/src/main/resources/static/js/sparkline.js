/** Draws values as a small line over the whole canvas; a gap where there are none. */
export function drawSparkline(canvas, values, colour) {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (width === 0) return;
  if (canvas.width !== Math.round(width * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const numbers = values.filter((value) => value != null);
  if (numbers.length === 0) return;
  const { least, span } = extent(numbers);
  context.strokeStyle = colour;
  context.lineWidth = 1.3;
  context.lineJoin = 'round';
  context.beginPath();
  let drawing = false;
  values.forEach((value, i) => {
    if (value === null) drawing = false;
    if (value == null) return;
    const x = (i / (values.length - 1)) * width;
    const y = height - 3 - ((value - least) / span) * (height - 6);
    if (drawing) context.lineTo(x, y);
    else context.moveTo(x, y);
    drawing = true;
  });
  context.stroke();
}

/** Noise of a value that hardly changes must not look like a mountain range. */
function extent(numbers) {
  let least = Infinity;
  let most = -Infinity;
  for (const number of numbers) {
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  const span = Math.max(most - least, Math.abs(most) * 0.05, 1);
  return { least: least - (span - (most - least)) / 2, span };
}
