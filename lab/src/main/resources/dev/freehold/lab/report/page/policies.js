"use strict";
// Puts the page of replacement policies together.

(() => {
  const byId = id => document.getElementById(id);
  const page = JSON.parse(byId("data").textContent);
  const future = new Set(["opt", "opt-bypass"]);
  let report = null;
  let chart = null;

  /** Eight colours, solid and then dashed; what needs the future is dotted. */
  function styleOf(policy) {
    const index = Math.max(report.policies.findIndex(shown => shown.policy === policy), 0);
    if (future.has(policy)) {
      return {color: theme.color(policy === "opt" ? "ink" : "quiet"), dash: [2, 3], width: 1.5};
    }
    return {color: theme.series(index), dash: index < 8 ? undefined : [8, 4], width: 1.5};
  }

  function show(index) {
    report = page.traces[index];
    document.title = report.trace + " – Freehold pages";
    byId("lead-trace").textContent = report.trace;
    byId("lead").textContent = report.lead;
    const facts = [
      ["requests", countText(report.requests)],
      ["pages", countText(report.pages)],
      ["first requests", percentText(report.pages / report.requests)],
    ];
    if (report.lru) facts.push(["knee of LRU, in frames", countText(report.lru.knee)]);
    byId("facts").replaceChildren(...facts.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value))));
    byId("curves-note").textContent = note();
    drawCurves();
    showNeeds();
    showMisses();
    showWindows();
  }

  function note() {
    const floor = `No memory saves the ${percentText(report.pages / report.requests)} that are first requests.`;
    if (!report.lru) return floor;
    return "The ring is the knee of LRU, where its curve is farthest below the straight line between its ends. " + floor;
  }

  function drawCurves() {
    chart?.destroy();
    byId("curves").replaceChildren();
    chart = missCurves(byId("curves"), report, styleOf);
  }

  function dotted(policy) {
    return element("th", {scope: "row"},
        element("span", {class: "dot", style: "background:" + styleOf(policy).color}), policy);
  }

  function headed(first, columns) {
    return element("thead", {}, element("tr", {}, element("th", {scope: "col"}, first),
        ...columns.map(column => element("th", {scope: "col"}, column))));
  }

  function showNeeds() {
    byId("needs").hidden = report.target === null;
    if (report.target === null) return;
    byId("needs-title").textContent = `Memory for a miss ratio of ${+(100 * report.target).toFixed(3)} %`;
    const most = Math.max(...report.policies.map(policy => policy.needed ?? 0), 1);
    const rows = report.policies
        .toSorted((a, b) => (a.needed ?? Infinity) - (b.needed ?? Infinity) || 0)
        .map(policy => element("tr", {}, dotted(policy.policy), ...(policy.needed === null
            ? [element("td", {class: "none"}, "not reached"), element("td", {class: "none"}, "–")]
            : [
              element("td", {}, element("span", {class: "figure"}, countText(policy.needed)),
                  element("span", {class: "bar", "aria-hidden": "true"},
                      element("i", {style: `width:${100 * policy.needed / most}%`}))),
              element("td", {}, bytesText(4096 * policy.needed)),
            ])));
    byId("needed").replaceChildren(headed("Policy", ["Frames", "Bytes"]), element("tbody", {}, ...rows));
  }

  function showMisses() {
    const sizes = [...new Set(report.policies.flatMap(policy => policy.frames))].sort((a, b) => a - b);
    const missesOf = (policy, size) => policy?.misses[policy.frames.indexOf(size)];
    const opt = report.policies.find(policy => policy.policy === "opt");
    const best = sizes.map(size => Math.min(...report.policies
        .filter(policy => !future.has(policy.policy))
        .map(policy => missesOf(policy, size) ?? Infinity)));
    const rows = report.policies.map(policy => element("tr", {}, dotted(policy.policy),
        ...sizes.map((size, i) => {
          const misses = missesOf(policy, size);
          if (misses === undefined) return element("td", {class: "none"}, "–");
          const least = missesOf(opt, size);
          const shown = element("span", {class: "figure", title: countText(misses) + " misses"},
              (100 * misses / report.requests).toFixed(2) + " %");
          return element("td", {class: misses === best[i] ? "best" : ""}, shown,
              element("small", {}, least ? (misses / least).toFixed(3) + "×" : ""));
        })));
    byId("misses").replaceChildren(headed("Frames", sizes.map(countText)), element("tbody", {}, ...rows));
  }

  function showWindows() {
    byId("variable").hidden = report.windows.length === 0;
    const sizes = [...new Set(report.windows.flatMap(policy => policy.windows))].sort((a, b) => a - b);
    const rows = report.windows.map(policy => element("tr", {}, element("th", {scope: "row"}, policy.policy),
        ...sizes.map(size => {
          const i = policy.windows.indexOf(size);
          return i < 0 ? element("td", {class: "none"}, "–") : element("td", {},
              element("span", {class: "figure"}, (100 * policy.misses[i] / report.requests).toFixed(2) + " %"),
              element("small", {}, countText(+policy.meanPages[i].toFixed(1)) + " pages"));
        })));
    byId("windows").replaceChildren(headed("Window in requests", sizes.map(countText)), element("tbody", {}, ...rows));
  }

  theme.onChange(() => {
    if (report) show(page.traces.indexOf(report));
  });
  byId("traces").hidden = page.traces.length < 2;
  const buttons = page.traces.map(trace => element("button", {},
      element("span", {class: "name"}, trace.trace),
      element("span", {class: "under"}, shortCount(trace.pages) + " pages")));
  const choose = tabs(byId("traces"), buttons, show);
  if (page.traces.length > 0) choose(0, false);
})();
