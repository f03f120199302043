// Brings a page's questions to life: the one script that a page names, sent without comments and indentation.
//
// Imports the widget when the section comes near the viewport, is touched, or may hold what the address points to.
// There are two: a visitor's, and a member's, which does more. A hint in storage says which one; a visitor's module
// that finds somebody signed in says so by an event, and a member's takes its place.
// A fragment of another build or one that something in between has changed cannot be hydrated: the module throws or
// traps. A trapped instance is dead, so the glue is imported anew, under another query, and mounts fresh threads.
// Where WebAssembly is missing nothing happens, and the plain forms keep working.
const section = document.querySelector("#questions[data-qa-page]");
const member = "QA_MEMBER";
const load = async (name, act, query, reply) => {
  const glue = await import(`./${name}.js${query}`);
  await glue.default({ module_or_path: new URL(name + ".wasm", import.meta.url) });
  glue[act](section, reply);
};
let name;
const start = () => {
  if (name) return;
  name = "QA_VISITOR";
  try {
    if (localStorage.qaMember) name = member;
  } catch {}
  load(name, "hydrate", "").catch(() => load(member, "mount", "?anew"));
};
if (section && self.WebAssembly) {
  section.addEventListener("qa-member", (event) => load(member, "mount", "", event.detail));
  ["pointerdown", "focusin", "keydown"].forEach((type) => section.addEventListener(type, start));
  if (/^#(question|reply)-/.test(location.hash)) start();
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && start(), {
    rootMargin: "400px",
  }).observe(section);
}
