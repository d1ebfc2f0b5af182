"use strict";
// Numbers for people, and elements made without markup: text from a trace never becomes HTML.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Bytes with three significant digits in binary units. */
function bytesText(bytes) {
  let unit = 0;
  let amount = bytes;
  while (Math.abs(amount) >= 1000 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return amount.toFixed(digits) + " " + UNITS[unit];
}

/** Bytes on an axis: whole binary units without trailing zeros. */
function tickText(bytes) {
  if (bytes === 0) return "0";
  let unit = 0;
  while (bytes % 1024 === 0 && unit < UNITS.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return bytes >= 1024 ? bytesText(bytes * 1024 ** unit) : bytes + " " + UNITS[unit];
}

/** Ticks from 0 to a limit at a power of two, at most `most` of them beside 0. */
function byteTicks(limit, most) {
  let step = 1;
  while (limit / step > most) step *= 2;
  const ticks = [];
  for (let at = 0; at <= limit; at += step) ticks.push(at);
  return ticks;
}

function countText(count) {
  return count.toLocaleString("en-US");
}

function shortCount(count) {
  if (count >= 1e6) return +(count / 1e6).toFixed(2) + " M";
  return count >= 1e3 ? +(count / 1e3).toFixed(1) + " k" : String(count);
}

function percentText(share) {
  const percent = 100 * share;
  return percent.toFixed(percent < 9.95 && percent > 0 ? 1 : 0) + " %";
}

/** An element with attributes and children; a child that is a string becomes text. */
function element(name, attributes = {}, ...children) {
  const svg = name.startsWith("svg:");
  const made = svg
      ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
      : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "style") made.style.cssText = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
