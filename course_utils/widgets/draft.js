import { h, stage, count, unique, widget } from "./kit.js";

/** A sentence to write, and what rules say of it while it is written. */
function render({ model, el, signal }) {
  const it = stage({ model, el, signal }, "Write; the list follows. It sees words, not sense: read it aloud too.");
  const id = unique("draft");
  const box = h("textarea", { id, class: "pml-draft", rows: model.get("rows"), maxlength: model.get("longest"), spellcheck: true, "data-key": "draft" });
  const list = h("ul", { class: "pml-lines" });
  it.body.append(h("label", { for: id }, model.get("task")), box, list);
  let waiting = null;
  const send = () => {
    clearTimeout(waiting);
    waiting = null;
    it.change(box.value ? { text: box.value } : null, "", "writing");
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(send, 400);
  });
  box.addEventListener("blur", () => waiting && send());
  signal.addEventListener("abort", () => clearTimeout(waiting));

  it.draw = (value) => {
    const text = value?.text ?? "";
    if (box.value !== text && waiting == null) box.value = text;
    const lines = model.get("lines");
    const left = lines.filter(([, , , met]) => !met).length;
    list.replaceChildren(
      ...lines.map(([, words, missed, met]) =>
        h("li", { class: met ? "pml-met" : "pml-open" }, h("b", { "aria-hidden": "true" }, met ? "✓" : "○"), h("span", {}, met || !text ? words : missed), h("span", { class: "pml-unseen" }, met ? " (met)" : " (not yet)")),
      ),
    );
    it.sum(!text ? "Nothing written yet" : left ? `${count(left, "line")} not met yet` : "Every line is met");
  };
  model.on("change:lines", () => it.heard());
}

export default widget(render);
