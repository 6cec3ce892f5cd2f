(() => {
  "use strict";
  const root = document.documentElement, { kit, secret, good, ahead } = root.dataset;
  const house = root.dataset.public, FORMAT = "onedoor-packet-1", KEPT = "onedoor-kit-" + kit;
  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", text = new TextEncoder();
  const find = (name) => document.getElementById(name), all = (within, what) => [...within.querySelectorAll(what)];
  const now = () => new Date(Date.now() + Number(ahead));
  const from64 = (written) => Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
  const to64 = (bytes) => { let out = ""; for (const byte of new Uint8Array(bytes)) out += String.fromCharCode(byte); return btoa(out); };
  if (now() >= new Date(good)) find("over").hidden = false;
  if (!window.crypto || !crypto.subtle) return;
  find("cannot").hidden = true;
  all(document, "details.service").forEach((one) => { one.open = false; });

  const load = () => { try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch { return []; } };
  const keep = () => { try { localStorage.setItem(KEPT, JSON.stringify(entries)); } catch { /* kept in memory until it is saved */ } };
  let entries = load();
  let last = entries.reduce((most, one) => Math.max(most, one.place), 0);
  const show = () => { find("packet").hidden = !entries.length; find("count").textContent = entries.length; };
  show();

  async function mac(said) {
    const key = await crypto.subtle.importKey("raw", from64(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return to64(await crypto.subtle.sign("HMAC", key, text.encode(said)));
  }
  async function seal(entry, content) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const own = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const theirs = await crypto.subtle.importKey("raw", from64(house), curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(FORMAT + "\n" + kit) }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const open = [FORMAT, kit, entry.id, entry.place, entry.filled_at].join("\n"), iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(open) }, key, text.encode(JSON.stringify(content)));
    const sealed = { key: to64(await crypto.subtle.exportKey("raw", own.publicKey)), nonce: to64(iv), box: to64(box) };
    return { ...entry, ...sealed, mac: await mac([open, sealed.key, sealed.nonce, sealed.box].join("\n")) };
  }
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64; bytes[8] = bytes[8] & 63 | 128;
    return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  }
  const newSlip = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => SIGNS[byte & 31]).join("");

  function answerOf(q) {
    const parts = all(q, "[data-part]");
    if (parts.length) {
      const given = Object.fromEntries(parts.filter((one) => one.value.trim()).map((one) => [one.dataset.part, one.value.trim()]));
      return Object.keys(given).length ? given : "";
    }
    const picked = q.querySelector("input[type=radio]") ? q.querySelector("input:checked") : q.querySelector("input,textarea");
    return picked ? picked.value.trim() : "";
  }
  function faultOf(q, answer) {
    if (answer === "") return "required" in q.dataset ? "required" : "";
    const { type, min, max } = q.dataset, control = q.querySelector("input");
    if (type === "email" || type === "date") { if (!control.checkValidity()) return "form"; }
    if (["integer", "money", "decimal"].includes(type)) {
      const figure = answer.replace(/[,\s]/g, "");
      if (!(type === "integer" ? /^[+-]?\d+$/ : /^[+-]?\d+(\.\d+)?$/).test(figure)) return "figure";
      if (min !== undefined && Number(figure) < Number(min)) return "low";
      if (max !== undefined && Number(figure) > Number(max)) return "high";
    }
    if (type === "date" && min && answer < min) return "low";
    if (type === "date" && max && answer > max) return "high";
    return "";
  }
  function mark(box, fault) {
    all(box, ":scope > .error").forEach((one) => one.remove());
    box.classList.toggle("wrong", Boolean(fault));
    if (!fault) return;
    const said = document.createElement("p");
    said.className = "error";
    said.append(find("say-" + fault).content.cloneNode(true));
    box.prepend(said);
  }
  function take(q, into, faults) {
    if (q.dataset.type === "file") return;
    const answer = answerOf(q), fault = faultOf(q, answer);
    mark(q, fault);
    if (fault) faults.push(q);
    if (answer !== "") into[q.dataset.q] = answer;
  }
  function rowsOf(group, faults) {
    return all(group, "[data-row]").map((row) => {
      const bare = all(row, "[data-q]").every((q) => answerOf(q) === ""), given = {};
      all(row, "[data-q]").forEach((q) => bare ? mark(q, "") : take(q, given, faults));
      return /^\d+$/.test(Object.keys(given)[0] || "") ? Object.values(given)[0] : given;
    }).filter((row) => typeof row === "string" || Object.keys(row).length);
  }
  function read(form, faults) {
    const answers = {};
    for (const page of all(form, "[data-page]")) {
      const given = answers[page.dataset.page] = {};
      all(page, "[data-q]").filter((q) => !q.closest("[data-row]")).forEach((q) => take(q, given, faults));
      for (const group of all(page, "[data-repeat]")) { const rows = rowsOf(group, faults); if (rows.length) given[group.dataset.repeat] = rows; }
    }
    return answers;
  }
  function contentOf(form) {
    const faults = [], answers = read(form, faults), word = form.querySelector("[data-word]");
    const given = word.querySelector("input").checked;
    mark(word, given ? "" : "required");
    if (!given) faults.push(word);
    form.querySelector("[data-mend]").hidden = !faults.length;
    if (faults.length) { (faults[0].querySelector("input,textarea") || faults[0]).focus(); return null; }
    const who = Object.fromEntries(all(form, "[data-who]").map((one) => [one.dataset.who, one.value.trim()]));
    const reach = { kind: form.querySelector("[data-reach]:checked").value, address: form.querySelector("[data-address]").value.trim() };
    return { service: form.dataset.service, version: form.dataset.version, answers, word: true, who, reach, slip: newSlip() };
  }
  function clear(form) {
    form.reset();
    all(form, "[data-repeat]").forEach((group) => all(group, "[data-row]").slice(1).forEach((row) => row.remove()));
    form.closest("details.service").open = false;
  }
  let busy = false;
  async function finish(form) {
    if (busy) return;
    const content = contentOf(form);
    if (!content) return;
    busy = true;
    try {
      const place = last + 1;
      entries.push(await seal({ id: newId(), place, filled_at: now().toISOString() }, content));
      last = place;
      keep(); show(); clear(form);
      find("saved").hidden = true;
      find("slip").hidden = false;
      find("slip").querySelector(".code").textContent = content.slip.match(/.{4}/g).join("-");
      find("slip").scrollIntoView();
    } finally { busy = false; }
  }
  async function save() {
    const made_at = now().toISOString(), lines = [FORMAT, kit, made_at, ...entries.map((one) => one.mac)];
    const packet = { format: FORMAT, kit, made_at, entries, mac: await mac(lines.join("\n")) };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(packet)], { type: "application/json" }));
    link.download = "packet-" + kit.slice(-8) + "-" + entries.length + ".json";
    link.click();
    find("saved").hidden = false;
  }
  function addRow(group) {
    const rows = all(group, "[data-row]");
    if (rows.length >= Number(group.dataset.most)) return;
    const row = rows[0].cloneNode(true);
    all(row, "input,textarea").forEach((one) => { if (one.type === "radio") { one.checked = false; one.name += "-" + rows.length; } else one.value = ""; });
    rows.at(-1).after(row);
  }
  document.addEventListener("submit", (event) => { event.preventDefault(); finish(event.target); });
  document.addEventListener("click", (event) => { const add = event.target.closest("[data-add]"); if (add) addRow(add.closest("[data-repeat]")); });
  find("save").addEventListener("click", save);
  find("forget").addEventListener("click", () => { find("sure").hidden = false; });
  find("surely").addEventListener("click", () => { entries = []; keep(); show(); find("sure").hidden = true; find("slip").hidden = true; });
})();
