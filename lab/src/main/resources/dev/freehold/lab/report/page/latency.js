"use strict";
// Latency over size, both in doublings, with the places where levels end.

/**
 * @param xs sizes, growing
 * @param lines [{label, color, values}]
 * @param marks [{at, label}]: dashed lines across the chart
 * @param xText a size as text
 */
function latencyChart(host, xs, lines, marks, xText, height) {
  const options = {
    width: Math.max(host.clientWidth, 200),
    height,
    padding: [22, 34, 0, 0],
    cursor: {drag: {x: false, y: false}, y: false, points: {size: 6}},
    legend: {live: true},
    scales: {
      x: {time: false, distr: 3, log: 2},
      y: {distr: 3, log: 2},
    },
    axes: [
      {
        stroke: theme.color("quiet"),
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {stroke: theme.color("rule"), width: 1, size: 5},
        splits: (chart, axis, low, high) => doublings(low, high, chart.width / 85),
        values: (chart, splits) => splits.map(xText),
        font: latencyFont(),
        size: 28,
        gap: 3,
      },
      {
        stroke: theme.color("quiet"),
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {show: false},
        splits: (chart, axis, low, high) => doublings(low, high, height / 30),
        values: (chart, splits) => splits.map(value => value + " ns"),
        font: latencyFont(),
        size: 76,
        gap: 9,
      },
    ],
    series: [
      {label: "size", value: (chart, at) => (at == null ? "" : xText(at))},
      ...lines.map(line => ({
        label: line.label,
        stroke: line.color,
        width: 2,
        points: {size: 4, fill: line.color},
        value: (chart, value) => (value == null ? "" : value.toFixed(value < 10 ? 2 : 1) + " ns"),
      })),
    ],
    hooks: {draw: [chart => marks.forEach(mark => drawMark(chart, mark))]},
  };
  const chart = new uPlot(options, [xs, ...lines.map(line => line.values)], host);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== chart.width) {
      chart.setSize({width: host.clientWidth, height});
    }
  });
  observer.observe(host);
  return {
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

function drawMark(chart, mark) {
  const pen = chart.ctx;
  const ratio = devicePixelRatio || 1;
  const x = Math.round(chart.valToPos(mark.at, "x", true));
  const {top, height} = chart.bbox;
  pen.save();
  pen.strokeStyle = theme.color("quiet");
  pen.fillStyle = theme.color("ink");
  pen.setLineDash([4 * ratio, 4 * ratio]);
  pen.lineWidth = ratio;
  pen.beginPath();
  pen.moveTo(x, top);
  pen.lineTo(x, top + height);
  pen.stroke();
  pen.font = `600 ${12 * ratio}px ` + getComputedStyle(document.body).fontFamily;
  pen.textAlign = "right";
  pen.textBaseline = "bottom";
  pen.fillText(mark.label, x, top - 4 * ratio);
  pen.restore();
}

/** Powers of two in a range, at most `most` of them. */
function doublings(low, high, most) {
  let first = Math.ceil(Math.log2(low) - 1e-9);
  const last = Math.floor(Math.log2(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const splits = [];
  for (; first <= last; first += step) splits.push(2 ** first);
  return splits;
}

function latencyFont() {
  return "12px " + getComputedStyle(document.body).fontFamily;
}
