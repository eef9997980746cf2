import { h, stage, unique, widget } from "./kit.js";

/** One option or several, with the browser's own radio buttons and check boxes. */
function render({ model, el, signal }) {
  const multiple = model.get("multiple");
  const sure = model.get("sure");
  const it = stage(
    { model, el, signal },
    multiple ? "Choose all that apply." : "Choose one.",
  );
  const options = model.get("options");
  const text = Object.fromEntries(options);
  const name = unique("option");
  const start = model.get("chance");
  let now = { chosen: [], confidence: null };

  const inputs = new Map(
    options.map(([id]) => [
      id,
      h("input", { type: multiple ? "checkbox" : "radio", name, value: id, "data-key": id, onchange: choose }),
    ]),
  );
  it.body.append(
    h(
      "div",
      { class: "pml-options", role: multiple ? "group" : "radiogroup", "aria-label": model.get("title") },
      options.map(([id, words]) => h("label", { class: "pml-option" }, inputs.get(id), h("span", {}, words))),
    ),
  );
  const slider = h("input", {
    type: "range",
    min: start,
    max: 100,
    step: 1,
    "data-key": "confidence",
    "aria-label": "How sure are you?",
    oninput: () => shown(Number(slider.value)),
    onchange: () => it.change({ ...now, confidence: Number(slider.value) / 100 }, "", "confidence"),
  });
  const said = h("output", {});
  if (sure) {
    it.body.append(
      h(
        "div",
        { class: "pml-sure" },
        h("div", { class: "pml-surehead" }, h("span", {}, "How sure are you?"), said),
        slider,
        h(
          "div",
          { class: "pml-ends", "aria-hidden": "true" },
          h("span", {}, start ? `${start} %: a blind guess` : "0 %"),
          h("span", {}, "100 %: certain"),
        ),
      ),
    );
  }

  function shown(percent) {
    said.textContent = percent == null ? "not said yet" : `${percent} %`;
    slider.setAttribute("aria-valuetext", percent == null ? "not said yet" : `${percent} percent`);
  }
  it.draw = (value) => {
    now = value ?? { chosen: [], confidence: null };
    for (const [id, input] of inputs) {
      input.checked = now.chosen.includes(id);
      input.parentNode.classList.toggle("pml-chosen", input.checked);
    }
    const percent = now.confidence == null ? null : Math.round(now.confidence * 100);
    slider.value = percent ?? start;
    slider.classList.toggle("pml-unset", percent == null);
    shown(percent);
    it.sum(sure && value && percent == null ? "Say how sure you are" : "");
  };
  function choose() {
    const chosen = options.map(([id]) => id).filter((id) => inputs.get(id).checked);
    it.change({ ...now, chosen }, multiple ? `${chosen.length} chosen` : `Chosen: ${text[chosen[0]]}`);
  }
}

export default widget(render);
