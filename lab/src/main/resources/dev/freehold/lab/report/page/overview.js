"use strict";
// All traces at once: one row per allocator, one column per trace, and the geometric means that
// decide where no single trace does.

function overviewTable(table, traces, colorOf, onChoose) {
  const names = [...new Set(traces.flatMap(trace => trace.results.map(result => result.allocator)))];
  const head = element("tr", {}, element("th", {scope: "col"}, "Allocator"),
      element("th", {scope: "col", class: "mean"}, "Geometric mean"));
  traces.forEach((trace, i) => {
    const button = element("button", {type: "button"}, trace.trace);
    button.addEventListener("click", () => onChoose(i));
    head.append(element("th", {scope: "col"}, button));
  });
  const body = element("tbody");
  for (const name of names) {
    const color = colorOf(name);
    const dot = element("span", {class: color ? "dot" : "dot peer",
      style: color ? "background:" + color : ""});
    const results = traces.map(trace => trace.results.find(result => result.allocator === name));
    const times = traces.map((trace, i) => againstGlibc(trace, results[i]));
    const shares = results.map(result => (served(result) ? result.utilisation : null));
    const whole = results.every(served);
    body.append(element("tr", {}, element("th", {scope: "row"}, dot, name),
        overviewCell(whole ? geometricMean(shares) : null, whole ? geometricMean(times) : null, "mean"),
        ...results.map((result, i) => (result && !served(result)
            ? element("td", {}, element("span", {class: "badge", title: result.failure}, "failed"))
            : overviewCell(shares[i], times[i], "")))));
  }
  table.replaceChildren(element("thead", {}, head), body);
}

function overviewCell(utilisation, time, name) {
  const cell = element("td", {class: name});
  if (usable(utilisation)) {
    cell.append(element("span", {class: "figure"}, percentText(utilisation)),
        element("span", {class: "bar", "aria-hidden": "true"},
            element("i", {style: `width:${100 * utilisation}%`})));
  }
  if (usable(time)) cell.append(element("small", {}, time.toFixed(2) + "×"));
  if (cell.childNodes.length === 0) cell.append("–");
  return cell;
}

function served(result) {
  return Boolean(result) && result.failure === null;
}

function againstGlibc(trace, result) {
  const base = trace.results.find(other => other.allocator === "glibc");
  if (!served(result) || !served(base)) return null;
  const ratio = result.nanosPerOperation / base.nanosPerOperation;
  return usable(result.nanosPerOperation) && usable(ratio) ? ratio : null;
}

/** Null unless every value is known: a mean over fewer traces would not compare. */
function geometricMean(values) {
  if (values.length === 0 || !values.every(value => usable(value) && value > 0)) return null;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
