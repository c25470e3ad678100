// Runs before the first paint: what the reader chose in « Confort de lecture ».
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    const choices = JSON.parse(localStorage.getItem("lilith.confort")) || {};
    for (const name of ["theme", "size", "spacing", "calm"]) {
      if (typeof choices[name] === "string" && /^[a-z0-9]+$/.test(choices[name])) root.dataset[name] = choices[name];
    }
  } catch { /* no storage, or something else in it: the page stays as it is */ }
})();
