"use strict";
// The size histogram: blocks upwards, their bytes downwards, by size class. The two seldom agree,
// and that difference is what decides between size classes and fits.

/** The smallest size by which `share` of the sum is reached. */
function quantile(sizes, weights, share) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) {
    sum += weights[i];
    if (sum >= share * total) return sizes[i];
  }
  return 0;
}

function sizesLead(sizes) {
  if (sizes.blocks.length === 0) return "The trace takes no block.";
  return `Half of the blocks are at most ${bytesText(quantile(sizes.largest, sizes.blocks, 0.5))}; `
      + `half of all bytes requested are in blocks above `
      + `${bytesText(quantile(sizes.largest, sizes.bytes, 0.5))}.`;
}

function sizeHistogram(host, sizes) {
  const narrow = host.clientWidth < 600;
  const width = Math.max(host.clientWidth, 280);
  const half = 100;
  const left = narrow ? 52 : 64;
  const first = sizes.blocks.findIndex(count => count > 0);
  const classes = sizes.blocks.length - Math.max(first, 0);
  const step = (width - left - 12) / Math.max(classes, 1);
  const middle = half + 12;
  const drawing = element("svg:svg", {
    viewBox: `0 0 ${width} ${2 * middle + 20}`, width, height: 2 * middle + 20, role: "img",
    "aria-label": "Size histogram. " + sizesLead(sizes),
  });
  const note = element("output", {class: "readout", "aria-live": "off"}, "\u00a0");
  const totals = [sum(sizes.blocks), sum(sizes.bytes)];
  const highest = Math.max(...sizes.blocks.map(n => n / (totals[0] || 1)),
      ...sizes.bytes.map(n => n / (totals[1] || 1)), 1e-9);
  for (let i = Math.max(first, 0); i < sizes.blocks.length; i++) {
    const x = left + (i - first) * step;
    const up = sizes.blocks[i] / (totals[0] || 1);
    const down = sizes.bytes[i] / (totals[1] || 1);
    const bar = (y, height, name) => element("svg:rect", {
      x: x + Math.min(step * 0.08, 1), y, width: Math.max(step - Math.min(step * 0.16, 2), 1), height,
      class: name,
    });
    const grow = value => (value === 0 ? 0 : Math.max(1, value / highest * half));
    const target = element("svg:rect",
        {x, y: 0, width: step, height: 2 * middle, class: "target"});
    target.addEventListener("pointerenter", () => {
      const low = i === 0 ? 0 : sizes.largest[i - 1] + 1;
      const range = low === sizes.largest[i] ? low + " B" : `${countText(low)} to ${countText(sizes.largest[i])} B`;
      note.textContent = `${range}: ${countText(sizes.blocks[i])} blocks (${percentText(up)}), `
          + `${bytesText(sizes.bytes[i])} (${percentText(down)} of the bytes)`;
    });
    drawing.append(
        bar(middle - 1 - grow(up), grow(up), "count"),
        bar(middle + 1, grow(down), "weight"), target);
    const power = Math.log2(sizes.largest[i] + 1);
    const every = narrow || classes > 70 ? 4 : 2;
    if (i > 0 && Number.isInteger(power) && power % every === 0) {
      const at = x + step;
      drawing.append(
          element("svg:line", {x1: at, x2: at, y1: 12, y2: 2 * middle, class: "grid"}),
          element("svg:text", {x: at, y: 2 * middle + 14, "text-anchor": "middle"}, tickText(2 ** power)));
    }
  }
  drawing.append(
      element("svg:line", {x1: left, x2: width - 12, y1: middle, y2: middle, class: "axis"}),
      element("svg:text", {x: left - 9, y: middle - half / 2, "text-anchor": "end"}, "blocks"),
      element("svg:text", {x: left - 9, y: middle + half / 2, "text-anchor": "end"}, "bytes"));
  host.replaceChildren(drawing, note);
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0);
}
