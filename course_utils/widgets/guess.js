import { h, unique } from "./kit.js";

/**
 * Ask for a guess: options, or a number on a slider. `keep(value)` is called when the learner
 * commits to one. Returns the form, with `.show(value)` to show a guess.
 */
export function ask(spec, keep) {
  const { question, options, low, high, step, percent, digits } = spec;
  const group = unique("guess");
  const said = h("p", { class: "pml-said", role: "status" });
  let value = null;
  const label = h("div", { class: "pml-question", id: unique("question") }, h("b", {}, "Stop and guess. "), question);
  const words = (x) =>
    percent ? `${(100 * x).toFixed(Math.max(0, digits))} %` : x.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  let show;
  let field;
  if (options.length) {
    const inputs = options.map((option, i) =>
      h("input", { type: "radio", name: group, value: option, "data-key": `guess ${i}`, onchange: () => choose(option) }),
    );
    const choose = (option) => {
      value = option;
      inputs.forEach((input, i) => {
        input.checked = options[i] === option;
        input.parentNode.classList.toggle("pml-chosen", input.checked);
      });
    };
    field = h(
      "div",
      { class: "pml-options", role: "radiogroup", "aria-labelledby": label.id },
      options.map((option, i) => h("label", { class: "pml-option" }, inputs[i], h("span", {}, option))),
    );
    show = choose;
  } else {
    const out = h("output", {}, "not said yet");
    const slider = h("input", {
      type: "range",
      min: low,
      max: high,
      step,
      "data-key": "guess",
      "aria-labelledby": label.id,
      "aria-valuetext": "not said yet",
      oninput: () => show(Number(slider.value)),
    });
    slider.value = low;
    show = (x) => {
      value = x;
      slider.value = x;
      out.textContent = words(x);
      slider.setAttribute("aria-valuetext", words(x));
    };
    field = h(
      "div",
      { class: "pml-sure" },
      h("div", { class: "pml-surehead" }, h("span", {}, "My guess"), out),
      slider,
      h("div", { class: "pml-ends", "aria-hidden": "true" }, h("span", {}, words(low)), h("span", {}, words(high))),
    );
  }
  const button = h(
    "button",
    {
      type: "button",
      class: "pml-strong",
      "data-key": "keep",
      onclick: () => {
        if (value == null) said.textContent = "Choose one first. A wrong guess teaches more than none.";
        else {
          said.textContent = "";
          keep(value);
        }
      },
    },
    "Keep my guess",
  );
  const form = h("div", { class: "pml-guess" }, label, field, h("div", { class: "pml-keep" }, button, said));
  return Object.assign(form, { show, say: (text) => (said.textContent = text) });
}
