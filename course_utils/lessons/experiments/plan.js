import { h, stage, count, unique, widget } from "../../widgets/kit.js";

/** A form with a question a row; once lodged, a plan stands. */
function render({ model, el, signal }) {
  const it = stage({ model, el, signal }, "Answer each question, give each number, then lodge the plan: the data open after that, and the plan stands.");
  const fields = model.get("fields");
  const rows = fields.map(([name, question, options]) => {
    const id = unique("plan");
    const select = h(
      "select",
      { id, class: "pml-select", "data-key": name, onchange: () => keep(name, select.value) },
      h("option", { value: "" }, "Choose"),
      options.map(([value, text]) => h("option", { value }, text)),
    );
    return { name, select, node: h("div", { class: "pml-planrow" }, h("label", { for: id }, question), select) };
  });
  const boxes = model.get("numbers").map(([name, question, unit]) => {
    const id = unique("plan");
    const input = h("input", { id, type: "number", min: "0", step: "any", class: "pml-select", "data-key": name, onchange: () => type(name, input.value) });
    return { name, input, node: h("div", { class: "pml-planrow" }, h("label", { for: id }, `${question}, in ${unit}`), input) };
  });
  const lodge = h("button", { type: "button", class: "pml-strong", "data-key": "lodge", onclick: () => press() }, "Lodge the plan");
  const bent = h("ul", { class: "pml-bent", "data-part": "bent" });
  const done = h("p", { class: "pml-lodged" }, "Lodged. Run the next cell: the data are open. Whoever starts again seals them, and has seen them.");
  it.body.append(h("div", { class: "pml-plan" }, rows.map(({ node }) => node), boxes.map(({ node }) => node)), bent, lodge, done);
  let now = { plan: {}, numbers: {}, lodged: false };

  let warned = false; // whether what can be bent was said of this plan
  let pressed = false; // whether Lodge was pressed while Python still weighs the numbers
  const weighed = () => boxes.every(({ name }) => model.get("said").numbers?.[name] === now.numbers[name]);
  model.on("change:said", () => pressed && press());
  function press() {
    pressed = !weighed();
    if (pressed) return it.say("The numbers are being weighed");
    const remarks = model.get("remarks");
    const chosen = Object.entries(now.plan).flatMap(([name, option]) => remarks[name]?.[option] ?? []);
    const said = [...chosen, ...model.get("said").remarks];
    if (said.length && !warned) {
      warned = true;
      bent.replaceChildren(...said.map((remark) => h("li", {}, remark)));
      lodge.textContent = "Lodge it all the same";
      it.say(`This can still be mended. ${said.join(" ")}`);
      return;
    }
    it.change({ ...now, lodged: true }, "Lodged: the data may be opened");
  }
  function keep(name, option) {
    const plan = { ...now.plan };
    if (option) plan[name] = option;
    else delete plan[name];
    it.change({ ...now, plan, lodged: false }, option ? "Chosen" : "Left open");
  }
  function type(name, text) {
    const numbers = { ...now.numbers };
    const sound = Number(text) > 0 && Number(text) < 100_000; // as Python has it
    if (sound) numbers[name] = Number(text);
    else delete numbers[name];
    it.change({ ...now, numbers, lodged: false }, sound ? "Written" : "Left open");
  }
  it.draw = (value) => {
    now = value ?? { plan: {}, numbers: {}, lodged: false };
    warned = pressed = false;
    bent.replaceChildren();
    lodge.textContent = "Lodge the plan";
    const left = fields.length + boxes.length - Object.keys(now.plan).length - Object.keys(now.numbers).length;
    for (const { name, input } of boxes) {
      if (Number(input.value) !== now.numbers[name]) input.value = now.numbers[name] ?? "";
      input.disabled = now.lodged;
    }
    for (const { name, select } of rows) {
      select.value = now.plan[name] ?? "";
      select.disabled = now.lodged;
    }
    lodge.hidden = now.lodged;
    lodge.disabled = left > 0;
    done.hidden = !now.lodged;
    it.sum(now.lodged ? "The plan stands" : left ? `${count(left, "question")} open` : "Ready to be lodged");
  };
}

export default widget(render);
