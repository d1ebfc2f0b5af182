"use strict";
// What the report adds to the flame graph's own script, which runs before: colours by the name, the
// same on every drawing, and values in their unit. Over a base the colours say the growth, and stay.

samples = count => (parent.flameText ? parent.flameText(count) : String(count));

function recolor(dark) {
  document.documentElement.classList.toggle("dark", dark);
  if (maxdiff < 0) {
    for (const frame of levels.flat()) frame.color = colorOf(frame);
  }
  render(root);
}

function colorOf(frame) {
  if (frame.level === 0 || frame.title.startsWith("[")) return "#d5d2ca";
  let hash = 0;
  for (const c of frame.title) hash = (hash * 31 + c.codePointAt(0)) >>> 0;
  return /^(java|jdk|sun)\./.test(frame.title)
      ? `hsl(196 ${26 + hash % 10}% ${72 + hash % 7}%)`
      : `hsl(${30 + hash % 16} ${74 + hash % 14}% ${64 + hash % 11}%)`;
}
