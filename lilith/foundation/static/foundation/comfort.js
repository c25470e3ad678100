// « Confort de lecture »: built when asked for; choices stay on this device under `lilith.confort`.
const KEY = "lilith.confort";
const root = document.documentElement;
const CHOICES = [
  ["size", "Taille du texte", [["", "Normale"], ["1", "Grande"], ["2", "Plus grande"], ["3", "Très grande"]]],
  ["spacing", "Espace entre les lettres et les lignes", [["", "Normal"], ["wide", "Large"]]],
  ["theme", "Couleurs", [["", "Comme mon appareil"], ["light", "Claires"], ["dark", "Sombres"]]],
  ["calm", "Dessins et actualités", [["", "Montrer"], ["1", "Masquer : page calme"]]],
];
let panel;

const read = () => {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
};
const keep = (name, value) => {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    const kept = read();
    if (value) kept[name] = value;
    else delete kept[name];
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch { /* the choice holds for this page only */ }
};
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Reading aloud by the device's own voice, paragraph by paragraph.
const speech = window.speechSynthesis;
let reading = false;
const passages = () => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd)")]
  .filter((element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent)
  .filter((element) => !element.querySelector("p, li, h2, h3, dt, dd") && !element.closest("nav, [aria-hidden=true]"))
  .map((element) => element.innerText.trim())
  .filter(Boolean);
const stop = (button) => {
  reading = false;
  speech.cancel();
  button.textContent = "Écouter la page";
};
const speak = (button) => {
  const voice = speech.getVoices().find((known) => known.lang.toLowerCase().startsWith("fr"));
  const queue = passages();
  const next = () => {
    const text = queue.shift();
    if (!reading || !text) {
      stop(button);
      return;
    }
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "fr-FR";
    words.rate = .95;
    if (voice) words.voice = voice;
    words.onend = next;
    words.onerror = () => stop(button);
    speech.speak(words);
  };
  reading = true;
  button.textContent = "Arrêter la lecture";
  next();
};

const build = () => {
  const title = make("h2", { id: "confort-titre", textContent: "Confort de lecture" });
  const close = make("button", { type: "button", className: "lien", textContent: "Fermer" });
  close.addEventListener("click", () => panel.close());
  panel = make("dialog", { className: "confort" }, make("div", { className: "haut" }, title, close));
  panel.setAttribute("aria-labelledby", title.id);
  for (const [name, legend, options] of CHOICES) {
    const row = make("div", { className: "rang" });
    for (const [value, words] of options) {
      const input = make("input", { type: "radio", name: `confort-${name}`, value, checked: (root.dataset[name] || "") === value });
      input.addEventListener("change", () => keep(name, value));
      row.append(make("label", { className: "choix" }, input, words));
    }
    panel.append(make("fieldset", {}, make("legend", { textContent: legend }), row));
  }
  const foot = make("div", { className: "bas" });
  if (speech && "SpeechSynthesisUtterance" in window) {
    const listen = make("button", { type: "button", className: "btn second petit", textContent: "Écouter la page" });
    listen.addEventListener("click", () => {
      if (reading) stop(listen);
      else {
        panel.close();
        speak(listen);
      }
    });
    addEventListener("pagehide", () => speech.cancel());
    foot.append(listen);
  }
  const reset = make("button", { type: "button", className: "btn second petit", textContent: "Tout remettre comme avant" });
  reset.addEventListener("click", () => {
    for (const [name] of CHOICES) {
      keep(name, "");
      panel.querySelector(`[name=confort-${name}][value=""]`).checked = true;
    }
  });
  foot.append(reset);
  panel.append(foot, make("p", { className: "small soft", textContent: "Vos choix restent sur cet appareil. Personne d’autre ne les voit." }));
  document.body.append(panel);
};

/** Show the panel; the focus comes back to `opener` when it closes. */
export function open(opener) {
  if (!panel) build();
  panel.onclose = () => opener.focus();
  panel.showModal();
}
