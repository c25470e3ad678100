// « Mon carnet »: pages kept on this device, never sent. One list of {url, title, kind, at} under `lilith.carnet`.
(() => {
  "use strict";
  const KEY = "lilith.carnet";
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((entry) => entry && typeof entry.url === "string" && entry.url.startsWith("/") && !entry.url.startsWith("//")) : [];
    } catch { return []; }
  };
  const write = (kept) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      return true;
    } catch { return false; }
  };
  const has = (url) => read().some((entry) => entry.url === url);
  const add = (entry) => write([{ ...entry, at: new Date().toISOString() }, ...read().filter((kept) => kept.url !== entry.url)]);
  const remove = (url) => write(read().filter((kept) => kept.url !== url));
  window.lilithCarnet = { read, has, add, remove, clear: () => write([]) };

  for (const button of document.querySelectorAll("[data-carnet]")) {
    const url = button.dataset.url || location.pathname;
    const words = button.querySelector("span");
    const say = document.createElement("span");
    say.className = "vh";
    say.setAttribute("role", "status");
    button.after(say);
    const show = () => {
      const kept = has(url);
      button.setAttribute("aria-pressed", String(kept));
      words.textContent = kept ? "Gardé dans mon carnet" : "Garder dans mon carnet";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const kept = has(url);
      const done = kept ? remove(url) : add({ url, title: button.dataset.title || document.title, kind: button.dataset.kind || "page" });
      say.textContent = !done ? "Cet appareil refuse de garder des pages." : kept ? "Retiré de votre carnet." : "Gardé sur cet appareil.";
      if (done) show();
      else words.textContent = say.textContent;
    });
    show();
  }
})();
