// Four arrows and OK: the focus moves to what lies nearest in that direction. Back (HbbTV 461) and the
// digits work as on a remote control. Without this file Tab and Enter do the same.
"use strict";
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const places = () => [...document.querySelectorAll("button, a[href], input:not([type=hidden])")]
  .filter((one) => one.offsetParent !== null);

const centre = (one) => {
  const box = one.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

function nearest(from, [dx, dy]) {
  const [x, y] = centre(from);
  let best = null, least = Infinity;
  for (const one of places()) {
    const [u, v] = centre(one);
    const along = (u - x) * dx + (v - y) * dy;
    const across = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    const cost = along + 2 * across;
    if (one !== from && along > 1 && cost < least) { best = one; least = cost; }
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  const typing = document.activeElement?.matches("input");
  if (event.keyCode === 461 || event.key === "GoBack") {
    event.preventDefault();
    document.querySelector('button[name=key][value="#"]')?.click();
    return;
  }
  if (!typing && /^[0-9]$/.test(event.key)) {
    document.querySelector(`button[name=key][value="${event.key}"]`)?.click();
    return;
  }
  const way = ARROWS[event.key];
  if (!way || (typing && way[0])) return;
  event.preventDefault();
  const from = places().includes(document.activeElement) ? document.activeElement : places()[0];
  (nearest(from, way) || from)?.focus();
});

for (const pad of document.querySelectorAll("[data-pad]")) {
  const field = document.getElementById(pad.dataset.pad);
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.dataset.key;
    if (!key) return;
    field.value = key === "erase" ? field.value.slice(0, -1) : field.value + key;
  });
}
