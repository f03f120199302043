// The search box as a combobox: what Pagefind finds for the words in it, a list below it, and the keys that lead there.
// `search.js` loads it on the first use of the box; its words come from the form.

/** More pages than this help nobody; the last entry leads to all that the server finds. */
const MOST_PAGES = 8;
/** Sections or questions that are shown of one page. */
const MOST_PARTS = 3;
/** A question's anchor on its page. */
const QUESTION = /^question-[0-9a-z]{26}$/i;

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

/** An excerpt is escaped text with `<mark>` in it: it is taken apart, and never put into the page as HTML. */
function excerpt(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const nodes = [...parsed.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", { textContent: node.textContent }) : node.textContent);
  return make("span", { className: "search__excerpt" }, ...nodes);
}

function option(className, href, title, ...rest) {
  const name = make("span", { className: "search__title", textContent: title });
  const link = make("a", { className: `search__option ${className}`, href, role: "option", tabIndex: -1 }, name, ...rest);
  link.setAttribute("aria-selected", "false");
  return link;
}

/** A page and the parts of it that say most about the words. */
function optionsOf(page, words) {
  const whole = page.sub_results.find((part) => part.url === page.url);
  const parts = page.sub_results
    .filter((part) => part !== whole)
    .sort((a, b) => b.locations.length - a.locations.length)
    .slice(0, MOST_PARTS);
  const head = option("search__page", page.url, page.meta.title ?? page.url, ...(whole ? [excerpt(whole.excerpt)] : []));
  return [head, ...parts.map((part) => {
    const kind = QUESTION.test(part.anchor?.id ?? "")
      ? [make("span", { className: "search__kind", textContent: words.question }), " "]
      : [];
    const entry = option("search__part", part.url, part.title, excerpt(part.excerpt));
    entry.prepend(...kind);
    return entry;
  })];
}

export async function attach(form) {
  const words = form.dataset;
  const input = form.elements.q;
  const list = make("div", { className: "search__list", id: "search-list", role: "listbox" });
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  const said = make("p", { className: "search__said", role: "status" });
  const panel = make("div", { className: "search__panel", hidden: true }, list, said);
  form.append(panel);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let selected = null;
  let asked = "";
  const pagefind = import(words.module).then(async (module) => {
    await module.options({ excerptLength: 18 });
    await module.init();
    return module;
  });
  // Told where somebody searches, and not before.
  pagefind.catch(() => {});

  const open = (isOpen) => {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen && list.hasChildNodes()));
    if (!isOpen) select(null);
  };
  function select(entry) {
    selected?.setAttribute("aria-selected", "false");
    selected = entry;
    if (!entry) return input.removeAttribute("aria-activedescendant");
    entry.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", entry.id);
    entry.scrollIntoView({ block: "nearest" });
  }
  function show(entries, text) {
    entries.forEach((entry, index) => { entry.id = `search-option-${index}`; });
    list.replaceChildren(...entries);
    said.textContent = text;
    open(true);
    select(entries[0] ?? null);
  }

  async function search() {
    const query = input.value.trim();
    if (query === asked) return open(query !== "");
    asked = query;
    if (query === "") return open(false);
    try {
      const module = await pagefind;
      const found = await module.search(query);
      const pages = await Promise.all(found.results.slice(0, MOST_PAGES).map((result) => result.data()));
      if (query !== asked) return;
      const entries = pages.flatMap((page) => optionsOf(page, words));
      const address = `${new URL(form.action).pathname}?q=${encodeURIComponent(query)}`;
      const all = option("search__all", address, `${words.all} “${query}”`);
      const text = entries.length ? `${words.results} ${found.results.length}` : `${words.none} “${query}”`;
      show(document.querySelector("[data-search-page]") ? entries : [...entries, all], text);
    } catch (error) {
      console.warn("The search cannot be loaded:", error);
      show([], words.failed);
    }
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", search);
  input.addEventListener("keydown", (event) => {
    const entries = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length) {
      event.preventDefault();
      if (panel.hidden) return search();
      select(entries[(entries.indexOf(selected) + step + entries.length) % entries.length]);
    } else if (event.key === "Enter" && !panel.hidden && selected && !event.isComposing) {
      event.preventDefault();
      selected.click();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  // A link within this page closes the list too.
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(false);
  });
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false));

  // The page that lists everything was asked for with words: they are searched for after all.
  const wanted = document.querySelector("[data-search-page]") && new URLSearchParams(location.search).get("q");
  if (wanted) {
    input.value = wanted;
    input.focus();
  }
  await search();
}
