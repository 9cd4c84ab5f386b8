"use strict";
// Shows the name and the days of the mark that is pointed at or has the focus.

const tip = document.getElementById("_tip");

function showTip({ target }) {
  const mark = target.closest?.("use[aria-label]");
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.getAttribute("aria-label");
  const box = mark.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 4);
  const above = box.top - tip.offsetHeight - 6;
  tip.style.left = `${Math.max(left, 4)}px`;
  tip.style.top = `${above < 0 ? box.bottom + 6 : above}px`;
}

for (const event of ["pointerover", "focusin", "focusout"]) document.addEventListener(event, showTip);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") tip.hidden = true;
});
