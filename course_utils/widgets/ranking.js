import { stage, widget } from "./kit.js";
import { sortable } from "./sortable.js";

/** An order of items: drag a row, use its arrows, or lift it with Space and move it with the keys. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Drag a row to its place, or press its arrows. By keyboard: Space lifts a row, the arrow keys move it, Space puts it down.",
  );
  const items = model.get("items");
  const rows = sortable(it, signal, items, { keep: (order, words) => it.change(order, words) });
  it.body.append(rows.list);

  it.draw = (value) => {
    it.root.classList.toggle("pml-blank", value == null);
    rows.show(value ?? items.map(([id]) => id));
    it.sum(value == null ? "Not ranked yet" : "");
  };
}

export default widget(render);
