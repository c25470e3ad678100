// « Mon carnet »: shows, removes and exports the pages kept on this device. Nothing is sent anywhere.
(() => {
  "use strict";
  const root = document.querySelector("[data-notebook]");
  const carnet = window.lilithCarnet;
  if (!root || !carnet) return;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const [list, empty, actions, state, line, clear] = ["list", "empty", "actions", "state", "line", "clear"].map(part);
  const KINDS = { practice: "Pratique", theme: "Thème", term: "Mot du glossaire", publication: "Publication", organisation: "Organisme", training: "Formation", news: "Actualité" };
  const kind = (entry) => KINDS[entry.kind] || "Page";
  const day = (entry) => {
    const at = new Date(entry.at);
    return Number.isNaN(at.getTime()) ? "" : at.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
  };
  const title = (entry) => (typeof entry.title === "string" && entry.title.trim()) || entry.url;
  const say = (words) => { state.textContent = words; };

  const show = () => {
    const kept = carnet.read();
    list.replaceChildren(...kept.map((entry) => {
      const item = line.content.cloneNode(true).firstElementChild;
      const link = item.querySelector("a");
      link.href = entry.url;
      link.textContent = title(entry);
      item.querySelector(".meta").textContent = [kind(entry), day(entry) && `gardée le ${day(entry)}`].filter(Boolean).join(", ");
      const button = item.querySelector("button");
      const name = document.createElement("span");
      name.className = "vh";
      name.textContent = ` ${title(entry)}`;
      button.append(name);
      button.addEventListener("click", () => {
        const next = item.nextElementSibling || item.previousElementSibling;
        const url = next && next.querySelector("a").getAttribute("href");
        carnet.remove(entry.url);
        show();
        say(`« ${title(entry)} » est retirée de votre carnet.`);
        const heading = root.querySelector("h2");
        const focus = url ? [...list.querySelectorAll("a")].find((one) => one.getAttribute("href") === url) : heading;
        if (focus === heading) heading.tabIndex = -1;
        focus?.focus();
      });
      return item;
    }));
    empty.hidden = kept.length > 0;
    actions.hidden = kept.length === 0;
    list.hidden = kept.length === 0;
  };

  part("save").addEventListener("click", () => {
    const lines = carnet.read().map((entry) => `${title(entry)}\r\n${kind(entry)}${day(entry) ? `, gardée le ${day(entry)}` : ""}\r\n${location.origin}${entry.url}\r\n`);
    const file = new Blob(["\ufeff", "Mon carnet, lilith\r\n\r\n", lines.join("\r\n")], { type: "text/plain;charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "mon-carnet-lilith.txt";
    link.click();
    URL.revokeObjectURL(link.href);
    say("La liste est enregistrée sur cet appareil.");
  });
  part("print").addEventListener("click", () => window.print());

  // « Tout effacer » asks once more before it does it.
  const words = clear.querySelector("span");
  let armed = false;
  const rest = () => { armed = false; words.textContent = "Tout effacer"; };
  clear.addEventListener("click", () => {
    if (!armed) {
      armed = true;
      words.textContent = "Oui, tout effacer";
      say("Voulez-vous vraiment tout effacer ? Appuyez encore une fois.");
      return;
    }
    carnet.clear();
    rest();
    show();
    say("Votre carnet est effacé.");
    const heading = root.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  });
  clear.addEventListener("blur", rest);
  // Another tab may keep or remove a page.
  window.addEventListener("storage", show);
  show();
})();
