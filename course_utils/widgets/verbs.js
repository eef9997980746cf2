import { h, nodesOf, shield, widget } from "./kit.js";

/** What was said of an answer, and under it Check and Hint. */
function render({ model, el, signal }) {
  const name = model.get("exercise");
  const places = { verdict: h("div", { class: "pml-verdict" }), hint: h("div", { class: "pml-hinted" }) };
  const status = h("span", { class: "pml-status", role: "status" });
  const live = h("div", { class: "pml-unseen", "aria-live": "polite" });
  const button = (verb, words, about) =>
    h("button", { type: "button", class: "pml-verb", "data-key": verb, title: about, onclick: () => ask(verb) }, words);
  const root = h(
    "div",
    { class: "pml pml-verbs", role: "group", "aria-label": `Check and hint: ${name}` },
    places.verdict,
    places.hint,
    h(
      "div",
      { class: "pml-verbrow" },
      button("check", "Check", `Check ${name} as it was last run`),
      button("hint", "Hint", `Open the next hint for ${name}`),
      status,
    ),
    live,
  );
  el.append(root);
  shield(root, signal);

  let late;
  function ask(verb) {
    model.send(verb);
    status.textContent = verb === "check" ? "Checking …" : "Opening …";
    clearTimeout(late);
    late = setTimeout(() => (status.textContent = "Python is busy or was restarted. If this stays, run this cell again."), 5000);
  }
  function show(what) {
    const { html, text } = model.get(what) ?? {};
    if (!html) return;
    places[what].replaceChildren(...nodesOf(html));
    // It is said once, below.
    places[what].firstElementChild?.removeAttribute("role");
    return text;
  }
  for (const what of ["verdict", "hint"]) {
    model.on(`change:${what}`, () => {
      clearTimeout(late);
      status.textContent = "";
      const text = show(what);
      live.textContent = live.textContent === text ? `${text} ` : text;
    });
    show(what);
  }
  live.textContent = model.get("verdict").text;
  signal.addEventListener("abort", () => clearTimeout(late));
}

export default widget(render);
