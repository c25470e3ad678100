/* The reader of words, under each prose field of the editor: it sends what is written, a moment after the last key, and shows the
   answer. Draftail keeps its text in a hidden field and tells nobody: fields are looked at again after what people do. */
(() => {
  const script = document.currentScript;
  const PAUSE = 700;
  const LARGEST = 1_000_000;
  const fields = [];
  let timer = 0;
  let waiting = null;

  const start = () => {
    document.querySelectorAll("input[data-prose]").forEach((input, index) => fields.push(panel(input, index)));
    if (!fields.length) return;
    for (const name of ["keyup", "click", "paste", "drop", "change"]) {
      document.addEventListener(name, () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); }, true);
    }
    look();
  };

  const panel = (input, index) => {
    const details = document.createElement("details");
    details.className = "relecture";
    details.hidden = true;
    details.innerHTML = '<summary><span class="relecture-titre">Relecture des mots</span> <span role="status" aria-live="polite"></span></summary><div></div>';
    details.id = `relecture-${index}`;
    (input.closest(".w-field__wrapper") || input.parentNode).append(details);
    const field = { input, details, line: details.querySelector("[role=status]"), body: details.querySelector("div"), sent: null };
    details.addEventListener("click", (event) => {
      const button = event.target.closest("[data-relecture-debut]");
      if (button) show(field, Number(button.dataset.relectureDebut), Number(button.dataset.relectureFin));
    });
    return field;
  };

  const blocks = (input) => {
    try { return (JSON.parse(input.value) || {}).blocks || []; } catch { return []; }
  };
  // Places count characters of this text, as the server reads it.
  const text = (input) => blocks(input).map((block) => block.text).join("\n").normalize("NFC").replace(/[\r\u00ad]/g, "");
  const level = () => (document.querySelector("[name=literacy_level]") || {}).value || "";

  const look = async () => {
    const now = fields.map((field) => ({ field, text: text(field.input), level: level() }));
    const changed = now.filter((one) => `${one.level} ${one.text}` !== one.field.sent);
    if (!changed.length) return;
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const say = (message) => changed.forEach(({ field }) => { field.line.textContent = message; field.details.hidden = false; });
    if (changed.reduce((size, one) => size + one.text.length, 0) > LARGEST) {
      say("Ce texte est trop long pour être relu d’un coup.");
      return;
    }
    let answer;
    try {
      const response = await fetch(script.dataset.address, {
        method: "POST",
        signal: waiting.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({ fields: changed.map((one) => ({ field: one.field.input.dataset.prose, text: one.text, level: one.level })) }),
      });
      if (response.status === 403) return; // the person does not write texts: nothing to show
      answer = await response.json();
    } catch (error) {
      if (error.name !== "AbortError") say("La relecture des mots ne répond pas. Votre texte n’a rien perdu.");
      return;
    }
    if (!answer.fields) { say(answer.message); return; }
    changed.forEach((one, index) => {
      one.field.sent = `${one.level} ${one.text}`;
      const found = answer.fields[index];
      one.field.details.hidden = !found;
      if (!found) return;
      if (one.field.line.textContent !== found.summary) one.field.line.textContent = found.summary;
      one.field.body.innerHTML = found.details;
    });
  };

  const units = (string, characters) => Array.from(string).slice(0, characters).join("").length;

  /** Select characters `start` to `end` of the text in its editor. A hint lies within one block, or is cut at its end. */
  const show = (field, start, end) => {
    const editor = field.input.parentNode.querySelector("[contenteditable=true]");
    if (!editor) return;
    const whole = text(field.input);
    let from = units(whole, start);
    let length = units(whole, end) - from;
    const lines = whole.split("\n");
    const all = editor.querySelectorAll("[data-block=true]");
    // A block may hold line breaks of its own.
    const counts = blocks(field.input).map((block) => block.text.split("\n").length);
    let line = 0;
    for (let index = 0; index < counts.length; index += 1) {
      const size = lines.slice(line, line + counts[index]).join("\n").length;
      if (from <= size) { select(editor, all[index], from, Math.min(from + length, size)); return; }
      from -= size + 1;
      line += counts[index];
    }
  };

  const select = (editor, block, start, end) => {
    if (!block) return;
    const range = document.createRange();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let passed = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const size = node.data.length;
      if (!begun && start < passed + size) { range.setStart(node, start - passed); begun = true; }
      if (begun && end <= passed + size) { range.setEnd(node, end - passed); break; }
      passed += size;
    }
    if (!begun) return;
    editor.focus({ preventScroll: true });
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    block.scrollIntoView({ block: "center" });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
