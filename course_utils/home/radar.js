import { h, svg, stage, unique, widget } from "../widgets/kit.js";

const RADIUS = 118;
const TOP = 4;

/** Rate each skill; the radar shows it, and beside it what exercises show. */
function render({ model, el, signal }) {
  const axes = model.get("axes");
  const levels = model.get("levels");
  const it = stage(
    { model, el, signal },
    "Rate as many as you like, and come back after each lesson. Click in the radar or on a number; by keyboard, Tab goes from skill to skill, the arrow keys rate it.",
  );
  let now = {};

  const angle = (i) => (2 * Math.PI * i) / axes.length - Math.PI / 2;
  const place = (i, level) => {
    const r = (RADIUS * level) / TOP;
    return [r * Math.cos(angle(i)), r * Math.sin(angle(i))];
  };
  const points = (list) => list.map(([i, level]) => place(i, level).map((x) => x.toFixed(1)).join(",")).join(" ");

  const own = svg("polygon", { class: "pmh-own" });
  const shown = svg("polygon", { class: "pmh-shown" });
  const dots = svg("g");
  const names = axes.map(([, short], i) => {
    const [x, y] = place(i, TOP * 1.1);
    const side = Math.abs(x) < 12 ? "middle" : x > 0 ? "start" : "end";
    return svg("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": side, "dominant-baseline": "middle", class: "pmh-name" }, short);
  });
  const picture = svg(
    "svg",
    { viewBox: "-245 -150 490 300", class: "pmh-radar", "aria-hidden": "true" },
    [1, 2, 3, 4].map((level) => svg("polygon", { class: "pmh-ring", points: points(axes.map((_, i) => [i, level])) })),
    axes.map((_, i) => {
      const [x, y] = place(i, TOP);
      return svg("line", { class: "pmh-spoke", x2: x, y2: y });
    }),
    own,
    shown,
    dots,
    names,
  );

  const rows = axes.map(([id, , title], i) => {
    const group = unique("skill");
    const inputs = levels.map((words, level) =>
      h("input", {
        type: "radio",
        name: group,
        value: level,
        "data-key": `${id} ${level}`,
        "aria-label": `${level}, ${words}`,
        onchange: () => rate(i, level),
      }),
    );
    const node = h(
      "div",
      { class: "pmh-skill", role: "radiogroup", "aria-label": title, onfocusin: () => point(i), onpointerenter: () => point(i) },
      h("span", { class: "pmh-title" }, title),
      h("span", { class: "pmh-marks" }, inputs.map((input, level) => h("label", { class: "pmh-mark", title: levels[level] }, input, h("span", { "aria-hidden": "true" }, level)))),
      h("span", { class: "pmh-said" }),
    );
    return { node, inputs, said: node.lastChild };
  });
  const legend = h(
    "div",
    { class: "pmh-legend" },
    h("span", { class: "pmh-key pmh-key-own" }, "you say"),
    Object.keys(model.get("measured")).length ? h("span", { class: "pmh-key pmh-key-shown" }, "exercises show") : null,
  );
  it.body.append(
    h("p", { class: "pmh-scale" }, levels.map((words, level) => h("span", {}, h("b", {}, level), ` ${words}`))),
    h("div", { class: "pmh-both" }, h("div", { class: "pmh-left" }, picture, legend), h("div", { class: "pmh-skills", style: { "--pmh-half": Math.ceil(axes.length / 2) } }, rows.map((row) => row.node))),
  );

  function rate(i, level) {
    const [id, , title] = axes[i];
    it.change({ ...now, [id]: level }, `${title}: ${level}, ${levels[level]}`, id);
  }
  function point(at) {
    names.forEach((node, i) => node.classList.toggle("pmh-here", i === at));
  }
  picture.addEventListener(
    "click",
    (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
      const turn = (Math.atan2(at.y, at.x) + Math.PI / 2 + 2 * Math.PI) % (2 * Math.PI);
      const i = Math.round((turn / (2 * Math.PI)) * axes.length) % axes.length;
      const level = Math.round((Math.hypot(at.x, at.y) / RADIUS) * TOP);
      if (level > TOP + 1) return;
      point(i);
      rate(i, Math.min(level, TOP));
    },
    { signal },
  );

  it.draw = (value) => {
    now = value ?? {};
    const measured = model.get("measured");
    const rated = axes.map(([id], i) => [i, now[id]]).filter(([, level]) => level != null);
    const seen = axes.map(([id], i) => [i, measured[id]]).filter(([, level]) => level != null);
    own.setAttribute("points", rated.length > 2 ? points(rated) : "");
    shown.setAttribute("points", seen.length > 2 ? points(seen) : "");
    dots.replaceChildren(
      ...seen.map(([i, level]) => {
        const [x, y] = place(i, level);
        return svg("rect", { class: "pmh-square", x: x - 4, y: y - 4, width: 8, height: 8 });
      }),
      ...rated.map(([i, level]) => {
        const [cx, cy] = place(i, level);
        return svg("circle", { class: "pmh-dot", cx, cy, r: 4 });
      }),
    );
    rows.forEach(({ node, inputs, said }, i) => {
      const [id] = axes[i];
      inputs.forEach((input, level) => (input.checked = now[id] === level));
      node.classList.toggle("pmh-rated", now[id] != null);
      said.textContent = measured[id] == null ? "" : `exercises show ${measured[id].toFixed(1)}`;
    });
    it.sum(`${rated.length} of ${axes.length} rated`);
  };
}

export default widget(render);
