// The keys of the moderators' inbox. Everything works without them: each key presses what is on the page.
const items = [...document.querySelectorAll("[data-qa-item]")];
const form = document.querySelector("form.qa-inbox");
let at = -1;

function go(to) {
  at = Math.min(Math.max(to, 0), items.length - 1);
  const link = items[at]?.querySelector("a");
  link?.focus();
  items[at]?.scrollIntoView({ block: "nearest" });
}

function box(item) {
  return item?.querySelector("input[name=post]");
}

// Chooses the line alone, so that a key never decides over what somebody chose before.
function chooseOnly(item) {
  for (const other of items) box(other).checked = other === item;
}

function act(name) {
  form.querySelector(`button[name=act][value=${name}]`).click();
}

const keys = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  x: () => items[at] && box(items[at]).click(),
  p: () => items[at] && (chooseOnly(items[at]), act("publish")),
  r: () => items[at] && (chooseOnly(items[at]), form.querySelector("input[name=reason]").focus()),
  u: () => document.querySelector("form[data-qa-undo] button")?.click(),
  "?": () => {
    const help = document.querySelector("details[data-qa-keys]");
    help.open = !help.open;
    help.querySelector("summary").focus();
  },
};

addEventListener("focusin", (event) => {
  const found = items.findIndex((item) => item.contains(event.target));
  if (found >= 0) at = found;
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  const types = target.matches("textarea, select, input:not([type=checkbox])");
  if (types) {
    // Enter in the reason turns down, since that is what the reason was asked for.
    if (event.key === "Enter" && target.name === "reason" && target.form === form) {
      event.preventDefault();
      act("turn_down");
    }
    return;
  }
  const key = keys[event.key];
  if (!key) return;
  event.preventDefault();
  key();
});
