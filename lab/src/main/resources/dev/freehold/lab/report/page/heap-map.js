"use strict";
// The heap map: operation from left to right, address upwards, colour for what the address held.
// Drawn pixel by pixel at the screen's own resolution, each pixel the mean of the cells under it, so
// that the thumbnails and the large map show the same picture.

const MAP_STOPS = 5;

/** The colour of each cell code (Timeline.java): 0 not committed, 1 free, 2..255 in blocks. */
function mapColors() {
  const stops = [];
  for (let i = 0; i < MAP_STOPS; i++) stops.push(rgb(theme.color("map-" + i)));
  const colors = [rgb(theme.color("map-none"))];
  for (let code = 1; code < 256; code++) {
    const at = (code - 1) / 254 * (MAP_STOPS - 1);
    const low = Math.min(Math.floor(at), MAP_STOPS - 2);
    colors.push(stops[low].map((value, i) => value + (stops[low + 1][i] - value) * (at - low)));
  }
  return colors;
}

function rgb(hex) {
  return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
}

/** The last column whose operation is at most the given one, or -1 before the first. */
function columnAt(timeline, operation) {
  let low = 0;
  let high = timeline.columns;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeline.operation[middle] <= operation) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** For each of `pixels`, the half-open range of cells under it; `cellAt` is monotonic. */
function cellRanges(pixels, cellAt) {
  const ranges = new Int32Array(2 * pixels);
  for (let i = 0; i < pixels; i++) {
    ranges[2 * i] = cellAt(i);
    ranges[2 * i + 1] = Math.max(cellAt(i + 1), ranges[2 * i] + 1);
  }
  return ranges;
}

/** Draws a timeline into a rectangle of device pixels. `view` gives the scale of both axes. */
function drawMap(context, timeline, view, left, top, width, height) {
  const image = context.createImageData(width, height);
  const colors = mapColors();
  const {rows, columns, bytesPerRow, cells} = timeline;
  const last = columns === 0 ? 0 : timeline.operation[columns - 1];
  const across = cellRanges(width, x => Math.max(0, columnAt(timeline, x / width * view.operations)));
  const up = cellRanges(height, y => Math.floor(y / height * view.bytes / bytesPerRow));
  for (let x = 0; x < width; x++) {
    if (columns === 0 || x / width * view.operations > last) break;
    for (let y = 0; y < height; y++) {
      let red = 0, green = 0, blue = 0, count = 0;
      for (let column = across[2 * x]; column < Math.min(across[2 * x + 1], columns); column++) {
        for (let row = up[2 * y]; row < up[2 * y + 1]; row++) {
          const color = colors[row < rows ? cells[column * rows + row] : 0];
          red += color[0];
          green += color[1];
          blue += color[2];
          count++;
        }
      }
      const at = 4 * ((height - 1 - y) * width + x);
      image.data[at] = red / count;
      image.data[at + 1] = green / count;
      image.data[at + 2] = blue / count;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, left, top);
}

/** A canvas that always has as many pixels as the screen gives it; `paint(context, w, h, ratio)`. */
function crispCanvas(canvas, paint) {
  function repaint() {
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0 || height === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    paint(canvas.getContext("2d"), canvas.width, canvas.height, ratio);
  }
  new ResizeObserver(repaint).observe(canvas);
  return repaint;
}

/** A small map without axes, for comparison at a glance. */
function mapThumbnail(timeline, view) {
  const canvas = element("canvas", {"aria-hidden": "true"});
  const repaint = crispCanvas(canvas, (context, width, height) => {
    drawMap(context, timeline, view(), 0, 0, width, height);
  });
  return {canvas, repaint};
}

/** The large map, with axes, a cursor and the keyboard. */
function heapMap(host, gutter, onCursor) {
  const canvas = element("canvas", {tabindex: "0", role: "img", class: "map"});
  const vertical = element("div", {class: "hair vertical"});
  const horizontal = element("div", {class: "hair horizontal"});
  const frame = element("div", {class: "frame"}, canvas, vertical, horizontal);
  host.replaceChildren(frame);
  let timeline = null;
  let view = null;
  let place = null; // {operation, row}, row -1 where the cursor comes from a chart
  const plot = {left: gutter.left, right: gutter.right, top: 10, bottom: 22};

  const repaint = crispCanvas(canvas, (context, width, height, ratio) => {
    if (!timeline) return;
    const left = Math.round(plot.left * ratio);
    const top = Math.round(plot.top * ratio);
    const inner = {
      width: width - left - Math.round(plot.right * ratio),
      height: height - top - Math.round(plot.bottom * ratio),
    };
    if (inner.width <= 0 || inner.height <= 0) return;
    drawMap(context, timeline, view, left, top, inner.width, inner.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawAxes(context, width / ratio, height / ratio);
  });

  function drawAxes(context, width, height) {
    const inner = {width: width - plot.left - plot.right, height: height - plot.top - plot.bottom};
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    context.fillStyle = theme.color("quiet");
    context.strokeStyle = theme.color("rule");
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const tick of byteTicks(view.bytes, inner.height / 40)) {
      const y = plot.top + inner.height * (1 - tick / view.bytes);
      context.fillText((tick ? "+" : "") + tickText(tick), plot.left - 9, y);
      context.beginPath();
      context.moveTo(plot.left - 5, y);
      context.lineTo(plot.left, y);
      context.stroke();
    }
    const peak = plot.left + inner.width * view.peak / view.operations;
    context.beginPath();
    context.moveTo(peak, plot.top);
    context.lineTo(peak, plot.top + inner.height + 5);
    // Dashes of one colour between dashes of the other show on blocks and on holes.
    context.strokeStyle = theme.color("surface");
    context.stroke();
    context.strokeStyle = theme.color("ink");
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = theme.color("ink");
    context.textBaseline = "top";
    context.textAlign = peak > width - 90 ? "right" : peak < plot.left + 60 ? "left" : "center";
    context.fillText("peak requested", peak, plot.top + inner.height + 7);
    drawRefusal(context, inner);
  }

  function drawRefusal(context, inner) {
    const last = timeline.columns === 0 ? 0 : timeline.operation[timeline.columns - 1];
    const from = plot.left + inner.width * last / view.operations;
    const width = plot.left + inner.width - from;
    if (width < 2) return;
    context.save();
    context.beginPath();
    context.rect(from, plot.top, width, inner.height);
    context.clip();
    context.strokeStyle = theme.color("failed");
    context.globalAlpha = 0.35;
    for (let x = from - inner.height; x < from + width; x += 9) {
      context.moveTo(x, plot.top + inner.height);
      context.lineTo(x + inner.height, plot.top);
    }
    context.stroke();
    context.globalAlpha = 1;
    if (width > 150) {
      const text = "refused after " + countText(last) + " operations";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = theme.color("surface");
      context.fillRect(from + width / 2 - 110, plot.top + inner.height / 2 - 12, 220, 24);
      context.fillStyle = theme.color("failed");
      context.fillText(text, from + width / 2, plot.top + inner.height / 2);
    }
    context.restore();
  }

  function pointed(event) {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left - plot.left) / (box.width - plot.left - plot.right);
    const y = (event.clientY - box.top - plot.top) / (box.height - plot.top - plot.bottom);
    if (x < 0 || x > 1 || y < 0 || y > 1) return leave();
    const row = Math.floor((1 - y) * view.bytes / timeline.bytesPerRow);
    move(Math.round(x * view.operations), row);
  }

  function move(operation, row) {
    place = {operation, row};
    onCursor(operation, row);
  }

  function leave() {
    place = null;
    onCursor(null, -1);
  }

  canvas.addEventListener("pointermove", pointed);
  canvas.addEventListener("pointerdown", pointed);
  canvas.addEventListener("pointerleave", leave);
  canvas.addEventListener("blur", leave);
  canvas.addEventListener("keydown", event => {
    const step = event.shiftKey ? 10 : 1;
    const column = columnAt(timeline, place ? place.operation : view.peak);
    const row = place ? Math.max(0, place.row) : 0;
    const target = {
      ArrowLeft: [column - step, row],
      ArrowRight: [column + step, row],
      ArrowUp: [column, row + step],
      ArrowDown: [column, row - step],
      Home: [0, row],
      End: [timeline.columns - 1, row],
    }[event.key];
    if (event.key === "Escape") return leave();
    if (!target || timeline.columns === 0) return;
    event.preventDefault();
    const to = Math.min(Math.max(target[0], 0), timeline.columns - 1);
    const top = Math.ceil(view.bytes / timeline.bytesPerRow) - 1;
    move(timeline.operation[to], Math.min(Math.max(target[1], 0), top));
  });

  return {
    repaint,
    show(shown, scale) {
      timeline = shown;
      view = scale;
      canvas.setAttribute("aria-label", "Heap map of " + shown.allocator
          + ": address upwards, operation to the right. The arrow keys move the cursor.");
      repaint();
    },
    /** Puts the cross hair at an operation and a row, or away. */
    cursor(operation, row) {
      const width = canvas.clientWidth - plot.left - plot.right;
      const height = canvas.clientHeight - plot.top - plot.bottom;
      vertical.hidden = operation === null;
      horizontal.hidden = operation === null || row < 0;
      if (operation === null) return;
      vertical.style.cssText = `left:${plot.left + width * operation / view.operations}px;`
          + `top:${plot.top}px;height:${height}px`;
      const up = (row + 0.5) * timeline.bytesPerRow / view.bytes;
      horizontal.style.cssText = `top:${plot.top + height * (1 - up)}px;`
          + `left:${plot.left}px;width:${width}px`;
    },
  };
}

/** What a cell held, in words. */
function cellText(timeline, column, row) {
  const code = row < timeline.rows ? timeline.cells[column * timeline.rows + row] : 0;
  if (code === 0) return "not committed";
  if (code === 1) return "committed, free";
  return percentText((code - 1) / 254) + " in blocks";
}
