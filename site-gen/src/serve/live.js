// Keeps a page of the preview fresh: loads it again, where it was, when its HTML changed,
// and shows what the last build found wrong until it is mended. Only `site-gen serve` adds it to pages.

const own = document.querySelector("script[data-live]").dataset;
const PLACE = "site-gen:place";

const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
sessionStorage.removeItem(PLACE);
if (kept?.path === location.pathname) {
  const restore = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
  restore();
  // Images may still push the text down.
  addEventListener("load", restore, { once: true });
}

async function refresh() {
  const reply = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (reply && reply.headers.get("etag") !== `"${own.tag}"`) {
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    location.reload();
  }
}

const styles = new CSSStyleSheet();
styles.replaceSync(`
  :host { position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
  details { max-height: 60vh; overflow: auto; background: #1c1b22; color: #f4f2f8; border-top: 4px solid #e0a030; font: 14px/1.5 ui-monospace, monospace; }
  details.errors { border-color: #e5484d; }
  summary { padding: .6rem 1rem; cursor: pointer; position: sticky; top: 0; background: inherit; }
  summary:focus-visible { outline: 2px solid currentColor; outline-offset: -4px; }
  pre { margin: 0; padding: .6rem 1rem; border-top: 1px solid #3d3a48; white-space: pre-wrap; overflow-wrap: anywhere; }
`);

const count = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
let overlay = null;

function show({ errors, warnings, diagnostics }) {
  const isOpen = overlay?.shadowRoot.querySelector("details")?.open;
  overlay?.remove();
  overlay = null;
  if (errors + warnings === 0) return;
  overlay = document.createElement("aside");
  overlay.setAttribute("aria-label", "Diagnostics");
  overlay.dataset.siteGen = "diagnostics";
  const root = overlay.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [styles];
  const details = document.createElement("details");
  details.className = errors ? "errors" : "warnings";
  details.open = isOpen ?? errors > 0;
  const summary = document.createElement("summary");
  summary.textContent = [...count(errors, "error"), ...count(warnings, "warning")].join(", ");
  details.append(summary);
  for (const text of diagnostics) {
    const block = document.createElement("pre");
    block.textContent = text;
    details.append(block);
  }
  root.append(details);
  document.body.append(overlay);
}

const events = new EventSource("/_site-gen/events");
events.addEventListener("built", (event) => {
  show(JSON.parse(event.data));
  refresh();
});
// An open stream keeps some browsers from leaving the page quickly.
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());
