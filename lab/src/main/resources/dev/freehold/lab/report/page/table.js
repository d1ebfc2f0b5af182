"use strict";
// The comparison: one row per allocator and peer, figures with bars, sorted by any column.

const COLUMNS = [
  {title: "Utilisation", figure: r => r.utilisation, text: percentText, best: "high", bar: share},
  {title: "Peak committed", figure: r => known(r.peakCommittedBytes), text: bytesText, best: "low",
    bar: relative},
  {title: "Internal frag.", figure: r => r.internalFragmentation, text: percentText, best: "low",
    bar: share, worst: r => r.worstInternalFragmentation},
  {title: "External frag.", figure: r => r.externalFragmentation, text: percentText, best: "low",
    bar: share, worst: r => r.worstExternalFragmentation},
  {title: "Time per operation", figure: r => r.nanosPerOperation, text: nanosText, best: "low",
    bar: relative, spread: r => r.nanosSpread},
  {title: "Against glibc", figure: (r, base) => (base ? r.nanosPerOperation / base : null),
    text: ratio => ratio.toFixed(2) + "×", best: "low"},
];

function known(bytes) {
  return bytes < 0 ? null : bytes;
}

function nanosText(nanos) {
  return nanos.toFixed(nanos < 99.5 ? 1 : 0) + " ns";
}

function share(value) {
  return value;
}

// One slow peer would flatten every other bar, so bars end at four times the median; a longer one is
// drawn torn.
function relative(value, all) {
  const sorted = all.toSorted((a, b) => a - b);
  const limit = Math.min(sorted.at(-1), 4 * sorted[sorted.length >> 1]);
  return value / limit;
}

function resultTable(table, results, colorOf) {
  const base = results.find(r => r.allocator === "glibc" && usable(r.nanosPerOperation));
  const figures = results.map(r => COLUMNS.map(column => {
    if (r.failure !== null) return null;
    const value = column.figure(r, base?.nanosPerOperation);
    return usable(value) ? value : null;
  }));
  let order = results.map((_, i) => i);
  let sorted = null; // {column, ascending}

  function draw() {
    const head = element("tr", {}, element("th", {scope: "col"}, "Allocator"));
    COLUMNS.forEach((column, c) => {
      const here = sorted && sorted.column === c;
      const button = element("button", {type: "button"}, column.title);
      button.addEventListener("click", () => sortBy(c));
      head.append(element("th", {
        scope: "col",
        "aria-sort": !here ? "none" : sorted.ascending ? "ascending" : "descending",
      }, button));
    });
    const bodies = element("tbody");
    for (const i of order) bodies.append(...rowsOf(i));
    table.replaceChildren(element("thead", {}, head), bodies);
  }

  function sortBy(column) {
    const again = sorted && sorted.column === column;
    sorted = {column, ascending: again ? !sorted.ascending : COLUMNS[column].best === "low"};
    const sign = sorted.ascending ? 1 : -1;
    order = results.map((_, i) => i).sort((a, b) => {
      const [x, y] = [figures[a][column], figures[b][column]];
      return x === null || y === null ? (x === null) - (y === null) : sign * (x - y);
    });
    draw();
    table.querySelectorAll("thead button")[column].focus();
  }

  function rowsOf(i) {
    const result = results[i];
    const color = colorOf(result.allocator);
    const dot = element("span", {class: color ? "dot" : "dot peer",
      style: color ? "background:" + color : ""});
    const name = element("th", {scope: "row"}, dot, result.allocator);
    const row = element("tr", {class: result.failure === null ? "" : "failed"}, name);
    if (result.failure !== null) {
      name.append(element("span", {class: "badge"}, "failed"));
      row.append(element("td", {colspan: COLUMNS.length, class: "failure"}, result.failure));
      return [row];
    }
    if (!result.verified) name.append(element("span", {class: "badge"}, "not verified"));
    COLUMNS.forEach((column, c) => row.append(cellOf(result, figures[i][c], column, c)));
    return [row];
  }

  function cellOf(result, value, column, c) {
    if (value === null) return element("td", {class: "none"}, "–");
    const all = figures.map(row => row[c]).filter(other => other !== null);
    const best = column.best === "high" ? Math.max(...all) : Math.min(...all);
    const number = element("span", {class: "figure"}, column.text(value));
    if (column.spread && usable(column.spread(result))) {
      number.append(element("small", {}, " ± " + column.spread(result).toFixed(1)));
    }
    const cell = element("td", {class: value === best && all.length > 1 ? "best" : ""}, number);
    if (column.bar) cell.append(barOf(result, value, column, all));
    return cell;
  }

  function barOf(result, value, column, all) {
    const length = column.bar(value, all);
    const bar = element("span", {class: length > 1 ? "bar torn" : "bar", "aria-hidden": "true"},
        element("i", {style: `width:${100 * Math.min(length, 1)}%`}));
    const worst = column.worst?.(result);
    if (usable(worst)) {
      bar.append(element("b", {style: `left:${100 * Math.min(worst, 1)}%`}));
      bar.title = "worst moment " + percentText(worst);
    }
    return bar;
  }

  draw();
}

function usable(value) {
  return value !== null && value !== undefined && Number.isFinite(value);
}
