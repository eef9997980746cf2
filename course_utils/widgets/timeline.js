import { h, svg, stage, tabStop, draggable, shift, arrow, clamp, count, widget } from "./kit.js";

/** Items in periods: drag a bar along its row, or move it with the arrow keys. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Drag a bar to the period it starts in, or tap the period. By keyboard: the arrow keys move a bar and go from row to row, Delete takes it out of the plan.",
  );
  const [items, periods, length, load, capacity, after, unit] = [
    "items", "periods", "length", "load", "capacity", "after", "unit",
  ].map((name) => model.get(name));
  const text = Object.fromEntries(items);
  const ids = items.map(([id]) => id);
  let starts = {};
  let at = null;

  const made = new Map(items.map(([id, words]) => [id, row(id, words)]));
  const meters = periods.map((_, i) =>
    capacity.length ? h("div", { class: "pml-meter", style: { "grid-column": i + 3 } }, h("span", {}), h("i", {})) : null,
  );
  const arrows = svg("svg", { class: "pml-arrows", "aria-hidden": "true" });
  const grid = h(
    "div",
    { class: "pml-plan" },
    h(
      "div",
      { class: "pml-line pml-planhead", "aria-hidden": "true" },
      h("span", {}),
      h("span", {}, "Not planned"),
      periods.map((name, i) => h("span", { style: { "grid-column": i + 3 } }, name)),
    ),
    [...made.values()].map((part) => part.node),
    capacity.length ? h("div", { class: "pml-line pml-load" }, h("span", {}, `Load, ${unit}`), meters) : null,
    arrows,
  );
  grid.style.setProperty("--pml-count", periods.length);
  it.body.append(h("div", { class: "pml-scroll", tabindex: -1 }, grid));

  function row(id, words) {
    const bar = h(
      "div",
      {
        class: "pml-card pml-span",
        role: "slider",
        tabindex: -1,
        "data-key": id,
        "data-id": id,
        "aria-label": words,
        "aria-valuemin": 0,
        "aria-valuemax": periods.length,
      },
      capacity.length ? `${load[id]} ${unit}` : count(length[id], "period"),
    );
    const needs = h("small", {});
    const cells = [-1, ...periods.keys()].map((place) =>
      h("span", { class: "pml-cell", "data-place": place, style: { "grid-column": place + 3 } }),
    );
    return { bar, needs, node: h("div", { class: "pml-line", "data-row": id }, h("div", { class: "pml-what" }, words, needs), cells, bar) };
  }
  const end = (id) => starts[id] + length[id];
  const early = (id) => after[id].filter((other) => starts[id] != null && !(end(other) <= starts[id]));
  const loads = () =>
    periods.map((_, i) => ids.reduce((sum, id) => sum + (starts[id] <= i && i < end(id) ? load[id] : 0), 0));
  function where(id) {
    if (starts[id] == null) return "not planned";
    const span = length[id] > 1 ? `${periods[starts[id]]} to ${periods[end(id) - 1]}` : periods[starts[id]];
    const wrong = early(id);
    return span + (wrong.length ? `; must start after ${wrong.map((other) => text[other]).join(" and ")}` : "");
  }

  it.draw = (value) => {
    starts = value ?? {};
    const used = loads();
    let bad = 0;
    for (const [id, { bar, needs }] of made) {
      const planned = starts[id] != null;
      const wrong = early(id).length > 0;
      bad += wrong ? 1 : 0;
      bar.style.gridColumn = planned ? `${starts[id] + 3} / span ${length[id]}` : "2";
      bar.classList.toggle("pml-placed", planned);
      bar.classList.toggle("pml-wrong", wrong);
      bar.setAttribute("aria-valuenow", planned ? starts[id] + 1 : 0);
      bar.setAttribute("aria-valuetext", where(id));
      needs.textContent = after[id].length ? `after ${after[id].map((other) => text[other]).join(", ")}` : "";
      needs.classList.toggle("pml-over", wrong);
    }
    capacity.forEach((limit, i) => {
      const over = used[i] > limit + 1e-9;
      bad += over ? 1 : 0;
      meters[i].classList.toggle("pml-wrong", over);
      meters[i].firstChild.textContent = `${used[i]} of ${limit}${over ? ": too much" : ""}`;
      meters[i].lastChild.style.setProperty("--pml-part", `${Math.min(100, (100 * used[i]) / (limit || 1))}%`);
    });
    tabStop([...made.values()].map((part) => part.bar), at);
    const left = ids.filter((id) => starts[id] == null).length;
    it.sum(bad ? `${count(bad, "thing")} ${bad === 1 ? "does" : "do"} not fit` : left ? `${count(left, "item")} to plan` : "", Boolean(bad));
    requestAnimationFrame(connect);
  };

  /** Draw an arrow from the end of each item to the start of what waits for it. */
  function connect() {
    const base = grid.getBoundingClientRect();
    if (!base.width) return;
    arrows.setAttribute("width", grid.scrollWidth);
    arrows.setAttribute("height", grid.scrollHeight);
    arrows.replaceChildren(
      ...ids.flatMap((id) =>
        after[id]
          .filter((other) => starts[id] != null && starts[other] != null && !early(id).includes(other))
          .map((other) => {
            const from = made.get(other).bar.getBoundingClientRect();
            const to = made.get(id).bar.getBoundingClientRect();
            const [x1, y1] = [from.right - base.left, from.top + from.height / 2 - base.top];
            const [x2, y2] = [to.left - base.left, to.top + to.height / 2 - base.top];
            const bend = Math.max(10, (x2 - x1) / 2);
            return svg("path", {
              d: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 1} ${y2} m-5 -4 l5 4 l-5 4`,
            });
          }),
      ),
    );
  }
  const watcher = new ResizeObserver(connect);
  watcher.observe(grid);
  signal.addEventListener("abort", () => watcher.disconnect());

  function put(id, place, series) {
    at = id;
    const next = { ...starts };
    if (place < 0) delete next[id];
    else next[id] = clamp(place, 0, Math.max(0, periods.length - length[id]));
    it.change(next, "", series);
    const { bar } = made.get(id);
    bar.focus({ preventScroll: true });
    // A slider's new value is spoken by itself; only trouble is said besides.
    const over = loads().findIndex((used, i) => used > (capacity[i] ?? Infinity) + 1e-9);
    if (over >= 0) it.say(`${periods[over]}: too much`);
  }

  grid.addEventListener("focusin", (event) => {
    const id = event.target.dataset.key;
    if (id) tabStop([...made.values()].map((part) => part.bar), (at = id));
  });
  grid.addEventListener("click", (event) => {
    const id = event.target.closest("[data-row]")?.dataset.row;
    const place = event.target.closest("[data-place]")?.dataset.place;
    if (id && place != null) put(id, Number(place));
  });
  grid.addEventListener("keydown", (event) => {
    const id = event.target.dataset.key;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = arrow(event);
    const now = starts[id] ?? -1;
    if (step?.[1]) it.focus(ids[clamp(ids.indexOf(id) + step[1], 0, ids.length - 1)]);
    else if (step) put(id, now + step[0], id);
    else if (event.key === "Home") put(id, 0);
    else if (event.key === "End") put(id, periods.length);
    else if (event.key === "Delete" || event.key === "Backspace") put(id, -1);
    else return;
    event.preventDefault();
  });

  let held, cell, from;
  draggable(grid, ".pml-span", signal, {
    start(item) {
      held = item.dataset.id;
      from = starts[held] ?? -1;
      cell = [...made.get(held).node.querySelectorAll(".pml-cell")].map((node) => node.getBoundingClientRect());
    },
    move: (dx) => shift(made.get(held).bar, dx, 0),
    end(event) {
      const box = made.get(held).bar.getBoundingClientRect();
      shift(made.get(held).bar, 0, 0);
      if (!event) return;
      const middle = box.left + cell[from + 1].width / 2;
      const place = cell.findIndex((part) => middle < part.right);
      put(held, place < 0 ? periods.length : place - 1);
    },
  });
}

export default widget(render);
