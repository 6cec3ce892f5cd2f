// Everything works without this file: it only adds comfort (menus, counters, focus on errors).
import { initAll } from "../build/govuk-frontend.min.js";

initAll();

// A second press on a submit button must not send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "yes";
  }
});

// Coming back with the browser's Back button shows the page as it was: it may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// An entry that was just added: go on writing there.
document.querySelector("[data-added]")?.focus();

// Two minutes before the session ends, ask. When it ends, save what is written on an open form.
const idle = document.querySelector("dialog[data-idle]");
if (idle && typeof idle.showModal === "function") {
  const whole = Number(idle.dataset.idle) * 1000;
  const warning = Math.min(120_000, whole / 2);
  const left = idle.querySelector("[data-idle-left]");
  let ends = Date.now() + whole;

  // Another window of the same reader keeps the session alive as well.
  const seen = (moment) => { try { localStorage.setItem("seen", String(moment)); } catch { /* private */ } };
  const renew = (moment) => { ends = Math.max(ends, moment + whole); if (idle.open) idle.close(); };
  seen(Date.now());
  window.addEventListener("storage", (event) => { if (event.key === "seen") renew(Number(event.newValue)); });
  document.body.addEventListener("htmx:afterRequest", () => { seen(Date.now()); renew(Date.now()); });

  const stay = async () => {
    const answer = await fetch(idle.dataset.stay, { method: "POST", body: new FormData(idle.querySelector("form")) });
    if (!answer.ok) return location.reload();
    seen(Date.now());
    renew(Date.now());
  };
  idle.querySelector("[data-idle-stay]").addEventListener("click", stay);
  idle.addEventListener("cancel", stay);

  const leave = () => {
    const form = document.querySelector("form[data-keep]");
    const stop = form?.querySelector("button[name=then][value=stop]");
    if (form && stop) form.requestSubmit(stop);
    else location.reload();
  };
  const tick = setInterval(() => {
    const rest = ends - Date.now();
    if (rest <= 3000) { clearInterval(tick); leave(); return; }
    if (rest <= warning && !idle.open) idle.showModal();
    if (idle.open) left.textContent = `${Math.floor(rest / 60000)}:${String(Math.floor(rest / 1000) % 60).padStart(2, "0")}`;
  }, 1000);
}

// A place: where the device is, or where the map is touched. The boxes say the same and stay.
document.querySelectorAll("[data-place]").forEach((place) => {
  const box = (part) => place.querySelector(`[name$=".${part}"]`);
  const map = place.querySelector("[data-place-map]");
  const pin = place.querySelector("[data-place-pin]");
  const says = place.querySelector("[data-place-says]");
  const mine = place.querySelector("[data-place-mine]");
  const { north, south, west, east } = Object.fromEntries(Object.entries(map.dataset).map(([k, v]) => [k, Number(v)]));

  const show = () => {
    const lat = Number(box("lat").value), long = Number(box("long").value);
    const inside = box("lat").value && lat <= north && lat >= south && long >= west && long <= east;
    pin.toggleAttribute("hidden", !inside);
    if (inside) pin.setAttribute("transform", `translate(${(480 * (long - west)) / (east - west)} ${(300 * (north - lat)) / (north - south)})`);
  };
  const put = (lat, long) => { box("lat").value = lat.toFixed(6); box("long").value = long.toFixed(6); show(); };

  map.removeAttribute("hidden");
  map.addEventListener("click", (event) => {
    const frame = map.getBoundingClientRect();
    put(north - ((event.clientY - frame.top) / frame.height) * (north - south), west + ((event.clientX - frame.left) / frame.width) * (east - west));
    says.textContent = says.dataset.found;
  });
  place.addEventListener("input", show);
  show();
  if (!navigator.geolocation) return;
  mine.hidden = false;
  mine.addEventListener("click", () => {
    says.textContent = says.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { put(coords.latitude, coords.longitude); says.textContent = says.dataset.found; },
      () => { says.textContent = says.dataset.refused; },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
});
