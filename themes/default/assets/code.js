// A button on every block of code that copies it. Loaded only on pages that have code; its words come from the page.
const prose = document.querySelector(".prose[data-copy]");

/** The code as it is now: without the lines that a diff takes away. */
function textOf(code) {
  const copy = code.cloneNode(true);
  for (const line of copy.querySelectorAll("del.line")) line.remove();
  return copy.textContent.replace(/\n$/, "");
}

function addButton(pre, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "code-copy";
  button.textContent = words.copy;
  const said = document.createElement("span");
  said.className = "code-copy__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(pre.querySelector("code")));
    said.textContent = words.copied;
    setTimeout(() => { said.textContent = ""; }, 2000);
  });
  const frame = document.createElement("div");
  frame.className = "code-frame";
  pre.replaceWith(frame);
  frame.append(pre, button, said);
}

// Without a clipboard (plain http, old browsers) there is nothing to offer.
if (prose && navigator.clipboard) {
  for (const code of prose.querySelectorAll("pre > code")) addButton(code.parentElement, prose.dataset);
}
