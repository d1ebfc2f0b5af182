"use strict";
// Bytes over operations with uPlot. Every chart has the heap map's gutters, so that one operation is
// at one place in all pictures, and shares its cursor.

/**
 * A chart of step lines.
 * @param lines [{label, color, fill, width, dash, values}], values by x
 */
function byteSeries(host, gutter, xs, view, lines, height, onCursor) {
  let told = false; // whether the cursor moves because this page moved it
  const options = {
    width: Math.max(host.clientWidth, 200),
    height,
    padding: [10, gutter.right, 0, 0],
    cursor: {
      drag: {x: false, y: false},
      y: false,
      points: {size: 6},
      // The last moment before the cursor, as in the map, not the nearest.
      dataIdx: (chart, series, nearest, x) => Math.max(xs[nearest] > x ? nearest - 1 : nearest, 0),
    },
    legend: {live: true},
    scales: {
      x: {time: false, range: [0, view.operations]},
      y: {range: (chart, low, high) => [0, high * 1.06 || 1]},
    },
    axes: [
      {
        stroke: theme.color("quiet"),
        grid: {show: false},
        ticks: {stroke: theme.color("rule"), width: 1, size: 5},
        values: (chart, splits) => splits.map(shortCount),
        font: chartFont(),
        size: 28,
        gap: 3,
      },
      {
        stroke: theme.color("quiet"),
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {show: false},
        splits: (chart, axis, low, high) => byteTicks(high, height / 45),
        values: (chart, splits) => splits.map(tickText),
        font: chartFont(),
        size: gutter.left,
        gap: 9,
      },
    ],
    series: [
      {label: "operation", value: (chart, at) => (at == null ? "" : countText(at))},
      ...lines.map(line => ({
        label: line.label,
        stroke: line.color,
        fill: line.fill,
        width: line.width ?? 1.5,
        dash: line.dash,
        points: {show: false},
        paths: uPlot.paths.stepped({align: 1}),
        value: (chart, bytes) => (bytes == null ? "" : bytesText(bytes)),
      })),
    ],
    hooks: {
      setCursor: [chart => {
        if (told) return;
        const left = chart.cursor.left;
        onCursor(left == null || left < 0 ? null : Math.round(chart.posToVal(left, "x")));
      }],
    },
  };
  const chart = new uPlot(options, [xs, ...lines.map(line => line.values)], host);
  const observer = new ResizeObserver(() => {
    // Setting the size moves the cursor too: only a real change may.
    if (host.clientWidth > 0 && host.clientWidth !== chart.width) {
      chart.setSize({width: host.clientWidth, height});
    }
  });
  observer.observe(host);
  return {
    cursor(operation) {
      told = true;
      chart.setCursor(operation === null
          ? {left: -10, top: -10}
          : {left: chart.valToPos(operation, "x"), top: 10});
      told = false;
    },
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

function chartFont() {
  return "12px " + getComputedStyle(document.body).fontFamily;
}

/** Several timelines on one x: the union of their moments, each with its last value before. */
function joined(timelines, figure) {
  const xs = [...new Set(timelines.flatMap(timeline => timeline.operation))].sort((a, b) => a - b);
  const values = timelines.map(timeline => xs.map(x => {
    const column = columnAt(timeline, x);
    const ended = x > timeline.operation[timeline.columns - 1];
    return column < 0 || ended ? null : timeline[figure][column];
  }));
  return {xs, values};
}
