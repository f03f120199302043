// Brings a page's questions to life: the one script that a page names, sent without comments and indentation.
//
// Imports the widget when the section comes near the viewport, is touched, or may hold what the address points to.
// A fragment of another build or one that something in between has changed cannot be hydrated: the module throws or
// traps. A trapped instance is dead, so the glue is imported anew, under another query, and mounts fresh threads.
// Where WebAssembly is missing nothing happens, and the plain forms keep working.
const section = document.querySelector("#questions[data-qa-page]");
const load = async (query) => {
  const glue = await import("./QA_GLUE" + query);
  await glue.default({ module_or_path: new URL("QA_MODULE", import.meta.url) });
  return glue;
};
const touches = ["pointerdown", "focusin", "keydown"];
const start = async () => {
  observer.disconnect();
  touches.forEach((type) => section.removeEventListener(type, start));
  try {
    (await load("")).hydrate(section);
  } catch {
    const threads = await fetch(`/_qa/api/v1/pages/${section.dataset.qaPage}/threads`);
    (await load("?anew")).mount(section, await threads.json());
  }
};
const observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && start(), {
  rootMargin: "400px",
});
if (section && self.WebAssembly) {
  touches.forEach((type) => section.addEventListener(type, start));
  /^#(question|reply)-/.test(location.hash) ? start() : observer.observe(section);
}
