// Leads on where a reader looks for a section that has moved: to the section, or from an old address to the same anchor.
// Loaded only by redirects, and by pages from which a section went elsewhere.
function lead() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  const line = document.querySelector(`.moved-sections > [id="${CSS.escape(id)}"]`);
  const page = document.querySelector("a[data-moved-to]");
  if (line) location.replace(line.querySelector("a").href);
  else if (page) location.replace(page.href + location.hash);
}
lead();
addEventListener("hashchange", lead);
