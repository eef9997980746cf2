import { h, stage, unique } from "../widgets/kit.js";

/** What three cells give, and where that says to begin. */
function render({ model, el, signal }) {
  const it = stage({ model, el, signal }, "Choose without running anything. Each cell is run once you have answered it.");
  let now = {};

  const cards = model.get("questions").map(([name, about, code, options]) => {
    const group = unique("ready");
    const inputs = options.map((option) =>
      h("input", { type: "radio", name: group, value: option, "data-key": `${name} ${option}`, onchange: () => it.change({ ...now, [name]: option }, "", name) }),
    );
    const said = h("p", { class: "pmh-gives", role: "status" });
    const node = h(
      "div",
      { class: "pmh-question" },
      h("p", { class: "pmh-about" }, about.replaceAll("`", "")),
      h("pre", { class: "pmh-code" }, h("code", {}, code)),
      h(
        "div",
        { class: "pmh-choices", role: "radiogroup", "aria-label": `${about.split(/[.,]/)[0]}: ${code}` },
        options.map((option, i) => h("label", { class: "pmh-choice" }, inputs[i], h("span", {}, option))),
      ),
      said,
    );
    return { name, inputs, said, node };
  });
  const advice = h("p", { class: "pmh-advice", role: "status" });
  it.body.append(h("div", { class: "pmh-questions" }, cards.map((card) => card.node)), advice);

  it.draw = (value) => {
    now = value ?? {};
    const gives = model.get("gives");
    for (const { name, inputs, said } of cards) {
      inputs.forEach((input) => (input.checked = now[name] === input.value));
      const good = now[name] === gives[name];
      said.textContent = now[name] == null || gives[name] == null ? "" : `${good ? "✓ Yes:" : "✗ No:"} it gives ${gives[name]}.`;
      said.classList.toggle("pml-bad", !good);
    }
    const { words, link, href } = model.get("advice");
    advice.replaceChildren(...(words ? [`${words} `, ...(link ? [h("a", { href, class: "pmh-open" }, `${link} →`)] : [])] : []));
    it.sum(`${Object.keys(now).length} of ${cards.length} answered`);
  };
  model.on("change:gives", () => it.heard());
  model.on("change:advice", () => it.heard());
}

export default { render };
