// The button « Imprimer » of a sheet of paper.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print-sheet]")) button.addEventListener("click", () => window.print());
})();
