import { h, stage, clamp, widget } from "./kit.js";

/** A total shared out: a slider and a number for each item, never more than there is. */
function render({ model, el, signal }) {
  const [items, total, step, unit] = ["items", "total", "step", "unit"].map((name) => model.get(name));
  const plain = (n) => String(Math.round(n * 1e6) / 1e6);
  const it = stage({ model, el, signal }, `Share out ${plain(total)} ${unit}: move a slider, or type a number.`);
  const bar = h("div", { class: "pml-bar", "aria-hidden": "true" });
  const rows = new Map(items.map(([id, words], i) => [id, row(id, words, i)]));
  it.body.append(bar, h("div", { class: "pml-shares" }, [...rows.values()].map((part) => part.node)));
  let amounts = {};

  function row(id, words, i) {
    const field = (type, name) =>
      h("input", {
        type,
        min: 0,
        max: total,
        step,
        "data-key": `${type} ${id}`,
        "aria-label": name,
        [type === "range" ? "oninput" : "onchange"]: (event) => give(id, Number(event.target.value), event.target),
      });
    const slider = field("range", words);
    const box = field("number", `${words}, ${unit}`);
    const tone = h("span", { class: "pml-tone", "aria-hidden": "true" });
    tone.style.setProperty("--pml-tone", `var(--pml-${(i % 6) + 1})`);
    return { slider, box, node: h("div", { class: "pml-share" }, h("span", { class: "pml-what" }, tone, words), slider, box) };
  }
  const spent = (without) =>
    Object.entries(amounts).reduce((sum, [id, n]) => sum + (id === without ? 0 : n), 0);

  it.draw = (value) => {
    amounts = value ?? {};
    bar.replaceChildren(
      ...items.map(([id], i) => {
        const part = h("span", {});
        part.style.width = `${((amounts[id] ?? 0) / total) * 100}%`;
        part.style.setProperty("--pml-tone", `var(--pml-${(i % 6) + 1})`);
        return part;
      }),
    );
    for (const [id, { slider, box }] of rows) {
      const amount = amounts[id] ?? 0;
      slider.value = amount;
      box.value = plain(amount);
      slider.setAttribute("aria-valuetext", `${plain(amount)} ${unit}, ${plain(total - spent())} left`);
    }
    const left = total - spent();
    it.sum(left > 1e-6 ? `${plain(left)} ${unit} left` : "All shared out");
  };

  function give(id, wanted, input) {
    const room = total - spent(id);
    const amount = clamp(Number.isFinite(wanted) ? wanted : 0, 0, room);
    const next = Object.fromEntries(items.map(([name]) => [name, name === id ? amount : (amounts[name] ?? 0)]));
    const words = amount < wanted ? `Only ${plain(room)} ${unit} were left` : "";
    input.value = amount;
    it.change(next, words, id);
    if (words) it.sum(words, true);
  }
}

export default widget(render);
