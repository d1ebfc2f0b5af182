"use strict";
// Light or dark: the system's choice until the reader makes one. All colours are CSS variables of
// report.css; what is drawn on a canvas asks here for their values and is drawn again on a change.

const theme = (() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = [];
  let chosen = stored();

  function stored() {
    // Storage is closed to pages opened from some places; the choice then lasts as long as the page.
    try { return localStorage.getItem("freehold.theme"); } catch { return null; }
  }

  function apply() {
    const name = chosen ?? (system.matches ? "dark" : "light");
    root.dataset.theme = name;
    button.textContent = name === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", "Switch to the " + button.textContent.toLowerCase() + " theme");
    for (const listener of listeners) listener();
  }

  button.addEventListener("click", () => {
    chosen = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("freehold.theme", chosen); } catch { /* lasts as long as the page */ }
    apply();
  });
  system.addEventListener("change", apply);
  apply();

  return {
    onChange(listener) { listeners.push(listener); },
    color(name) { return getComputedStyle(root).getPropertyValue("--" + name).trim(); },
    /** The colour that stands for the n-th allocator everywhere on the page. */
    series(index) { return this.color("series-" + index % 8); },
  };
})();
