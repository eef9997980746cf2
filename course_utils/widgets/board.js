import { h, stage, arrange, onLeave, tabStop, draggable, shift, within, arrow, clamp, count, widget } from "./kit.js";

const TRAY = "";

/** Cards in columns: drag them, or lift one with Space and steer it with the arrow keys. */
function render({ model, el, signal }) {
  const columns = [[TRAY, model.get("tray")], ...model.get("columns")];
  const names = columns.map(([id]) => id);
  const it = stage(
    { model, el, signal },
    `Drag a card, or tap it and then a column. By keyboard: Space lifts a card, the arrow keys move it, Space puts it down; or press 1 to ${columns.length - 1} for a column, 0 to take the card back.`,
  );
  const cards = model.get("cards");
  const capacity = model.get("capacity");
  const text = Object.fromEntries(cards);
  const title = Object.fromEntries(columns);
  let place = {};
  let lifted = null;
  let at = null;

  const made = new Map(cards.map(([id, words]) => [id, card(id, words)]));
  const boxes = new Map(columns.map(([id, words]) => [id, box(id, words)]));
  const board = h("div", { class: "pml-cols" }, [...boxes.values()].map((part) => part.node));
  board.style.setProperty("--pml-count", columns.length);
  it.body.append(board);

  function card(id, words) {
    return h(
      "li",
      { class: "pml-card", "data-id": id },
      h("button", { type: "button", class: "pml-main", "data-key": id }, words),
    );
  }
  function box(id, words) {
    const head = h("div", { class: "pml-colhead" });
    const list = h("ul", { "aria-label": words });
    return { head, list, node: h("div", { class: "pml-col", "data-col": id }, head, list) };
  }

  it.draw = (value) => {
    if (!lifted) {
      place = Object.fromEntries(names.map((name) => [name, [...(value?.[name] ?? [])]]));
      const sorted = Object.values(place).flat();
      place[TRAY] = cards.map(([id]) => id).filter((id) => !sorted.includes(id));
    }
    let full = 0;
    for (const [id, { head, list, node }] of boxes) {
      const inside = place[id];
      const fits = capacity[id];
      const over = fits && inside.length > fits;
      full += over ? 1 : 0;
      head.replaceChildren(
        h("span", {}, title[id]),
        h("span", { class: `pml-count${over ? " pml-over" : ""}` }, fits ? `${inside.length} of ${fits}` : inside.length),
      );
      list.setAttribute("aria-label", `${title[id]}, ${count(inside.length, "card")}${over ? `, ${fits} fit` : ""}`);
      node.classList.toggle("pml-empty", !inside.length);
      arrange(list, inside.map((name) => made.get(name)));
    }
    for (const [id, node] of made) {
      node.classList.toggle("pml-lifted", id === lifted);
      node.firstChild.setAttribute("aria-pressed", id === lifted);
    }
    tabStop(board.querySelectorAll(".pml-main"), at);
    const left = place[TRAY].length;
    const words = left ? `${count(left, "card")} to sort` : "";
    it.sum(full ? `${count(full, "column")} over the limit` : words, Boolean(full));
  };

  const find = (id) => names.find((name) => place[name].includes(id));
  function where(id) {
    const column = find(id);
    return `${text[id]}: ${title[column]}, ${place[column].indexOf(id) + 1} of ${place[column].length}`;
  }
  function put(id, column, index) {
    place[find(id)].splice(place[find(id)].indexOf(id), 1);
    place[column].splice(clamp(index, 0, place[column].length), 0, id);
  }
  function keep(id) {
    lifted = null;
    at = id;
    const { [TRAY]: _, ...value } = structuredClone(place);
    it.change(value, where(id));
  }
  /** Move a card between lists: the browser takes the focus from it, so give it back. */
  function redraw(id) {
    it.refresh();
    it.focus(id);
  }

  board.addEventListener("focusin", (event) => {
    const id = event.target.dataset.key;
    if (!id) return;
    at = id;
    tabStop(board.querySelectorAll(".pml-main"), at);
  });
  onLeave(board, signal, () => lifted && keep(lifted));

  board.addEventListener("click", (event) => {
    const id = event.target.closest(".pml-card")?.dataset.id;
    const column = event.target.closest(".pml-col")?.dataset.col;
    if (!lifted && id) {
      lifted = at = id;
      redraw(id);
      it.say(`Lifted ${where(id)}`);
    } else if (lifted && column != null) {
      const moved = lifted;
      if (id !== moved) put(moved, column, id ? place[column].indexOf(id) : Infinity);
      keep(moved);
      it.focus(moved);
    }
  });

  board.addEventListener("keydown", (event) => {
    const id = event.target.dataset.key;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = find(id);
    const index = place[column].indexOf(id);
    const step = arrow(event);
    if (step && lifted) {
      event.preventDefault();
      const next = names[names.indexOf(column) + step[0]];
      if (step[0] && next != null) put(id, next, index);
      else if (step[1]) put(id, column, index + step[1]);
      redraw(id);
      it.say(where(id));
    } else if (step) {
      event.preventDefault();
      let next = place[column][index + step[1]];
      if (step[0]) {
        // Over empty columns to the next one that has cards.
        for (let i = names.indexOf(column) + step[0]; names[i] != null; i += step[0]) {
          if (!place[names[i]].length) continue;
          next = place[names[i]][Math.min(index, place[names[i]].length - 1)];
          break;
        }
      }
      if (next) it.focus(next);
    } else if (event.key === "Escape" && lifted) {
      event.preventDefault();
      lifted = null;
      redraw(id);
      it.say(`Put back. ${where(id)}`);
    } else if (/^[0-9]$/.test(event.key) && names[Number(event.key)] != null) {
      event.preventDefault();
      const follow = place[column][index + 1] ?? place[column][index - 1];
      put(id, names[Number(event.key)], Infinity);
      keep(id);
      // From the tray the next card is at hand, so that sorting is one key a card.
      it.focus(column === TRAY && follow ? follow : id);
    }
  });

  const mark = h("li", { class: "pml-mark", "aria-hidden": "true" });
  let held, target;
  draggable(board, ".pml-card", signal, {
    start(item) {
      lifted = null;
      held = item.dataset.id;
      target = null;
    },
    move(dx, dy, event) {
      shift(made.get(held), dx, dy);
      target = null;
      mark.remove();
      for (const [column, { list, node }] of boxes) {
        const inside = within(node, event);
        node.classList.toggle("pml-target", inside);
        if (!inside) continue;
        const others = place[column].filter((id) => id !== held);
        const below = others.filter((id) => {
          const box = made.get(id).getBoundingClientRect();
          return event.clientY > box.top + box.height / 2;
        }).length;
        target = [column, below];
        if (others[below]) made.get(others[below]).before(mark);
        else list.append(mark);
      }
    },
    end(event) {
      mark.remove();
      shift(made.get(held), 0, 0);
      for (const { node } of boxes.values()) node.classList.remove("pml-target");
      if (!event || !target) return;
      put(held, ...target);
      keep(held);
    },
  });
}

export default widget(render);
