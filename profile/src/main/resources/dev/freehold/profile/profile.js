"use strict";
// Puts the page of a profile together.

(() => {
  const MOST = 50;
  const TYPES = {
    inuse_space: "bytes in use",
    inuse_objects: "blocks in use",
    alloc_space: "bytes taken",
    alloc_objects: "blocks taken",
  };
  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const grown = data.base !== undefined;
  let chart = null;
  let heap = 0;

  const signed = text => value => (value < 0 ? "−" : grown && value > 0 ? "+" : "") + text(Math.abs(value));
  const bytes = signed(bytesText);
  const count = signed(countText);
  const valueText = (type, value) => (type.endsWith("space") ? bytes : count)(value);

  function lifeText(nanos) {
    if (nanos < 1e4) return nanos + " ns";
    if (nanos < 1e7) return (nanos / 1e3).toFixed(0) + " µs";
    return nanos < 1e10 ? (nanos / 1e6).toFixed(0) + " ms" : (nanos / 1e9).toFixed(0) + " s";
  }

  function blocksText(number) {
    return `${countText(number)} block${number === 1 ? "" : "s"}`;
  }

  function showLead() {
    const files = span => span.files.map(file => file.split("/").at(-1)).join(" + ");
    byId("files").textContent = files(data.profile) + (grown ? " since " + files(data.base) : "");
    byId("lead").textContent = sentence();
    const seconds = (Date.parse(data.profile.end) - Date.parse(data.profile.start)) / 1000;
    const facts = Object.entries(TYPES).map(([type, label]) => [label, valueText(type, data.totals[type])]);
    facts.push(["recorded", seconds.toFixed(1) + " s"]);
    if (data.profile.sampleInterval) facts.push(["between samples, at most", bytesText(data.profile.sampleInterval)]);
    byId("facts").replaceChildren(...facts.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  }

  function sentence() {
    const used = data.totals.inuse_space;
    const top = data.sites.toSorted((a, b) => b.inuse_space - a.inuse_space)[0];
    if (grown) {
      const change = used === 0 ? "Bytes in use did not grow."
          : `${bytesText(Math.abs(used))} ${used > 0 ? "more" : "fewer"} are in use than before.`;
      return change + (top && top.inuse_space > 0
          ? ` ${shortSite(top.site)} grew most, by ${bytesText(top.inuse_space)}.` : "");
    }
    if (used === 0) return "Nothing that was taken is still in use.";
    const leak = data.leaks.find(each => each.kind !== "growing");
    return `${bytesText(used)} ${used === 1 ? "is" : "are"} in use at the end. ${shortSite(top.site)} took `
        + `${percentText(top.inuse_space / used)} of them.`
        + (leak ? ` ${bytesText(leak.bytes)} of ${shortSite(leak.site)} are ${leak.kind}.` : "");
  }

  /** Class and method, without the package and the line. */
  function shortSite(site) {
    return site.replace(/:\d+$|\(.*$/, "").split(".").slice(-2).join(".");
  }

  function showUsage() {
    byId("usage").hidden = data.usage.length === 0;
    if (data.usage.length === 0) return;
    const buttons = data.usage.map(usage => element("button", {}, usage.heap));
    const choose = tabs(byId("heaps"), buttons, index => {
      heap = index;
      drawUsage();
    });
    byId("heaps").hidden = data.usage.length === 1;
    const held = data.usage.map(usage => usage.points.at(-1).requestedBytes);
    choose(held.indexOf(Math.max(...held)), false);
  }

  function drawUsage() {
    if (data.usage.length === 0) return;
    chart?.destroy();
    byId("series").replaceChildren();
    const usage = data.usage[heap];
    chart = usageChart(byId("series"), usage, Date.parse(data.profile.start));
    const above = chart.limit > 0 && !chart.limited ? ` Its limit is ${bytesText(chart.limit)}.` : "";
    byId("usage-note").textContent = `Heap ${usage.heap}, checks ${usage.checks}. These figures are exact; `
        + `the flame graph and the sites are estimates from samples.${above}`;
  }

  function showFlames() {
    const types = Object.keys(TYPES);
    const frame = byId("flame");
    let type = data.type;
    frame.addEventListener("load", () => {
      frame.style.height = frame.contentDocument.documentElement.scrollHeight + "px";
      recolor();
    });
    const show = () => {
      const flame = data.flames[type];
      // What the flame graph, a page within the page, says of a value.
      window.flameText = value => (type.endsWith("space") ? bytesText(value) : blocksText(value));
      frame.hidden = flame === "";
      frame.style.height = "0";
      if (flame !== "") frame.srcdoc = flame;
      byId("flame-note").textContent = flame === "" ? `There are no ${TYPES[type]}.` : note();
    };
    const recolor = () => frame.contentWindow.recolor?.(document.documentElement.dataset.theme === "dark");
    const buttons = types.map(each => element("button", {}, TYPES[each]));
    const choose = tabs(byId("types"), buttons, index => {
      type = types[index];
      show();
    });
    choose(types.indexOf(type), false);
    theme.onChange(recolor);
    let width = frame.clientWidth;
    let waiting = 0;
    new ResizeObserver(() => {
      if (frame.clientWidth === width || frame.hidden) return;
      width = frame.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(show, 150); // its canvas is as wide as it was when it was loaded
    }).observe(byId("graphs"));
  }

  function note() {
    return grown
        ? "Width is what is now; red grew, blue shrank, yellow is new. Click a frame to look into it."
        : "The earliest call is at the bottom; width is the share. Blue frames are the JDK's. Click a frame to look "
            + "into it, Ctrl+F within the graph searches.";
  }

  function table(id, nothing, head, rows) {
    const shown = byId(id);
    if (rows.length === 0) {
      shown.replaceWith(element("p", {class: "empty"}, nothing));
      return;
    }
    shown.replaceChildren(
        element("thead", {}, element("tr", {}, ...head.map(([text, kind]) =>
            element("th", {scope: "col", class: kind}, text)))),
        element("tbody", {}, ...rows.slice(0, MOST).map(cells => element("tr", {}, ...cells.map((cell, i) =>
            element(i === 0 ? "th" : "td", i === 0 ? {scope: "row"} : {class: head[i][1]}, cell))))));
  }

  function code(text) {
    return element("code", {}, text);
  }

  function withStack(site, stack) {
    return element("details", {}, element("summary", {}, code(site)), element("pre", {}, stack.join("\n")));
  }

  function title(text) {
    return text[0].toUpperCase() + text.slice(1);
  }

  function siteAndCaller({site, stack}) {
    const caller = stack[stack.indexOf(site) + 1];
    return caller ? `${site} ← ${caller}` : site;
  }

  function withBar(text, share) {
    return element("span", {}, element("span", {class: "figure"}, text),
        element("span", {class: "bar" + (!grown ? "" : share < 0 ? " shrunk" : " grown"), "aria-hidden": "true"},
            element("i", {style: `width:${100 * Math.min(Math.abs(share), 1)}%`})));
  }

  function showTables() {
    const most = Math.max(...data.sites.map(site => Math.abs(site[data.type])), 1);
    const order = [data.type, ...Object.keys(TYPES).filter(type => type !== data.type)];
    table("sites", "No block was sampled.",
        [["Site", ""], ["Heap", ""], ...order.map((type, i) => [title(TYPES[type]), i === 0 ? "shared" : "number"])],
        data.sites.map(site => [code(site.site), site.heap, ...order.map((type, i) => {
          const text = valueText(type, site[type]);
          return i === 0 ? withBar(text, site[type] / most) : text;
        })]));
    byId("sites-note").textContent = (data.sites.length > MOST
        ? `The first ${MOST} of ${countText(data.sites.length)}. ` : "")
        + (grown ? "All figures are growth over the base." : "The latest call outside of Freehold and the JDK.");
    table("leaks", grown ? "No leak is new or gone." : "No leak was reported.",
        [["Site", ""], ["Kind", ""], ["Heap", ""], ["Bytes", "number"], ["Blocks", "number"]],
        data.leaks.map(leak => [withStack(leak.site, leak.stack), element("span", {class: "kind"}, leak.kind), leak.heap,
          bytes(leak.bytes), count(leak.blocks)]));
    table("temporary", "No block was temporary.",
        [["Site", ""], ["Heap", ""], ["Bytes", "number"], ["Blocks", "number"], ["Mean life", "number"]],
        data.temporary.map(each => [withStack(siteAndCaller(each), each.stack), each.heap, bytes(each.bytes),
          count(each.blocks), lifeText(each.meanLifeNanos)]));
  }

  function showViolations() {
    byId("violations").replaceChildren(...data.violations.slice(0, MOST).map(each => {
      const places = [["used", each.used.join("\n")], ["block", each.block], ["taken", each.taken], ["freed", each.freed]]
          .filter(([, text]) => text !== "");
      return element("div", {class: "violation"},
          element("p", {}, element("span", {class: "kind"}, each.defect), ` ${count(each.count)}×` + (each.heap ? ` in heap ${each.heap}` : "")),
          element("p", {}, each.what),
          element("dl", {}, ...places.flatMap(([name, text]) =>
              [element("dt", {}, name), element("dd", {}, code(text))])));
    }));
    if (data.violations.length === 0) {
      byId("violations").append(element("p", {class: "empty"}, grown ? "No violation is new or gone." : "No violation was reported."));
    }
  }

  showLead();
  showUsage();
  showFlames();
  showTables();
  showViolations();
  theme.onChange(drawUsage);
})();
