import { h, stage, tabStop, draggable, shift, within, arrow, clamp, count, widget } from "./kit.js";

/** Points on a plane: drag them there, or place one with Space and move it with the arrow keys. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Drag each item to its place, or tap it and then its place. By keyboard: Space puts an item in the middle, the arrow keys move it (with Shift further), Delete takes it back.",
  );
  const items = model.get("items");
  const text = Object.fromEntries(items);
  const [x, y, quadrants] = ["x", "y", "quadrants"].map((name) => model.get(name));
  let points = {};
  let picked = null;
  let at = null;

  const made = new Map(
    items.map(([id, words], i) => [
      id,
      h(
        "button",
        { type: "button", class: "pml-point", "data-key": id, "data-id": id },
        h("span", { class: "pml-dot", "aria-hidden": "true" }, i + 1),
        h("span", { class: "pml-name" }, words),
      ),
    ]),
  );
  const plane = h(
    "div",
    { class: "pml-plane" },
    quadrants.map((name) => h("div", { class: "pml-quadrant" }, h("span", {}, name))),
  );
  const tray = h("div", { class: "pml-tray" });
  it.body.append(
    h(
      "div",
      { class: "pml-matrix" },
      h("div", { class: "pml-y", "aria-hidden": "true" }, `${y} →`),
      plane,
      h("div", { class: "pml-x", "aria-hidden": "true" }, `${x} →`),
      tray,
    ),
  );

  const quadrant = ([across, up]) => quadrants[(up < 50 ? 2 : 0) + (across >= 50 ? 1 : 0)];
  function where(id) {
    const place = points[id];
    if (!place) return `${text[id]}: not placed`;
    const [across, up] = place.map(Math.round);
    return `${text[id]}: ${quadrant(place)}, ${x.toLowerCase()} ${across}, ${y.toLowerCase()} ${up}`;
  }

  it.draw = (value) => {
    points = value ?? {};
    for (const [id] of items) {
      const node = made.get(id);
      const place = points[id];
      const home = place ? plane : tray;
      if (node.parentNode !== home) home.append(node);
      node.classList.toggle("pml-placed", Boolean(place));
      node.classList.toggle("pml-left", Boolean(place) && place[0] > 60);
      node.classList.toggle("pml-lifted", picked === id);
      node.style.left = place ? `${place[0]}%` : "";
      node.style.top = place ? `${100 - place[1]}%` : "";
      node.setAttribute("aria-label", where(id));
    }
    const left = items.filter(([id]) => !points[id]).length;
    tray.hidden = !left;
    tabStop(items.map(([id]) => made.get(id)), at);
    it.sum(left ? `${count(left, "item")} to place` : "");
  };

  function put(id, place, series) {
    picked = null;
    at = id;
    const next = { ...points };
    if (place) next[id] = place.map((n) => Math.round(clamp(n, 0, 100) * 10) / 10);
    else delete next[id];
    points = next;
    it.change(next, where(id), series);
    it.focus(id);
  }
  function spot(event) {
    const box = plane.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * 100,
      (1 - (event.clientY - box.top) / box.height) * 100,
    ];
  }

  it.body.addEventListener("focusin", (event) => {
    const id = event.target.dataset.key;
    if (id) tabStop(made.values(), (at = id));
  });
  it.body.addEventListener("click", (event) => {
    const id = event.target.closest(".pml-point")?.dataset.id;
    if (event.detail === 0 && id) {
      // Space or Enter.
      if (!points[id]) put(id, [50, 50]);
    } else if (id) {
      picked = picked === id ? null : id;
      it.refresh();
      if (picked) it.say(`Picked up ${where(id)}`);
    } else if (picked && plane.contains(event.target)) {
      put(picked, spot(event));
    }
  });
  it.body.addEventListener("keydown", (event) => {
    const id = event.target.dataset.key;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = arrow(event);
    if (step && points[id]) {
      event.preventDefault();
      const far = event.shiftKey ? 10 : 2;
      put(id, [points[id][0] + step[0] * far, points[id][1] - step[1] * far], id);
    } else if (step) {
      event.preventDefault();
      const ids = items.map(([name]) => name);
      const next = ids[ids.indexOf(id) + step[0] + step[1]];
      if (next) it.focus(next);
    } else if ((event.key === "Delete" || event.key === "Backspace") && points[id]) {
      event.preventDefault();
      put(id, null);
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      const ids = items.map(([name]) => name);
      const next = ids[ids.indexOf(id) + (event.key === "PageDown" ? 1 : -1)];
      if (next) it.focus(next);
    } else if (event.key === "Escape") {
      picked = null;
      it.refresh();
    }
  });

  let held, grip;
  draggable(it.body, ".pml-point", signal, {
    start(item, event) {
      held = item.dataset.id;
      picked = null;
      // What is held stays where the finger took it, also on a long label.
      const dot = item.querySelector(".pml-dot").getBoundingClientRect();
      grip = [event.clientX - (dot.left + dot.width / 2), event.clientY - (dot.top + dot.height / 2)];
    },
    move: (dx, dy) => shift(made.get(held), dx, dy),
    end(event) {
      shift(made.get(held), 0, 0);
      if (!event) return;
      const moved = { clientX: event.clientX - grip[0], clientY: event.clientY - grip[1] };
      if (within(plane, moved)) put(held, spot(moved));
      else if (within(plane, event)) put(held, spot(event));
      else put(held, null);
    },
  });
}

export default widget(render);
