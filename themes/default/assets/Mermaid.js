// Draws the diagrams of a page. Loaded only on pages that have some; the drawing program is the site's own file.
// The drawing is shown as an image: its styles then need no exception from the site's Content-Security-Policy, and
// nothing in it can run.
const dark = matchMedia("(prefers-color-scheme: dark)");
const figures = [...document.querySelectorAll("figure.mermaid[data-src]")].map((figure) => {
  return { figure, program: figure.dataset.src, source: figure.querySelector("code").textContent.trim() };
});
let number = 0;

/** The drawing as an image of its own size; its source is what it says to those who cannot see it. */
function image(svg, source) {
  const drawing = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  const { width, height } = drawing.viewBox.baseVal;
  if (width && height) {
    drawing.setAttribute("width", width);
    drawing.setAttribute("height", height);
  }
  const text = new XMLSerializer().serializeToString(drawing);
  return Object.assign(new Image(), { src: `data:image/svg+xml,${encodeURIComponent(text)}`, alt: source });
}

async function draw({ figure, program, source }) {
  try {
    const { default: mermaid } = await import(program);
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      theme: dark.matches ? "dark" : "neutral",
      fontFamily: getComputedStyle(document.body).fontFamily,
      htmlLabels: false,
      flowchart: { htmlLabels: false },
    });
    const { svg } = await mermaid.render(`mermaid-${(number += 1)}`, source);
    figure.replaceChildren(image(svg, source));
  } catch (error) {
    // The source stays: it says the same in words.
    console.warn("This diagram cannot be drawn:", error);
  }
}

async function drawAll() {
  // One after the other: the program measures what it draws in the page itself.
  for (const diagram of figures) await draw(diagram);
}

dark.addEventListener("change", drawAll);
await drawAll();
