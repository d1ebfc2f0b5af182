"use strict";
// The bytes of one heap over time, with uPlot: what the program asked for within what its blocks
// occupy within what the system has promised, below the limit.

/** @param start in milliseconds since 1970, from which seconds are counted */
function usageChart(host, usage, start) {
  const seconds = usage.points.map(point => (point.millis - start) / 1000);
  const most = Math.max(...usage.points.map(point => point.committedBytes));
  const limit = Math.max(...usage.points.map(point => point.limitBytes));
  const limited = limit > 0 && limit <= 3 * most; // one far above would flatten all else
  const lines = [
    {label: "committed", color: theme.color("committed"), fill: theme.color("committed-fill"), field: "committedBytes"},
    {label: "allocated", color: theme.color("allocated"), fill: theme.color("allocated-fill"), field: "allocatedBytes"},
    {label: "requested", color: theme.color("live"), fill: theme.color("live-fill"), field: "requestedBytes"},
    ...(limited ? [{label: "limit", color: theme.color("failed"), dash: [6, 4], field: "limitBytes"}] : []),
  ];
  const height = 260;
  const chart = new uPlot({
    width: Math.max(host.clientWidth, 200),
    height,
    padding: [12, 12, 0, 0],
    cursor: {drag: {x: false, y: false}, y: false, points: {size: 6}},
    legend: {live: true},
    scales: {
      x: {time: false},
      y: {range: (chart, low, high) => [0, high * 1.08 || 1]},
    },
    axes: [
      {
        stroke: theme.color("quiet"),
        grid: {show: false},
        ticks: {stroke: theme.color("rule"), width: 1, size: 5},
        values: (chart, splits) => splits.map(split => +split.toFixed(3) + " s"),
        font: usageFont(),
        size: 28,
        gap: 3,
      },
      {
        stroke: theme.color("quiet"),
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {show: false},
        splits: (chart, axis, low, high) => byteTicks(high, height / 45),
        values: (chart, splits) => splits.map(tickText),
        font: usageFont(),
        size: 76,
        gap: 9,
      },
    ],
    series: [
      {label: "time", value: (chart, at) => (at == null ? "" : at.toFixed(1) + " s")},
      ...lines.map(line => ({
        label: line.label,
        stroke: line.color,
        fill: line.fill,
        width: 1.5,
        dash: line.dash,
        points: {show: usage.points.length < 3},
        value: (chart, bytes) => (bytes == null ? "" : bytesText(bytes)),
      })),
    ],
  }, [seconds, ...lines.map(line => usage.points.map(point => point[line.field]))], host);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== chart.width) {
      chart.setSize({width: host.clientWidth, height});
    }
  });
  observer.observe(host);
  return {
    limit,
    limited,
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

function usageFont() {
  return "12px " + getComputedStyle(document.body).fontFamily;
}
