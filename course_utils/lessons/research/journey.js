import { h, svg, stage, arrange, tabStop, draggable, shift, within, arrow, clamp, count, widget } from "../../widgets/kit.js";

const FELT = { "-2": "very bad", "-1": "bad", 0: "so-so", 1: "good", 2: "very good" };
const top = (felt) => 50 - felt * 21;

/** Points on six shafts, evidence pinned under them; "Let go" shows what holds. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Set each point by dragging it or tapping its column, and pin evidence to it: drag a card onto the step, or tap card and step. By keyboard: up and down move a point; Space lifts a card, left and right choose the step, Space pins it, Delete takes it back.",
  );
  const [steps, pieces] = ["steps", "pieces"].map((name) => model.get(name));
  const ids = steps.map(([id]) => id);
  const text = Object.fromEntries(steps);
  let lifted = null;
  let over = null;
  let at = null;

  const cards = new Map(
    pieces.map(([name, words, source]) => [
      name,
      h(
        "div",
        { class: "pml-card", "data-id": name },
        h("button", { type: "button", class: "pml-main", "data-key": name }, h("span", { class: "pml-source" }, name), words),
      ),
    ]),
  );
  const made = new Map(
    steps.map(([id, words]) => {
      const point = h("div", { class: "pml-felt", role: "slider", tabindex: 0, "data-key": `point ${id}`, "data-point": id, "aria-label": words, "aria-valuemin": -2, "aria-valuemax": 2 });
      const ends = id === ids[0] ? [2, -2].map((felt) => h("small", { "aria-hidden": "true", style: { top: `${top(felt)}%` } }, FELT[felt])) : [];
      const shaft = h("div", { class: "pml-shaft", "data-shaft": id }, ends, point);
      const pins = h("div", { class: "pml-pins" });
      const said = h("p", {});
      return [id, { point, shaft, pins, said, node: h("div", { class: "pml-step", "data-step": id }, h("b", {}, words), shaft, pins, said) }];
    }),
  );
  const lines = svg("svg", { class: "pml-curve", viewBox: "0 0 600 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const way = h("div", { class: "pml-road" }, lines, [...made.values()].map((part) => part.node));
  way.style.setProperty("--pml-count", steps.length);
  const tray = h("div", { class: "pml-evidence", role: "group", "aria-label": "Evidence" });
  const drop = h("button", { type: "button", class: "pml-strong", "data-key": "drop", onclick: letGo }, "Let go of the points");
  it.body.append(way, h("div", { class: "pml-act" }, drop, h("span", { class: "pml-hint" }, "What is not held falls off.")), tray);

  const now = () => {
    const { felt = {}, pins = {}, let_go = false } = it.value ?? {};
    return { felt, pins: Object.fromEntries(ids.map((id) => [id, pins[id] ?? []])), let_go };
  };
  it.draw = () => {
    const { felt, pins, let_go } = now();
    const verdicts = model.get("verdicts");
    for (const [id, { point, shaft, pins: place, said, node }] of made) {
      const [kind, why] = verdicts[id] ?? ["blank", ""];
      const drawn = felt[id] != null;
      const falls = let_go && drawn && kind === "falls";
      point.style.top = `${falls ? 100 : top(felt[id] ?? 0)}%`;
      point.classList.toggle("pml-open", !drawn);
      point.classList.toggle("pml-holds", drawn && pins[id].length > 0 && !falls);
      point.classList.toggle("pml-falls", falls);
      shaft.classList.toggle("pml-none", !drawn);
      point.setAttribute("aria-valuenow", felt[id] ?? 0);
      point.setAttribute("aria-valuetext", `${drawn ? FELT[felt[id]] : "left open"}, ${count(pins[id].length, "piece")} of evidence${falls ? `, fell off: ${why}` : ""}`);
      arrange(place, pins[id].map((name) => cards.get(name)));
      said.textContent = let_go ? why : drawn ? FELT[felt[id]] : "";
      said.classList.toggle("pml-bad", falls);
      node.classList.toggle("pml-target", lifted != null && over === id);
    }
    const used = new Set(Object.values(pins).flat());
    const free = pieces.map(([name]) => name).filter((name) => !used.has(name));
    arrange(tray, free.map((name) => cards.get(name)));
    for (const [name, node] of cards) {
      node.classList.toggle("pml-lifted", name === lifted);
      node.firstChild.setAttribute("aria-pressed", String(name === lifted));
      const where = ids.find((id) => pins[id].includes(name));
      node.firstChild.setAttribute("aria-label", `${name}: ${pieces.find(([n]) => n === name)[1]} ${where ? `Pinned to ${text[where]}` : "Not pinned"}`);
      node.firstChild.lastChild.textContent = where ? short(name) : pieces.find(([n]) => n === name)[1];
    }
    tabStop([...cards.values()].map((node) => node.firstChild), at);
    const x = (id) => (ids.indexOf(id) + 0.5) * (600 / ids.length);
    const line = (list) => list.map((id, i) => `${i ? "L" : "M"}${x(id)} ${top(felt[id])}`).join(" ");
    const drawn = ids.filter((id) => felt[id] != null);
    const stands = drawn.filter((id) => (let_go ? verdicts[id]?.[0] === "stands" : pins[id].length));
    lines.replaceChildren(
      svg("line", { x1: 0, x2: 600, y1: 50, y2: 50, "vector-effect": "non-scaling-stroke" }),
      let_go ? "" : svg("path", { class: "pml-guess", d: line(drawn) || "M0 0", "vector-effect": "non-scaling-stroke" }),
      svg("path", { d: line(stands) || "M0 0", "vector-effect": "non-scaling-stroke" }),
    );
    drop.textContent = let_go ? "Hold them again" : "Let go of the points";
    it.sum(let_go ? `${stands.length} of ${drawn.length} points stand` : `${count(drawn.length, "point")} drawn, ${used.size} of ${pieces.length} pieces pinned`);
  };
  const short = (name) => {
    const words = pieces.find(([n]) => n === name)[1];
    return words.length > 46 ? `${words.slice(0, 44)} …` : words;
  };

  function set(id, felt, series) {
    const next = now();
    next.felt[id] = clamp(felt, -2, 2);
    next.let_go = false;
    it.change(next, "", series);
    it.focus(`point ${id}`);
  }
  function pin(name, id) {
    const next = now();
    for (const step of ids) next.pins[step] = next.pins[step].filter((other) => other !== name);
    if (id) next.pins[id].push(name);
    next.let_go = false;
    lifted = over = null;
    at = name;
    it.change(next, id ? `${name} pinned to ${text[id]}` : `${name} taken back`);
    it.focus(name);
  }
  function letGo() {
    const next = now();
    next.let_go = !next.let_go;
    it.change(next, next.let_go ? "Let go" : "Held again");
    it.focus("drop");
  }
  const height = (id, event) => {
    const box = made.get(id).shaft.getBoundingClientRect();
    return Math.round((50 - (100 * (event.clientY - box.top)) / box.height) / 21);
  };

  it.body.addEventListener("click", (event) => {
    const name = event.target.closest(".pml-card")?.dataset.id;
    const step = event.target.closest("[data-step]")?.dataset.step;
    const shaft = event.target.closest("[data-shaft]")?.dataset.shaft;
    if (lifted && step && !(name && name === lifted)) pin(lifted, step);
    else if (lifted && name === lifted) {
      if (over) pin(lifted, over);
      else {
        lifted = null;
        it.refresh();
      }
    } else if (name) {
      lifted = at = name;
      over = null;
      it.refresh();
      it.focus(name);
      it.say(`Lifted ${name}. Choose a step with left and right.`);
    } else if (shaft) set(shaft, height(shaft, event));
  });
  it.body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = arrow(event);
    const point = event.target.dataset.point;
    const name = event.target.dataset.key;
    if (point && step) {
      if (step[1]) set(point, (now().felt[point] ?? 0) - step[1], point);
      else it.focus(`point ${ids[clamp(ids.indexOf(point) + step[0], 0, ids.length - 1)]}`);
    } else if (point && (event.key === "Delete" || event.key === "Backspace")) {
      const next = now();
      delete next.felt[point];
      it.change(next, `${text[point]} left open`);
      it.focus(`point ${point}`);
    } else if (cards.has(name) && step && lifted === name) {
      over = ids[clamp(ids.indexOf(over) + (step[0] || step[1]), 0, ids.length - 1)];
      it.refresh();
      it.say(text[over]);
    } else if (cards.has(name) && step) {
      const all = [...it.body.querySelectorAll(".pml-main")].map((node) => node.dataset.key);
      it.focus(all[clamp(all.indexOf(name) + step[0] + step[1], 0, all.length - 1)]);
    } else if (event.key === "Escape" && lifted) {
      lifted = over = null;
      it.refresh();
    } else if (cards.has(name) && (event.key === "Delete" || event.key === "Backspace")) pin(name, null);
    else return;
    event.preventDefault();
  });
  it.body.addEventListener("focusin", (event) => {
    if (cards.has(event.target.dataset.key)) tabStop([...cards.values()].map((node) => node.firstChild), (at = event.target.dataset.key));
  });

  let held, target;
  draggable(it.body, ".pml-card, .pml-felt", signal, {
    start(node) {
      held = node;
      target = null;
      lifted = null;
    },
    move(dx, dy, event) {
      if (held.dataset.point) {
        shift(held, 0, dy);
        return;
      }
      shift(held, dx, dy);
      target = ids.find((id) => within(made.get(id).node, event)) ?? null;
      for (const [id, { node }] of made) node.classList.toggle("pml-target", id === target);
    },
    end(event) {
      shift(held, 0, 0);
      for (const { node } of made.values()) node.classList.remove("pml-target");
      if (!event) return;
      if (held.dataset.point) set(held.dataset.point, height(held.dataset.point, event));
      else if (target) pin(held.dataset.id, target);
      else if (within(tray, event)) pin(held.dataset.id, null);
    },
  });
  model.on("change:verdicts", () => it.heard());
}

export default widget(render);
