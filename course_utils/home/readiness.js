import { h, stage, unique, widget } from "../widgets/kit.js";

/** What three cells give, and where that says to begin. */
function render({ model, el, signal }) {
  const it = stage({ model, el, signal }, "Choose without running anything. The cells are run once you have answered all three.");
  let picked = {};
  let done = false;

  const cards = model.get("questions").map(([name, about, code, options]) => {
    const group = unique("ready");
    const inputs = options.map((option) =>
      h("input", { type: "radio", name: group, value: option, "data-key": `${name} ${option}`, onchange: () => pick(name, option) }),
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
  // An arrow key that passes over an option has not chosen it.
  const button = h("button", { type: "button", class: "pml-strong", "data-key": "run", onclick: answer }, "Run the cells");
  it.body.append(h("div", { class: "pmh-questions" }, cards.map((card) => card.node)), h("div", { class: "pmh-buttons" }, button), advice);

  const missing = () => cards.length - Object.keys(picked).length;
  function pick(name, option) {
    picked = { ...picked, [name]: option };
    advice.textContent = "";
    it.sum(`${cards.length - missing()} of ${cards.length} chosen`);
  }
  function answer() {
    if (done) return;
    if (missing()) advice.textContent = "Choose one in each first. A wrong one costs nothing.";
    else it.change(picked, "Answered");
  }

  it.draw = (value) => {
    const gives = model.get("gives");
    const why = model.get("why");
    // What was begun here stands until it is answered, or until an answer is taken back.
    if (value != null || done) picked = value ?? {};
    done = Object.keys(gives).length > 0;
    for (const { name, inputs, said } of cards) {
      for (const input of inputs) {
        input.checked = picked[name] === input.value;
        input.disabled = done;
      }
      const good = done && picked[name] === gives[name];
      said.textContent = !done ? "" : good ? `✓ Yes: it gives ${gives[name]}.` : `✗ It gives ${gives[name]}. ${(why[name] ?? "").replaceAll("`", "")}`;
      said.classList.toggle("pml-bad", done && !good);
    }
    button.hidden = done;
    const { words, link, href } = model.get("advice");
    advice.replaceChildren(...(words ? [`${words} `, ...(link ? [h("a", { href, class: "pmh-open" }, `${link} →`)] : [])] : []));
    it.sum(done ? `${cards.length} of ${cards.length} answered` : `${cards.length - missing()} of ${cards.length} chosen`);
  };
  model.on("change:gives", () => it.heard());
  model.on("change:advice", () => it.heard());
}

export default widget(render);
