import { h, stage, tabStop, arrow, clamp, count, widget } from "../../widgets/kit.js";

/** Quotes with one code each; what the other coder said comes when the last one is coded. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Give each quote one code; read the code book first. By keyboard: up and down go from quote to quote, left and right through its codes, Space chooses.",
  );
  const [quotes, codes] = ["quotes", "codes"].map((name) => model.get(name));
  const scale = (name) => {
    const bar = h("i", {});
    const figure = h("span", { class: "pml-amount" });
    return { bar, figure, parts: [h("span", {}, name), h("div", { "aria-hidden": "true" }, bar), figure] };
  };
  const [percent, kappa] = [scale("Same code"), scale("Kappa")];
  const rows = quotes.map(([id, words]) => {
    const buttons = codes.map(([code]) =>
      h("button", { type: "button", class: "pml-code", role: "radio", "data-key": `${id} ${code}`, onclick: () => choose(id, code) }, code),
    );
    const said = h("small", {});
    return { id, buttons, said, node: h("li", {}, h("p", {}, words), h("div", { class: "pml-codes", role: "radiogroup", "aria-label": words }, buttons), said) };
  });
  const agree = h("div", { class: "pml-agree" }, percent.parts, kappa.parts);
  it.body.append(
    h(
      "details",
      { class: "pml-book", open: true },
      h("summary", {}, "Code book"),
      h("dl", {}, codes.flatMap(([code, rule]) => [h("dt", {}, code), h("dd", {}, rule)])),
    ),
    agree,
    h("ol", { class: "pml-quotes" }, rows.map((row) => row.node)),
  );

  it.draw = (value) => {
    const mine = value ?? {};
    const found = model.get("agreement");
    const show = ({ bar, figure }, x, words) => {
      bar.style.width = `${100 * clamp(x ?? 0, 0, 1)}%`;
      figure.textContent = x == null ? "–" : words(x);
    };
    show(percent, found.percent, (x) => `${Math.round(100 * x)} %`);
    show(kappa, found.kappa, (x) => x.toFixed(2));
    for (const { id, buttons, said, node } of rows) {
      for (const button of buttons) {
        button.setAttribute("aria-checked", String(mine[id] === button.textContent));
        button.setAttribute("aria-disabled", String(found.all));
      }
      tabStop(buttons, `${id} ${mine[id]}`);
      const other = found.differs?.[id];
      node.classList.toggle("pml-differs", other != null);
      said.textContent = other == null ? "" : `The other coder says: ${other}`;
    }
    const left = quotes.length - Object.keys(mine).length;
    agree.hidden = !found.all;
    it.sum(left ? `${count(left, "quote")} to code, blind` : found.words);
  };
  function choose(id, code) {
    if (model.get("agreement").all) return it.say("Your codes are locked: you have seen the other's.");
    const next = { ...(it.value ?? {}) };
    if (next[id] === code) delete next[id];
    else next[id] = code;
    it.change(next, "");
    it.focus(`${id} ${code}`);
  }
  it.body.addEventListener("keydown", (event) => {
    const step = arrow(event);
    const row = rows.findIndex(({ buttons }) => buttons.includes(event.target));
    if (!step || row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = rows[row].buttons.indexOf(event.target);
    const next = step[1] ? rows[clamp(row + step[1], 0, rows.length - 1)].buttons[place] : rows[row].buttons[clamp(place + step[0], 0, codes.length - 1)];
    tabStop(rows.find(({ buttons }) => buttons.includes(next)).buttons, next.dataset.key);
    it.focus(next.dataset.key);
    event.preventDefault();
  });
  model.on("change:agreement", () =>
    it.heard(() => Object.keys(it.value ?? {}).length && it.say(model.get("agreement").words)),
  );
}

export default widget(render);
