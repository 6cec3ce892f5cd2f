// Passkeys need a script: browsers give the device's answer to nothing else. Without one the forms of
// this file stay hidden, and the password and the code do what they always did.
const usable = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

const answer = async (form) => {
  const asked = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  if (!asked.ok) throw new Error(String(asked.status));
  const options = await asked.json();
  const credential = form.dataset.passkey === "make"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
};

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (!usable) return;
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopPropagation(); // it is not sent yet: it may be pressed again
    failed.hidden = true;
    try {
      form.elements.credential.value = await answer(form);
      form.requestSubmit();
    } catch {
      failed.hidden = false; // she closed the device's window, or has no passkey for us
    }
  });
});

// The Back button brings the page with what was answered: that counts no second time.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-passkey]").forEach((form) => { form.elements.credential.value = ""; });
});

if (usable) document.querySelectorAll("[data-no-passkey]").forEach((words) => { words.hidden = true; });
