// Sends the answers to "Was this page useful?" in place. Without it, or when the server is away, the forms do the same
// by loading the page again at the thanks.
const section = document.querySelector("[data-feedback]");
const said = section?.querySelector("[role=status]");

function show(id) {
  for (const part of section.querySelectorAll(".feedback__why, .feedback__thanks")) {
    part.classList.toggle("feedback--shown", part.id === id);
  }
  const part = document.getElementById(id);
  (part.querySelector("input[type=radio]") ?? part).focus();
}

section?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  said.textContent = "";
  const vote = Object.fromEntries(new FormData(form, event.submitter));
  try {
    const reply = await fetch(new URL("/_qa/api/v1/votes", form.action), {
      method: "POST",
      credentials: "include",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(vote),
    });
    if (reply.ok) {
      show(vote.useful === "no" && !vote.reason && !vote.note ? "feedback-why" : "feedback-thanks");
    } else {
      const problem = await reply.json();
      said.textContent = [problem.title, problem.detail].join(". ");
    }
  } catch {
    said.textContent = said.dataset.failed;
  }
  form.ariaBusy = "false";
});
