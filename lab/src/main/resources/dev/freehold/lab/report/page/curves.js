"use strict";
// The curves: miss ratio upwards, frames to the right on a logarithmic scale. LRU is drawn from its
// curve over all sizes, every other policy through the sizes computed; the knee of LRU is marked.

/**
 * @param report a PagesReport
 * @param styleOf a policy's {color, dash, width}
 */
function missCurves(host, report, styleOf) {
  const xs = [...new Set([
    ...(report.lru ? report.lru.frames : []),
    ...report.policies.flatMap(policy => policy.frames),
  ])].sort((a, b) => a - b);
  const at = new Map(xs.map((x, i) => [x, i]));
  const lines = [];
  if (report.lru) {
    const values = xs.map(() => null);
    report.lru.frames.forEach((x, i) => { values[at.get(x)] = 100 * report.lru.ratios[i]; });
    lines.push({label: report.lru.kind === "exact" ? "lru, all sizes" : "lru, estimated",
      values, style: {...styleOf("lru"), width: 2.5}, points: false});
  }
  for (const policy of report.policies) {
    if (policy.policy === "lru" && report.lru?.kind === "exact") continue;
    const values = xs.map(() => null);
    policy.frames.forEach((x, i) => { values[at.get(x)] = 100 * policy.misses[i] / report.requests; });
    lines.push({label: policy.policy, values, style: styleOf(policy.policy), points: true});
  }
  // The flat beginning of the curve would take half of the width.
  const first = Math.max(1, Math.min(...report.policies.map(policy => policy.frames[0]), xs.at(-1)) / 4);
  const narrow = host.clientWidth < 600;
  const options = {
    width: Math.max(host.clientWidth, 200),
    height: narrow ? 300 : 440,
    padding: [14, 16, 0, 0],
    cursor: {drag: {x: false, y: false}, y: false, points: {size: 6}},
    legend: {live: true},
    scales: {
      x: {time: false, distr: 3, log: 10, range: () => [first, xs.at(-1) * 1.05]},
      y: {range: (chart, low, high) => [0, Math.min(100, high * 1.05) || 1]},
    },
    axes: [
      {
        label: "frames", labelSize: 20, labelFont: curveFont(),
        stroke: theme.color("quiet"), font: curveFont(),
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {stroke: theme.color("rule"), width: 1, size: 5},
        splits: (chart, axis, low, high) => decades(low, high),
        filter: (chart, splits) => splits,
        values: (chart, splits) => splits.map(shortCount),
      },
      {
        stroke: theme.color("quiet"), font: curveFont(), size: narrow ? 48 : 64,
        grid: {stroke: theme.color("grid"), width: 1},
        ticks: {show: false},
        values: (chart, splits) => splits.map(split => +split.toFixed(2) + " %"),
      },
    ],
    series: [
      {label: "frames", value: (chart, x) => (x == null ? "" : countText(x))},
      ...lines.map(line => ({
        label: line.label,
        stroke: line.style.color,
        width: line.style.width,
        dash: line.style.dash,
        spanGaps: true,
        points: {show: line.points, size: 5, fill: line.style.color},
        value: (chart, ratio) => (ratio == null ? "" : ratio.toFixed(2) + " %"),
      })),
    ],
    hooks: {draw: [chart => markKnee(chart, report), chart => markTarget(chart, report)]},
  };
  const chart = new uPlot(options, [xs, ...lines.map(line => line.values)], host);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== chart.width) {
      chart.setSize({width: host.clientWidth, height: options.height});
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

/** 1, 2 and 5 times the powers of ten from `low` to `high`. */
function decades(low, high) {
  const ticks = [];
  for (let power = 1; power <= high; power *= 10) {
    ticks.push(...[1, 2, 5].map(times => times * power).filter(tick => tick >= low && tick <= high));
  }
  return ticks;
}

function curveFont() {
  return "12px " + getComputedStyle(document.body).fontFamily;
}

/** A ring on the curve, and its numbers beside it. */
function markKnee(chart, report) {
  if (!report.lru || report.lru.knee < 1) return;
  const x = chart.valToPos(report.lru.knee, "x", true);
  const y = chart.valToPos(100 * report.lru.kneeRatio, "y", true);
  const draw = chart.ctx;
  const ratio = devicePixelRatio;
  draw.save();
  draw.strokeStyle = theme.color("ink");
  draw.fillStyle = theme.color("ink");
  draw.lineWidth = 1.5 * ratio;
  draw.beginPath();
  draw.arc(x, y, 6 * ratio, 0, 2 * Math.PI);
  draw.stroke();
  draw.font = `${12 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  const text = `knee of lru: ${countText(report.lru.knee)} frames`;
  const left = x + draw.measureText(text).width + 12 * ratio > chart.bbox.left + chart.bbox.width;
  draw.textAlign = left ? "right" : "left";
  draw.fillText(text, x + (left ? -12 : 12) * ratio, y - 8 * ratio);
  draw.restore();
}

/** A dashed line at the target miss ratio. */
function markTarget(chart, report) {
  if (report.target === null) return;
  const y = chart.valToPos(100 * report.target, "y", true);
  const {left, width} = chart.bbox;
  const draw = chart.ctx;
  draw.save();
  draw.strokeStyle = theme.color("quiet");
  draw.lineWidth = devicePixelRatio;
  draw.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  draw.beginPath();
  draw.moveTo(left, y);
  draw.lineTo(left + width, y);
  draw.stroke();
  draw.restore();
}
