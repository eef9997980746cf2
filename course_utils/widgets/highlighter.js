import { h, stage, tabStop, arrow, clamp, count, widget } from "./kit.js";

/** Passages of a text with tags: choose a tag, then click or drag over what it fits. */
function render({ model, el, signal }) {
  const [units, tags] = ["units", "tags"].map((name) => model.get(name));
  const it = stage(
    { model, el, signal },
    `Choose a tag, then click a passage or drag over several; click again to unmark. By keyboard: arrow keys go through the text (with Shift they select), 1 to ${tags.length} marks, Delete unmarks.`,
  );
  const text = Object.fromEntries(tags);
  const tone = (tag) => `var(--pml-${(tags.findIndex(([id]) => id === tag) % 6) + 1})`;
  let marks = {};
  let active = tags[0][0];
  let at = 0;
  let anchor = null;

  const palette = new Map(
    tags.map(([id, words], i) => [
      id,
      h(
        "button",
        { type: "button", class: "pml-tag", "data-tag": id, "data-key": `tag ${id}`, onclick: () => choose(id) },
        h("span", { class: "pml-tone", "aria-hidden": "true" }),
        words,
        h("kbd", { "aria-hidden": "true" }, i + 1),
      ),
    ]),
  );
  for (const [id, node] of palette) node.style.setProperty("--pml-tone", tone(id));
  const made = units.map(([, , words], i) =>
    h("span", { class: "pml-unit", role: "button", "data-key": `unit ${i}`, "data-unit": i }, words),
  );
  const paragraphs = [];
  units.forEach(([number, speaker], i) => {
    paragraphs[number] ??= h("p", {}, speaker ? h("b", {}, `${speaker}: `) : null);
    paragraphs[number].append(made[i], " ");
  });
  const paper = h("div", { class: "pml-paper" }, paragraphs);
  it.body.append(h("div", { class: "pml-tags", role: "group", "aria-label": "Tags" }, [...palette.values()]), paper);

  const chosen = (from, to) => Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => Math.min(from, to) + i);

  it.draw = (value) => {
    marks = value ?? {};
    for (const [id, node] of palette) node.setAttribute("aria-pressed", id === active);
    made.forEach((node, i) => {
      const tag = marks[i];
      node.classList.toggle("pml-marked", tag != null);
      node.style.setProperty("--pml-tone", tag == null ? "" : tone(tag));
      node.setAttribute("aria-pressed", tag != null);
      node.setAttribute("aria-label", tag == null ? units[i][2] : `${units[i][2]} Marked: ${text[tag]}`);
      // The name of the tag stands where a marked passage ends, so that colour is not all.
      if (tag != null && (marks[i + 1] !== tag || units[i + 1]?.[0] !== units[i][0])) node.dataset.says = text[tag];
      else delete node.dataset.says;
    });
    tabStop(made, `unit ${at}`);
    const many = Object.keys(marks).length;
    it.sum(many ? tags.map(([id, words]) => [words, Object.values(marks).filter((tag) => tag === id).length]).filter(([, n]) => n).map(([words, n]) => `${words} ${n}`).join(" · ") : "");
  };
  function choose(id) {
    active = id;
    it.refresh();
    it.say(`${text[id]} is the tag now`);
  }
  function apply(list, tag) {
    const next = { ...marks };
    for (const i of list) {
      if (tag == null) delete next[i];
      else next[i] = tag;
    }
    select([]);
    it.change(next, tag == null ? "Unmarked" : `Marked ${text[tag]}: ${count(list.length, "passage")}`);
  }
  function select(list) {
    made.forEach((node, i) => node.classList.toggle("pml-selected", list.includes(i)));
  }
  const unit = (event) => {
    const node = it.root.getRootNode().elementFromPoint(event.clientX, event.clientY)?.closest?.(".pml-unit");
    return node && paper.contains(node) ? Number(node.dataset.unit) : null;
  };

  let press = null;
  paper.addEventListener("pointerdown", (event) => {
    const i = unit(event);
    if (i == null || event.button) return;
    press = { from: i, to: i };
    // By touch a swipe scrolls; a tap marks.
    if (event.pointerType !== "touch") select([i]);
  });
  paper.addEventListener("pointermove", (event) => {
    if (!press || event.pointerType === "touch") return;
    press.to = unit(event) ?? press.to;
    select(chosen(press.from, press.to));
  });
  window.addEventListener(
    "pointerup",
    () => {
      if (!press) return;
      const list = chosen(press.from, press.to);
      press = null;
      at = list[list.length - 1];
      anchor = null;
      apply(list, list.every((i) => marks[i] === active) ? null : active);
      it.focus(`unit ${at}`);
    },
    { signal },
  );
  window.addEventListener("pointercancel", () => ((press = null), select([])), { signal });

  paper.addEventListener("keydown", (event) => {
    if (event.target.dataset.unit == null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = arrow(event);
    const list = chosen(anchor ?? at, at);
    const digit = /^[1-9]$/.test(event.key) ? tags[Number(event.key) - 1]?.[0] : null;
    if (step) {
      if (event.shiftKey) anchor ??= at;
      else anchor = null;
      at = clamp(at + step[0] + step[1], 0, units.length - 1);
      tabStop(made, `unit ${at}`);
      it.focus(`unit ${at}`);
      select(anchor == null ? [] : chosen(anchor, at));
      if (anchor != null) it.say(`${count(Math.abs(at - anchor) + 1, "passage")} selected`);
    } else if (digit) {
      active = digit;
      apply(list, digit);
      anchor = null;
    } else if (event.key === " " || event.key === "Enter") {
      apply(list, list.every((i) => marks[i] === active) ? null : active);
      anchor = null;
    } else if (event.key === "Delete" || event.key === "Backspace") {
      apply(list, null);
      anchor = null;
    } else if (event.key === "Escape") {
      anchor = null;
      select([]);
    } else return;
    event.preventDefault();
  });
  paper.addEventListener("focusin", (event) => {
    const i = event.target.dataset.unit;
    if (i != null) tabStop(made, `unit ${(at = Number(i))}`);
  });
}

export default widget(render);
