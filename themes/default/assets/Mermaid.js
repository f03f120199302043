// Draws the diagrams of a page. Loaded only on pages that have some; the drawing program is the site's own file.
let number = 0;
for (const figure of document.querySelectorAll("figure.mermaid[data-src]")) {
  const code = figure.querySelector("code");
  try {
    const { default: mermaid } = await import(figure.dataset.src);
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
    const { svg } = await mermaid.render(`mermaid-${(number += 1)}`, code.textContent);
    const drawing = document.createElement("div");
    drawing.innerHTML = svg;
    figure.replaceChildren(drawing);
  } catch (error) {
    // The source stays: it says the same in words.
    console.warn("This diagram cannot be drawn:", error);
  }
}
