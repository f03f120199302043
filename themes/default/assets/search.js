// Shows what Pagefind finds for the query in the address. Loaded on the search page alone.

const found = document.getElementById("found");
const results = document.getElementById("results");
const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const box = document.querySelector("input[name=q]");
const MOST = 20;

function entry(url, title, excerpt) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  const text = document.createElement("p");
  // The excerpt is escaped text in which only <mark> stands; it is taken apart and never put into the page as HTML.
  const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
  for (const node of parsed.childNodes) {
    const part = node.nodeName === "MARK" ? document.createElement("mark") : document.createElement("span");
    part.textContent = node.textContent;
    text.append(part);
  }
  item.append(link, text);
  return item;
}

if (box) box.value = query;
if (query) {
  const pagefind = await import(found.dataset.index);
  const search = await pagefind.search(query);
  const pages = await Promise.all(search.results.slice(0, MOST).map((result) => result.data()));
  for (const page of pages) {
    const item = entry(page.url, page.meta.title, page.excerpt);
    const parts = page.sub_results.filter((part) => part.url !== page.url).slice(0, 3);
    if (parts.length) {
      const list = document.createElement("ul");
      list.append(...parts.map((part) => entry(part.url, part.title, part.excerpt)));
      item.append(list);
    }
    results.append(item);
  }
  found.textContent = search.results.length ? `${search.results.length} × “${query}”` : `${found.dataset.none} “${query}”`;
}
