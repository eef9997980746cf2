import { h, arrange, onLeave, tabStop, draggable, shift, arrow, clamp } from "./kit.js";

/**
 * A list whose rows are put in order: dragged, moved by their arrows, or lifted with Space and
 * moved with the keys. `keep(order, words)` takes a new order; `more(id)` adds to a row.
 * Returns the list, and `show(order)`, which draws an order unless a row is in the air.
 */
export function sortable(it, signal, items, { keep, more = () => null, moved = () => {} }) {
  const text = Object.fromEntries(items);
  const list = h("ol", { class: "pml-rows" });
  let order = [];
  let lifted = null;
  let at = null;

  const rows = new Map(items.map(([id]) => [id, make(id)]));
  function make(id) {
    const move = (step, name, sign) =>
      h(
        "button",
        {
          type: "button",
          class: "pml-icon",
          tabindex: -1,
          "data-still": true,
          "aria-label": `Move ${text[id]} ${name}`,
          onclick: () => place(id, order.indexOf(id) + step),
        },
        h("span", { "aria-hidden": "true" }, sign),
      );
    return h(
      "li",
      { class: "pml-row", "data-id": id },
      h("span", { class: "pml-grip", "aria-hidden": "true" }),
      h("span", { class: "pml-rank", "aria-hidden": "true" }),
      h("button", { type: "button", class: "pml-main", "data-key": id }, text[id]),
      more(id),
      move(-1, "up", "↑"),
      move(1, "down", "↓"),
    );
  }
  function row(id, index) {
    const node = rows.get(id);
    const main = node.querySelector(".pml-main");
    node.classList.toggle("pml-lifted", lifted === id);
    node.querySelector(".pml-rank").textContent = index + 1;
    main.setAttribute("aria-pressed", lifted === id);
    main.setAttribute("aria-label", `${index + 1}. ${text[id]}`);
    return node;
  }

  const where = (id) => `${text[id]}: ${order.indexOf(id) + 1} of ${order.length}`;

  function shuffle(id, to) {
    order.splice(order.indexOf(id), 1);
    order.splice(clamp(to, 0, order.length), 0, id);
  }
  function place(id, to) {
    lifted = null;
    at = id;
    shuffle(id, to);
    keep([...order], where(id));
  }

  list.addEventListener("focusin", (event) => {
    const id = event.target.closest(".pml-main")?.dataset.key;
    if (!id) return;
    at = id;
    tabStop(list.querySelectorAll(".pml-main"), at);
  });
  // Going away puts the row down where it is.
  onLeave(list, signal, () => lifted && place(lifted, order.indexOf(lifted)));
  list.addEventListener("click", (event) => {
    const id = event.target.closest(".pml-row")?.dataset.id;
    if (!id || event.target.closest(".pml-icon")) return;
    if (!lifted) lift(id);
    else place(lifted, order.indexOf(id));
  });
  function lift(id) {
    lifted = at = id;
    it.refresh();
    it.focus(id);
    it.say(`Lifted ${where(id)}`);
  }
  list.addEventListener("keydown", (event) => {
    const id = event.target.closest(".pml-main")?.dataset.key;
    if (!id) return;
    const step = arrow(event)?.[1] ?? { Home: -order.length, End: order.length }[event.key];
    if (step) {
      event.preventDefault();
      const to = clamp(order.indexOf(id) + step, 0, order.length - 1);
      if (lifted) {
        shuffle(lifted, to);
        it.refresh();
        it.say(where(lifted));
      } else {
        it.focus(order[to]);
      }
    } else if (event.key === "Escape" && lifted) {
      event.preventDefault();
      lifted = null;
      it.refresh();
      it.say("Put back");
    }
  });

  let tops, from, to, height;
  draggable(list, ".pml-row", signal, {
    start(item) {
      lifted = null;
      const rows = [...list.children];
      tops = rows.map((node) => node.offsetTop + node.offsetHeight / 2);
      from = to = rows.indexOf(item);
      height = item.offsetHeight + parseFloat(getComputedStyle(list).rowGap || 0);
    },
    move(dx, dy) {
      const middle = tops[from] + dy;
      to = tops.filter((top, i) => (i === from ? false : top < middle)).length;
      [...list.children].forEach((node, i) => {
        if (i === from) shift(node, 0, dy);
        else if (i > from && i <= to) shift(node, 0, -height);
        else if (i < from && i >= to) shift(node, 0, height);
        else shift(node, 0, 0);
      });
      const now = [...order];
      now.splice(to, 0, ...now.splice(from, 1));
      moved(now);
    },
    end(event) {
      [...list.children].forEach((node) => shift(node, 0, 0));
      if (event) place(order[from], to);
      else it.refresh();
    },
  });

  return {
    list,
    rows,
    show(value) {
      if (!lifted) order = [...value];
      arrange(list, order.map(row));
      tabStop(list.querySelectorAll(".pml-main"), at);
      return order;
    },
  };
}
