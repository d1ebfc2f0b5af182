"use strict";
// A row of tabs: a click or the arrow keys choose one, and only the chosen one is a tab stop.

function tabs(host, buttons, onChoose) {
  function choose(index, focus) {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", i === index);
      button.tabIndex = i === index ? 0 : -1;
    });
    if (focus) buttons[index].focus();
    onChoose(index);
  }
  buttons.forEach((button, index) => {
    button.type = "button";
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(index, true));
    button.addEventListener("keydown", event => {
      const move = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      if (!move) return;
      event.preventDefault();
      choose((index + move + buttons.length) % buttons.length, true);
    });
  });
  host.replaceChildren(...buttons);
  return choose;
}
