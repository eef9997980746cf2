import { h, stage, unique, draggable, arrow, clamp, widget } from "./kit.js";

/** An interval on a scale, with a probability: drag its ends, or the whole, or type the numbers. */
function render({ model, el, signal }) {
  const [low, high, step, unit, levels] = ["low", "high", "step", "unit", "levels"].map((name) => model.get(name));
  const it = stage(
    { model, el, signal },
    "Drag the ends, or the whole interval; or type the numbers. By keyboard: Tab to an end, then the arrow keys (with Shift further).",
  );
  const scale = unit === "%" ? 100 : 1;
  const digits = Math.max(0, Math.ceil(-Math.log10(step * scale) - 1e-9));
  const show = (x) => (x * scale).toLocaleString("en-GB", { maximumFractionDigits: digits });
  const words = (x) => `${show(x)} ${unit}`.trim();
  const snap = (x) => Number((low + Math.round((clamp(x, low, high) - low) / step) * step).toFixed(9));
  const blank = {
    low: snap(low + 0.3 * (high - low)),
    high: snap(low + 0.7 * (high - low)),
    confidence: levels.length === 1 ? levels[0] : null,
  };
  let now = blank;

  const thumb = (end, name) =>
    h("div", {
      class: "pml-thumb",
      role: "slider",
      tabindex: 0,
      "data-key": end,
      "data-end": end,
      "aria-label": name,
      "aria-valuemin": low,
      "aria-valuemax": high,
    });
  const thumbs = { low: thumb("low", "Lower end"), high: thumb("high", "Upper end") };
  const fill = h("div", { class: "pml-fill", "data-end": "both" });
  const track = h("div", { class: "pml-track" }, fill, thumbs.low, thumbs.high);
  const ticks = Array.from({ length: 6 }, (_, i) => low + ((high - low) * i) / 5);
  const field = (end, name) =>
    h("input", {
      type: "number",
      step: step * scale,
      "data-key": `${end} number`,
      "aria-label": `${name}${unit ? `, ${unit}` : ""}`,
      onchange: (event) => {
        const x = Number(event.target.value) / scale;
        if (event.target.value === "" || !Number.isFinite(x)) it.refresh();
        else set(end, snap(x));
      },
    });
  const fields = { low: field("low", "From"), high: field("high", "to") };
  const group = unique("level");
  const choices = levels.map((level) =>
    h("input", {
      type: "radio",
      name: group,
      value: level,
      "data-key": `level ${level}`,
      onchange: () => it.change({ ...now, confidence: level }, `${Math.round(level * 100)} percent sure`),
    }),
  );
  it.body.append(
    h("div", { class: "pml-scale" }, track, h("div", { class: "pml-ticks", "aria-hidden": "true" }, ticks.map((x) => h("span", {}, show(x))))),
    h(
      "div",
      { class: "pml-numbers" },
      h("span", {}, "From"), fields.low, h("span", {}, "to"), fields.high, h("span", {}, unit),
      levels.length > 1
        ? h(
            "div",
            { class: "pml-levels", role: "radiogroup", "aria-label": "How sure are you that the truth is inside?" },
            h("span", { "aria-hidden": "true" }, "The truth is inside, I am"),
            levels.map((level, i) => h("label", { class: "pml-level" }, choices[i], h("span", {}, `${Math.round(level * 100)} % sure`))),
          )
        : h("span", {}, `with a probability of ${Math.round(levels[0] * 100)} %`),
    ),
  );

  const part = (x) => ((x - low) / (high - low)) * 100;
  it.draw = (value) => {
    now = value ?? blank;
    it.root.classList.toggle("pml-blank", value == null);
    place(now.low, now.high);
    levels.forEach((level, i) => (choices[i].checked = now.confidence === level));
    it.sum(value && now.confidence == null ? "Say how sure you are" : "");
  };
  function place(from, to) {
    thumbs.low.style.left = `${part(from)}%`;
    thumbs.high.style.left = `${part(to)}%`;
    fill.style.left = `${part(from)}%`;
    fill.style.width = `${part(to) - part(from)}%`;
    for (const [end, x] of [["low", from], ["high", to]]) {
      thumbs[end].setAttribute("aria-valuenow", x);
      thumbs[end].setAttribute("aria-valuetext", words(x));
      fields[end].value = Number((x * scale).toFixed(digits + 2));
    }
  }
  function set(end, x, series) {
    const next = { ...now, [end]: x };
    // An end that is pushed past the other takes it along.
    if (next.low > next.high) next[end === "low" ? "high" : "low"] = x;
    it.change(next, "", series);
  }

  track.addEventListener("keydown", (event) => {
    const end = event.target.dataset.end;
    if (!end || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = arrow(event);
    const far = event.shiftKey ? 10 : 1;
    if (move) set(end, snap(now[end] + (move[0] - move[1]) * step * far), end);
    else if (event.key === "PageUp") set(end, snap(now[end] + 10 * step), end);
    else if (event.key === "PageDown") set(end, snap(now[end] - 10 * step), end);
    else if (event.key === "Home") set(end, low);
    else if (event.key === "End") set(end, high);
    else return;
    event.preventDefault();
  });

  let held, old, next;
  draggable(track, "[data-end]", signal, {
    near: 2,
    start(item) {
      held = item.dataset.end;
      old = next = now;
      if (held !== "both") item.focus({ preventScroll: true });
    },
    move(dx) {
      const by = (dx / track.getBoundingClientRect().width) * (high - low);
      if (held === "both") {
        const safe = clamp(by, low - old.low, high - old.high);
        next = { ...old, low: snap(old.low + safe), high: snap(old.high + safe) };
      } else {
        const x = snap(old[held] + by);
        next = { ...old, [held]: x };
        if (next.low > next.high) next[held === "low" ? "high" : "low"] = x;
      }
      place(next.low, next.high);
    },
    end(event) {
      if (event) it.change(next, `${words(next.low)} to ${words(next.high)}`);
      else it.refresh();
    },
  });
}

export default widget(render);
