// What every page adds to itself. Each part can fail or be absent: the page is complete without it.
(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // « Besoin d’aide tout de suite ? » closes with Escape or a click elsewhere.
  const help = document.querySelector("details.help");
  if (help) {
    document.addEventListener("click", (event) => {
      if (help.open && !help.contains(event.target)) help.open = false;
    });
    help.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && help.open) {
        help.open = false;
        help.querySelector("summary").focus();
      }
    });
  }

  // « Quitter vite »: the page goes at once and « back » does not bring it again. Escape three times does the same.
  const exit = document.querySelector("[data-exit]");
  const leave = () => {
    document.body.hidden = true;
    document.title = " ";
    location.replace(exit.href);
  };
  if (exit) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    let presses = [];
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") {
        presses = [];
        return;
      }
      presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
      if (presses.length >= 3) leave();
    });
    // Brought back from the browser's memory of pages: leave again rather than show it.
    addEventListener("pageshow", () => { if (document.body.hidden) location.replace(exit.href); });
  }

  // « Confort de lecture » is fetched when it is asked for.
  for (const link of all("[data-comfort]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      import(link.dataset.comfort).then((comfort) => comfort.open(link)).catch(() => { location.href = link.href; });
    });
  }

  // Levels: an address such as #niveau-3 opens its level; paper shows them all.
  const reveal = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  };
  const levels = all("details.niv");
  addEventListener("hashchange", () => reveal(location.hash));
  reveal(location.hash);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("main details:not([open])");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of folded) details.open = false; });
  if (levels.length) {
    const unfold = document.querySelector("[data-unfold]");
    if (unfold) {
      unfold.addEventListener("click", () => {
        const open = levels.some((level) => !level.open);
        for (const level of levels) level.open = open;
        unfold.querySelector("span").textContent = open ? "Tout refermer" : "Tout ouvrir";
      });
    }
  }

  // Explained words: the definition beside the word instead of another page.
  if ("popover" in HTMLElement.prototype) {
    let bubble;
    let opener;
    const build = () => {
      bubble = document.createElement("div");
      bubble.className = "bulle";
      bubble.popover = "auto";
      bubble.setAttribute("role", "dialog");
      bubble.append(document.createElement("b"), document.createElement("p"), document.createElement("div"));
      const [word, , end] = bubble.children;
      word.id = "bulle-mot";
      bubble.setAttribute("aria-labelledby", word.id);
      end.className = "fin";
      const more = document.createElement("a");
      more.className = "lien";
      more.textContent = "Lire dans le glossaire";
      const close = document.createElement("button");
      close.className = "lien";
      close.type = "button";
      close.textContent = "Fermer";
      close.addEventListener("click", () => bubble.hidePopover());
      end.append(more, close);
      bubble.addEventListener("toggle", (event) => {
        if (event.newState === "closed" && opener) {
          if (bubble.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
          opener.removeAttribute("aria-expanded");
        }
      });
      document.body.append(bubble);
    };
    const show = (link) => {
      if (!bubble) build();
      const [word, text, end] = bubble.children;
      const abbr = link.querySelector("abbr");
      word.textContent = abbr ? `${link.textContent} : ${abbr.title}` : link.textContent;
      text.textContent = link.dataset.mot;
      end.firstChild.href = link.href;
      opener = link;
      link.setAttribute("aria-expanded", "true");
      bubble.showPopover();
      const box = link.getBoundingClientRect();
      const room = document.documentElement.clientWidth - bubble.offsetWidth - 16;
      bubble.style.left = `${Math.max(16, Math.min(box.left, room))}px`;
      const below = box.bottom + 8;
      const above = box.top - bubble.offsetHeight - 8;
      bubble.style.top = `${below + bubble.offsetHeight > innerHeight && above > 0 ? above : below}px`;
      end.lastChild.focus({ preventScroll: true });
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a.mot");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      show(link);
    });
    addEventListener("scroll", () => { if (bubble && bubble.matches(":popover-open")) bubble.hidePopover(); }, { passive: true });
  }

  // A film held by someone else: its player comes only after this click.
  for (const button of all("[data-player]")) {
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = button.dataset.player;
      frame.title = button.dataset.title;
      frame.allow = "fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      // YouTube plays nothing without knowing the site that asks; it learns its name, never the page.
      frame.referrerPolicy = "strict-origin";
      button.parentElement.append(frame);
      button.parentElement.classList.add("joue");
      frame.focus();
    });
  }
})();
