import { h, shield, unique, widget } from "../widgets/kit.js";

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** A list of words that gets shorter while one types. */
function render({ model, el, signal }) {
  const terms = model.get("terms").map((term) => ({
    ...term,
    names: fold([term.name, ...term.also].join(" ")),
    all: fold([term.name, ...term.also, term.means].join(" ")),
  }));
  const id = unique("search");
  const field = h("input", { type: "search", id, autocomplete: "off", spellcheck: "false", oninput: show });
  const many = h("span", { class: "pmh-many", role: "status" });
  const list = h("dl", { class: "pmh-words", tabindex: 0, "aria-label": "Words and what they mean" });
  const root = h(
    "div",
    { class: "pml", role: "group", "aria-label": "Glossary" },
    h("div", { class: "pml-title" }, "Glossary"),
    h("div", { class: "pmh-search" }, h("label", { for: id }, "Search the words"), field, many),
    list,
  );
  el.append(root);
  shield(root, signal);

  function marked(text, wanted) {
    const at = wanted ? fold(text).indexOf(wanted) : -1;
    // Folding may change a text's length; then nothing is marked.
    if (at < 0 || fold(text).length !== text.length) return [text];
    const end = at + wanted.length;
    return [text.slice(0, at), h("mark", {}, text.slice(at, end)), text.slice(end)];
  }
  function show() {
    const wanted = fold(field.value.trim());
    const found = terms.filter((term) => term.all.includes(wanted));
    // What is named so comes before what only mentions it.
    found.sort((a, b) => b.names.includes(wanted) - a.names.includes(wanted));
    many.textContent = wanted ? `${found.length} of ${terms.length} words` : `${terms.length} words`;
    if (!found.length) {
      list.replaceChildren(h("div", {}, h("dd", {}, "No lesson that is open explains this word yet. Try one that means the same, or its abbreviation.")));
      return;
    }
    list.replaceChildren(
      ...found.map((term) =>
        h(
          "div",
          {},
          h(
            "dt",
            {},
            marked(term.name, wanted),
            h("span", {}, [term.also.length ? `also ${term.also.join(", ")} · ` : "", `lesson ${term.lesson}`].join("")),
          ),
          h("dd", {}, marked(term.means, wanted)),
        ),
      ),
    );
  }
  show();
}

export default widget(render);
