// Shows an image as large as the window where it leads to itself, by pointer and by keyboard.
// Loaded only on pages that have such images; without it the link opens the file.
const prose = document.querySelector(".prose[data-close]");

function show(image) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "zoomed" });
  dialog.setAttribute("aria-label", image.alt);
  const close = Object.assign(document.createElement("button"), {
    type: "button",
    className: "qa-button qa-button--quiet zoomed__close",
    textContent: prose.dataset.close,
  });
  const large = image.cloneNode();
  large.removeAttribute("width");
  large.removeAttribute("height");
  large.loading = "eager";
  dialog.append(large, close);
  dialog.addEventListener("click", () => dialog.close());
  // Escape closes it too, and the focus goes back to the link by itself.
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

for (const link of prose?.querySelectorAll("a.zoom") ?? []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.querySelector("img"));
  });
}
