"use strict";
// Puts the page together: chooses the trace and the allocator, and carries the cursor between the
// pictures.

(async () => {
  const GUTTER = {left: 76, right: 12};
  const byId = id => document.getElementById(id);
  const page = JSON.parse(byId("data").textContent);
  await Promise.all(page.traces.flatMap(trace => trace.timelines).map(unpack));

  let report = null;
  let timeline = null;
  let view = null;
  let charts = [];
  let thumbnails = [];
  const map = heapMap(byId("map"), GUTTER, cursor);

  async function unpack(timeline) {
    const packed = Uint8Array.from(atob(timeline.occupancy), char => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    timeline.cells = new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function colorOf(allocator) {
    const index = report.timelines.findIndex(shown => shown.allocator === allocator);
    return index < 0 ? null : theme.series(index);
  }

  function showTrace(index) {
    report = page.traces[index];
    document.title = report.trace + " – Freehold replay";
    byId("lead-trace").textContent = report.trace;
    byId("lead").textContent = report.lead;
    showFacts(report.facts);
    byId("maps").hidden = report.timelines.length === 0;
    byId("comparison").hidden = report.results.length === 0;
    if (report.timelines.length > 0) showMaps();
    showRest();
  }

  function showFacts(facts) {
    const left = facts.allocations - facts.frees;
    byId("facts").replaceChildren(...[
      ["peak requested", bytesText(facts.peakRequestedBytes)],
      ["in blocks", countText(facts.peakBlocks)],
      ["allocations", countText(facts.allocations)],
      ["frees", countText(facts.frees)],
      ["bytes requested in all", bytesText(facts.requestedBytes)],
      ["never freed", countText(left)],
    ].map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  }

  function showRest() {
    resultTable(byId("results"), report.results, colorOf);
    byId("sizes-lead").textContent = sizesLead(report.sizes);
    sizeHistogram(byId("histogram"), report.sizes);
  }

  /** All maps of a trace on one scale: the farthest address that any allocator committed. */
  function showMaps() {
    view = {
      operations: Math.max(report.facts.operations, 1),
      peak: report.facts.peakOperation,
      bytes: Math.max(...report.timelines.map(shown => shown.rows * shown.bytesPerRow), 1),
    };
    const scale = view;
    thumbnails = report.timelines.map(shown => mapThumbnail(shown, () => scale));
    const buttons = report.timelines.map((shown, i) => {
      const peak = Math.max(...shown.committed, 0);
      return element("button", {"data-allocator": shown.allocator},
          element("span", {class: "name"},
              element("span", {class: "dot", style: "background:" + theme.series(i)}), shown.allocator),
          thumbnails[i].canvas,
          element("span", {class: "under"}, bytesText(peak) + " committed"));
    });
    const kept = report.timelines.findIndex(shown => timeline && shown.allocator === timeline.allocator);
    tabs(byId("allocators"), buttons, showAllocator)(Math.max(kept, 0), false);
  }

  function showAllocator(index) {
    timeline = report.timelines[index];
    map.show(timeline, view);
    drawCharts();
    cursor(null, -1);
  }

  function drawCharts() {
    for (const chart of charts) chart.destroy();
    const index = report.timelines.indexOf(timeline);
    const color = theme.series(index);
    const all = joined(report.timelines, "committed");
    const live = theme.color("live");
    charts = [
      byteSeries(byId("usage"), GUTTER, timeline.operation, view, [
        {label: "committed", color: theme.color("committed"), fill: theme.color("committed-fill"), values: timeline.committed},
        {label: "allocated", color: theme.color("allocated"), fill: theme.color("allocated-fill"), values: timeline.allocated},
        {label: "requested", color: live, fill: theme.color("live-fill"), values: timeline.requested},
      ], 190, operation => cursor(operation, -1)),
      byteSeries(byId("committed"), GUTTER, all.xs, view, report.timelines.map((shown, i) => ({
        label: shown.allocator,
        color: theme.series(i),
        width: shown === timeline ? 3 : 1.5,
        values: all.values[i],
      })), 190, operation => cursor(operation, -1)),
    ];
  }

  function cursor(operation, row) {
    map.cursor(operation, row);
    for (const chart of charts) chart.cursor(operation);
    byId("readout").replaceChildren(...(operation === null ? hint() : described(operation, row)));
  }

  function hint() {
    const touch = matchMedia("(hover: none)").matches;
    return [touch ? "Touch the map to read it." : "Point at the map, or use the arrow keys, to read it."];
  }

  function described(operation, row) {
    const column = columnAt(timeline, operation);
    const parts = [["operation", countText(operation)]];
    if (column < 0) return labelled(parts);
    const last = timeline.operation[timeline.columns - 1];
    if (operation > last && last < report.facts.operations) {
      return labelled([...parts, ["", "never reached: a block was refused"]]);
    }
    if (row >= 0) {
      parts.push(["address", "+" + bytesText(row * timeline.bytesPerRow)]);
      parts.push(["", cellText(timeline, column, row)]);
    }
    parts.push(
        ["requested", bytesText(timeline.requested[column])],
        ["allocated", bytesText(timeline.allocated[column])],
        ["committed", bytesText(timeline.committed[column])]);
    return labelled(parts);
  }

  function labelled(parts) {
    return parts.map(([name, value]) => element("span", {}, name ? name + " " : "", element("b", {}, value)));
  }

  function traceButtons() {
    return page.traces.map(trace => element("button", {},
        element("span", {class: "name"}, trace.trace),
        sparkline(trace),
        element("span", {class: "under"}, bytesText(trace.facts.peakRequestedBytes) + " peak")));
  }

  /** The shape of a trace's live bytes, for choosing. */
  function sparkline(trace) {
    const drawing = element("svg:svg", {class: "spark", viewBox: "0 0 120 30",
      preserveAspectRatio: "none", "aria-hidden": "true"});
    const shown = trace.timelines[0];
    if (!shown || shown.columns === 0) return drawing;
    const points = shown.operation.map((operation, i) =>
        (operation / trace.facts.operations * 120).toFixed(1) + ","
        + (30 - 29 * shown.requested[i] / (trace.facts.peakRequestedBytes || 1)).toFixed(1));
    drawing.append(element("svg:path", {d: "M0,30L" + points.join("L") + "V30Z"}));
    return drawing;
  }

  function showKey() {
    const ramp = Array.from({length: MAP_STOPS}, (_, i) => `var(--map-${i})`).join(",");
    byId("key").replaceChildren(
        element("li", {}, element("i", {style: "background:var(--map-none)"}), "not committed"),
        element("li", {}, element("i", {style: "background:var(--map-0)"}), "free"),
        element("li", {}, element("i", {class: "ramp", style: `background:linear-gradient(90deg,${ramp})`}),
            "to wholly in blocks"));
  }

  theme.onChange(() => {
    if (!report) return;
    for (const thumbnail of thumbnails) thumbnail.repaint();
    byId("allocators").querySelectorAll(".dot").forEach((dot, i) => { dot.style.background = theme.series(i); });
    map.repaint();
    if (report.timelines.length > 0) drawCharts();
    showRest();
    showOverview();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) showRest();
    width = innerWidth;
  });

  function showOverview() {
    byId("overview").hidden = page.traces.length < 2;
    overviewTable(byId("everything"), page.traces, colorOf, index => {
      chooseTrace(index, true);
      scrollTo({top: 0});
    });
  }

  showKey();
  byId("traces").hidden = page.traces.length < 2;
  const named = page.traces.findIndex(trace => "#" + encodeURIComponent(trace.trace) === location.hash);
  const chooseTrace = tabs(byId("traces"), traceButtons(), index => {
    if (page.traces.length > 1) history.replaceState(null, "", "#" + encodeURIComponent(page.traces[index].trace));
    showTrace(index);
  });
  if (page.traces.length > 0) {
    chooseTrace(Math.max(named, 0), false);
    showOverview();
  }
})();
