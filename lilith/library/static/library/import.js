// Shows how far an import is, then the page of its result. Without it, the link « Actualiser » does the same.
(() => {
  const box = document.getElementById("avancement");
  if (!box) return;
  const bar = box.querySelector("progress");
  const rows = box.querySelector("[data-rows]");
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const state = await answer.json();
      if (!state.in_progress) { location.reload(); return; }
      bar.value = state.percent;
      rows.textContent = state.rows;
    } catch { /* the next look may succeed */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
})();
