"use strict";
// Puts the page of the memory hierarchy together.

(() => {
  const byId = id => document.getElementById(id);
  const {hierarchy, textbook} = JSON.parse(byId("data").textContent);
  const {report, levels, reaches, pages, disk, bandwidths, curves, translation} = hierarchy;
  let charts = [];

  function nanos(value) {
    if (value === null) return "–";
    if (value >= 1e5) return (value / 1e3).toFixed(0) + " µs";
    if (value >= 1e4) return (value / 1e3).toFixed(1) + " µs";
    return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0) + " ns";
  }

  function rate(value) {
    return (value / 2 ** 30).toFixed(1) + " GiB/s";
  }

  function showLead() {
    byId("machine").textContent = report.processor + (report.virtual ? " in a virtual machine" : "");
    byId("lead").textContent = sentence();
    byId("facts").replaceChildren(...[
      ["memory", bytesText(report.memoryBytes)],
      ["NUMA nodes", String(report.nodes.length)],
      ["OS page", bytesText(report.pageBytes)],
      ["huge page, " + report.hugePages, bytesText(report.hugePageBytes)],
      ["minor fault", nanos(pages.faultNanos)],
      ["disk, median", nanos(disk.medianNanos)],
    ].map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  }

  function sentence() {
    const nearest = levels[0];
    const ram = levels.find(level => level.name === "RAM");
    if (!nearest || !ram) return `The nearest memory answers in ${nanos(nearest ? nearest.nanos : null)}.`;
    const times = (ram.nanos / nearest.nanos).toFixed(0);
    const caches = levels.length - 1;
    return `RAM is ${times} times as far as the nearest cache: ${nanos(ram.nanos)} against `
        + `${nanos(nearest.nanos)}, with ${caches} level${caches === 1 ? "" : "s"} before it.`;
  }

  function draw() {
    for (const chart of charts) chart.destroy();
    const ends = levels.filter(level => level.foundBytes > 0)
        .map(level => ({at: level.foundBytes, label: `${level.name} ${bytesText(level.foundBytes)}`}));
    const reach = reaches.map(each => ({at: each.pages, label: countText(each.pages) + " pages"}));
    charts = [
      latencyChart(byId("curve"), curves[0].points.map(point => point.bytes), curves.map((curve, i) => ({
        label: curve.label,
        color: theme.series(i),
        values: curve.points.map(point => point.nanos),
      })), ends, bytesText, 380),
      latencyChart(byId("translation"), translation.points.map(point => point.bytes), [{
        label: translation.label,
        color: theme.series(2),
        values: translation.points.map(point => point.nanos),
      }], reach, countText, 260),
    ];
  }

  function fill(table, head, rows) {
    table.replaceChildren(
        element("thead", {}, element("tr", {}, ...head.map(text => element("th", {scope: "col"}, text)))),
        element("tbody", {}, ...rows.map(([name, ...cells]) => element("tr", {},
            element("th", {scope: "row"}, name), ...cells.map(cell => element("td", {}, cell))))));
  }

  function showTables() {
    fill(byId("levels"),
        ["Level", "Latency", "Size found", "Size reported", "Line", "Ways", "Shared by", "Read", "Write", "Copy"],
        levels.map(level => {
          const cache = report.caches.find(each => each.kind !== "Instruction" && "L" + each.level === level.name);
          const bandwidth = bandwidths.find(each => each.level === level.name);
          return [
            level.name,
            nanos(level.nanos),
            level.foundBytes ? bytesText(level.foundBytes) : "–",
            level.reportedBytes ? bytesText(level.reportedBytes) : "–",
            cache ? bytesText(cache.lineBytes) : "–",
            cache ? String(cache.ways) : "–",
            cache ? "processors " + cache.sharedBy : "–",
            ...["readBytesPerSecond", "writeBytesPerSecond", "copyBytesPerSecond"]
                .map(figure => (bandwidth ? rate(bandwidth[figure]) : "–")),
          ];
        }));
    byId("remarks").replaceChildren(...hierarchy.remarks.map(remark => element("li", {}, remark)));
    fill(byId("kernel"), ["What", "Time"], [
      ...reaches.map(each => [
        `a page beyond the ${countText(each.pages)} (${bytesText(each.bytes)}) that are translated at once`,
        "+" + nanos(each.missNanos),
      ]),
      ["minor fault: first touch of an OS page", nanos(pages.faultNanos)],
      ["first touch of a huge page", nanos(pages.hugeFaultNanos)],
      ["commit of 2 MiB, untouched", nanos(pages.commitNanos)],
      ["decommit, for each touched OS page", nanos(pages.decommitPageNanos)],
      ["madvise with nothing to change", nanos(pages.adviseNanos)],
      disk.absence
          ? ["disk", disk.absence]
          : [`direct read of ${bytesText(disk.blockBytes)}, ${disk.fileSystem}: fastest, median`,
            nanos(disk.leastNanos) + ", " + nanos(disk.medianNanos)],
    ]);
    fill(byId("textbook"), ["Level", "Size", "Access", "Managed by"],
        textbook.map(row => [row.level, row.size, row.access, row.managedBy]));
  }

  showLead();
  showTables();
  draw();
  theme.onChange(draw);
})();
