import { h, stage, onLeave, tabStop, draggable, shift, within, arrow, count, widget } from "./kit.js";

const ROOT = "root";
const OUT = "";

/** Parts under a whole: drop a card on what it hangs under, or lift it and choose with the keys. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Drag a card onto the one it belongs under, or tap both. By keyboard: Space lifts a card, the arrow keys choose what it hangs under, Space puts it down; Delete takes it out.",
  );
  const nodes = model.get("nodes");
  const text = { [ROOT]: model.get("root"), [OUT]: "not in the tree", ...Object.fromEntries(nodes) };
  const made = new Map(
    [[ROOT, text[ROOT]], ...nodes].map(([id, words]) => [
      id,
      h(
        "div",
        { class: `pml-card${id === ROOT ? " pml-root" : ""}`, "data-id": id },
        h("button", { type: "button", class: "pml-main", "data-key": id }, words),
      ),
    ]),
  );
  const tree = h("ul", { class: "pml-tree", "aria-label": "Tree" });
  const loose = h("ul", { class: "pml-tray", "aria-label": "Not in the tree" });
  it.body.append(loose, h("div", { class: "pml-scroll", tabindex: -1 }, tree));
  let parents = {};
  let lifted = null;
  let at = null;

  const below = (id) => Object.keys(parents).filter((name) => parents[name] === id);
  const branch = (id) => [id, ...below(id).flatMap(branch)];
  const ordered = () => [...it.body.querySelectorAll(".pml-main")].map((node) => node.dataset.key);

  function item(id) {
    const inside = below(id);
    return h("li", {}, made.get(id), inside.length ? h("ul", {}, inside.map(item)) : null);
  }
  it.draw = (value) => {
    if (!lifted) parents = value ?? {};
    tree.replaceChildren(item(ROOT));
    const out = nodes.map(([id]) => id).filter((id) => parents[id] == null);
    loose.replaceChildren(...out.map(item));
    loose.hidden = !out.length;
    for (const [id, node] of made) {
      const main = node.firstChild;
      node.classList.toggle("pml-lifted", id === lifted);
      if (id !== ROOT) main.setAttribute("aria-pressed", id === lifted);
      main.setAttribute("aria-label", id === ROOT ? text[ROOT] : where(id));
    }
    tabStop(it.body.querySelectorAll(".pml-main"), at);
    it.sum(out.length ? `${count(out.length, "card")} to place` : "");
  };
  const where = (id) => (parents[id] == null ? `${text[id]}, not in the tree` : `${text[id]}, under ${text[parents[id]]}`);

  /** Hang a card, with all under it, last under another; OUT takes it, and all under it, out. */
  function hang(id, parent) {
    const next = { ...parents };
    if (parent === OUT) for (const name of branch(id)) delete next[name];
    else {
      delete next[id];
      next[id] = parent;
    }
    parents = next;
  }
  function keep(id) {
    lifted = null;
    at = id;
    it.change(parents, where(id));
    it.focus(id);
  }
  const redraw = (id) => {
    it.refresh();
    it.focus(id);
  };

  it.body.addEventListener("focusin", (event) => {
    if (event.target.dataset.key) tabStop(it.body.querySelectorAll(".pml-main"), (at = event.target.dataset.key));
  });
  onLeave(it.body, signal, () => lifted && (it.change(parents), (lifted = null), it.refresh()));
  it.body.addEventListener("click", (event) => {
    const id = event.target.closest(".pml-card")?.dataset.id;
    if (!lifted && id && id !== ROOT) {
      lifted = at = id;
      redraw(id);
      it.say(`Lifted ${where(id)}`);
    } else if (lifted && id) {
      const moved = lifted;
      if (!branch(moved).includes(id)) hang(moved, id);
      keep(moved);
    } else if (lifted && event.target.closest(".pml-tray")) {
      const moved = lifted;
      hang(moved, OUT);
      keep(moved);
    }
  });
  it.body.addEventListener("keydown", (event) => {
    const id = event.target.dataset.key;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = arrow(event);
    if (step && lifted) {
      // All that it could hang under, in the order on the screen, and nothing.
      const mine = branch(lifted);
      const inTree = [...tree.querySelectorAll(".pml-main")].map((node) => node.dataset.key);
      const places = [OUT, ...inTree.filter((name) => !mine.includes(name))];
      const now = places.indexOf(parents[lifted] ?? OUT);
      hang(lifted, places[(now + step[0] + step[1] + places.length) % places.length]);
      redraw(lifted);
      it.say(where(lifted));
    } else if (step) {
      const all = ordered();
      const next = all[all.indexOf(id) + step[0] + step[1]];
      if (next) it.focus(next);
    } else if (event.key === "Escape" && lifted) {
      lifted = null;
      redraw(id);
      it.say(`Put back. ${where(id)}`);
    } else if ((event.key === "Delete" || event.key === "Backspace") && id !== ROOT && parents[id] != null) {
      hang(id, OUT);
      keep(id);
    } else return;
    event.preventDefault();
  });

  let held, target;
  draggable(it.body, ".pml-card", signal, {
    start(node) {
      if (node.dataset.id === ROOT) return false;
      lifted = null;
      held = node.dataset.id;
      target = null;
    },
    move(dx, dy, event) {
      shift(made.get(held), dx, dy);
      target = null;
      const mine = branch(held);
      for (const [id, node] of made) {
        const over = !mine.includes(id) && within(node, event);
        node.classList.toggle("pml-target", over);
        if (over) target = id;
      }
      if (target == null && !loose.hidden && within(loose, event)) target = OUT;
    },
    end(event) {
      shift(made.get(held), 0, 0);
      for (const node of made.values()) node.classList.remove("pml-target");
      if (!event || target == null) return;
      hang(held, target);
      keep(held);
    },
  });
}

export default widget(render);
