// The keyboard of the desk. Everything works without it. It can be switched off (WCAG 2.1.4).
const map = document.getElementById("desk-keys");
const search = document.getElementById("desk-q");
const found = document.getElementById("desk-found");
const PATHS = { h: "/desk/", w: "/desk/work/", p: "/desk/assist/" };

const typing = (target) =>
  target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

let waitsForPlace = 0;

function go(key) {
  const due = Date.now() - waitsForPlace < 1500;
  waitsForPlace = key === "g" ? Date.now() : 0;
  if (due && PATHS[key]) location.assign(PATHS[key]);
  return due || key === "g";
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-list] tbody a, [data-list] > li a, .desk-found__card")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)].focus();
}

function press(key) {
  const marked = document.querySelector(`[data-key="${key}"]`);
  if (!marked) return;
  if (marked.tagName === "A" && marked.hash) {
    const place = document.querySelector(marked.hash);
    place?.scrollIntoView({ block: "start" });
    place?.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  } else marked.click();
}

if (map) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && found) found.replaceChildren();
    if (typing(event.target) || map.open) return;
    if (event.key === "/") {
      event.preventDefault();
      search?.focus();
      search?.select();
    } else if (event.key === "?") map.showModal();
    else if (go(event.key)) return;
    else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "n" || event.key === "l") {
      event.preventDefault();
      press(event.key);
    }
  });
}

// From the search box, the arrow key goes into the list of what was found.
search?.addEventListener("keydown", (event) => {
  const first = found?.querySelector("a, button");
  if (event.key === "ArrowDown" && first) {
    event.preventDefault();
    first.focus();
  }
});

found?.addEventListener("keydown", (event) => {
  const entries = [...found.querySelectorAll("a, .desk-found__card")];
  const at = entries.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  (entries[next] ?? (next < 0 ? search : entries[at]))?.focus();
});

document.addEventListener("click", (event) => {
  if (found && !event.target.closest("search")) found.replaceChildren();
});

// A menu of the bar closes when one goes elsewhere, or with Escape.
const menus = [...document.querySelectorAll(".desk-menu")];
const shut = (kept) => menus.forEach((menu) => menu === kept || menu.removeAttribute("open"));
document.addEventListener("click", (event) => shut(event.target.closest(".desk-menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = menus.find((menu) => menu.open);
  shut();
  open?.querySelector("summary").focus();
});
