// Brings the search box to life on its first use; until then this is all that a page loads for it.
// `/` and Ctrl-K lead to the box from anywhere but a field; the site can do without the first, for people who speak to
// their browsers or press keys by accident.
const form = document.querySelector("form.search");
const input = form.elements.q;
let box = null;

const start = () => (box ??= import(form.dataset.box).then((module) => module.attach(form)));

const hasKey = !("withoutKey" in form.dataset);
input.setAttribute("aria-keyshortcuts", hasKey ? "/ Control+K" : "Control+K");
input.addEventListener("focus", start, { once: true });
if (document.activeElement === input || document.querySelector("[data-search-page]")) start();

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isSlash = hasKey && event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
  const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !(isSlash || isControlK)) return;
  event.preventDefault();
  input.focus();
  input.select();
});
