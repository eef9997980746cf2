import { h, svg, unique, clamp, shield, draggable, arrow, widget } from "../kit.js";
import { plot } from "./plot.js";
import { ask } from "../guess.js";

const parsed = new DOMParser();
const LATE = "Python is busy or was restarted. If this stays, run the cell again.";

/**
 * Make the browser's side of an explorer. `own(values, data)` returns the scene of some values:
 * `{ pictures: [...], says }`. Without it Python draws, one scene at a time: what the hand does
 * meanwhile is passed over, and the last of it is drawn.
 */
export function explorer(own) {
  return widget((context) => show(context, own));
}

function show({ model, el, signal }, own) {
  const controls = model.get("controls");
  const byName = Object.fromEntries(controls.map((control) => [control.name, control]));
  const me = unique("view");
  let now = model.get("values");
  let scene = null;
  let asked = null;
  let turn = 0;
  let more = false;
  let late;
  let spoken;

  const title = h("div", { class: "pml-title", id: unique("title") }, model.get("title"));
  const hint = model.get("hint") && h("p", { class: "pml-hint" }, model.get("hint"));
  const row = h("div", { class: "pml-controls", role: "group", "aria-label": "Controls" });
  const pictures = h("div", { class: "pml-pictures" });
  const says = h("p", { class: "pml-says", "aria-hidden": "true" });
  const notes = h("ul", { class: "pml-notes", "aria-label": "Details" });
  const live = h("div", { class: "pml-unseen", role: "status" });
  const guessed = h("span", { class: "pml-sum" });
  const reset = h(
    "button",
    { type: "button", class: "pml-quiet", "data-key": "reset", onclick: () => change(model.get("start")) },
    "Reset",
  );
  const inside = h("div", {}, row, pictures, says, notes);
  const foot = h("div", { class: "pml-foot" }, h("div", { class: "pml-told" }, guessed), reset);
  const gate = h("div", {});
  const root = h(
    "div",
    { class: "pml pml-explorer", role: "group", "aria-labelledby": title.id, "data-state": "ready" },
    h("div", { class: "pml-head" }, title, hint),
    h("div", { class: "pml-body" }, gate, inside),
    foot,
    live,
  );
  el.append(root);
  shield(root, signal);

  const shown = controls.filter((control) => !control.hidden).map((control) => make(control));
  row.append(...shown.map(({ node }) => node));

  function words(control, value) {
    if (control.kind === "slider") {
      const scale = control.unit === "%" ? 100 : 1;
      const digits = clamp(Math.ceil(-Math.log10(control.step * scale) - 1e-9), 0, 6);
      const number = (value * scale).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
      return `${number} ${control.unit}`.trim();
    }
    if (control.kind === "choice") return control.options.find(([each]) => each === value)[1];
    if (control.kind === "toggle") return value ? "yes" : "no";
    return String(value);
  }
  const fit = (control, value) => {
    const { low, high, step } = control;
    return Number(Math.min(low + Math.round((clamp(value, low, high) - low) / step) * step, high).toFixed(10));
  };
  const set = (name, value) => change({ ...now, [name]: value });

  /** A control's element, and how to show a value on it. */
  function make(control) {
    const { name, kind, label, options } = control;
    if (kind === "slider") {
      const out = h("output", {});
      const input = h("input", {
        type: "range",
        min: control.low,
        max: control.high,
        step: control.step,
        "data-key": name,
        "aria-label": label,
        oninput: () => set(name, fit(control, Number(input.value))),
      });
      const nudge = (by, text) =>
        h(
          "button",
          {
            type: "button",
            class: "pml-icon",
            "data-key": `${name} ${text}`,
            "aria-label": `${label}: one step ${text}`,
            onclick: () => set(name, fit(control, now[name] + by * control.step)),
          },
          by < 0 ? "−" : "+",
        );
      return {
        node: h("div", { class: "pml-control" }, h("div", { class: "pml-surehead" }, h("span", {}, label), out), h("div", { class: "pml-slide" }, nudge(-1, "down"), input, nudge(1, "up"))),
        show(value) {
          input.value = value;
          out.textContent = words(control, value);
          input.setAttribute("aria-valuetext", words(control, value));
        },
      };
    }
    if (kind === "choice" && options.length > 5) {
      const input = h(
        "select",
        { class: "pml-select", "data-key": name, "aria-label": label, onchange: () => set(name, input.value) },
        options.map(([value, text]) => h("option", { value }, text)),
      );
      return {
        node: h("div", { class: "pml-control" }, h("div", { class: "pml-surehead" }, h("span", {}, label)), input),
        show: (value) => (input.value = value),
      };
    }
    if (kind === "choice") {
      const group = unique("choice");
      const inputs = options.map(([value]) =>
        h("input", { type: "radio", name: group, value, "data-key": `${name} ${value}`, onchange: () => set(name, value) }),
      );
      return {
        node: h(
          "div",
          { class: "pml-control", role: "radiogroup", "aria-label": label },
          h("div", { class: "pml-surehead", "aria-hidden": "true" }, label),
          h("div", { class: "pml-levels" }, options.map(([, text], i) => h("label", { class: "pml-level" }, inputs[i], h("span", {}, text)))),
        ),
        show: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
      };
    }
    if (kind === "toggle") {
      const input = h("input", { type: "checkbox", "data-key": name, onchange: () => set(name, input.checked) });
      return {
        node: h("div", { class: "pml-control" }, h("label", { class: "pml-switch" }, input, h("span", {}, label))),
        show: (value) => (input.checked = value),
      };
    }
    const button = h(
      "button",
      {
        type: "button",
        class: "pml-strong",
        "data-key": name,
        onclick: () => now[name] < control.most && set(name, now[name] + 1),
      },
      label,
    );
    return {
      node: h("div", { class: "pml-control" }, button),
      show: (value) => button.setAttribute("aria-disabled", String(value >= control.most)),
    };
  }

  function change(values) {
    if (JSON.stringify(values) === JSON.stringify(now)) return;
    const moved = controls.filter(({ name }) => values[name] !== now[name]);
    now = values;
    for (const control of moved) {
      const sentence = `${control.label}: ${words(control, now[control.name])}.`;
      latest = moved.length === 1 ? sentence : "As it was at the start.";
    }
    present();
    if (own) {
      paint(own(now, model.get("data")));
      model.set("values", now);
      model.save_changes();
    } else request();
  }
  let latest = "";

  function request() {
    if (asked) {
      more = true;
      return;
    }
    more = false;
    asked = `${me} ${++turn}`;
    clearTimeout(late);
    const lost = () => {
      say(LATE);
      asked = null;
    };
    late = setTimeout(lost, 5000);
    try {
      model.send({ values: now, turn: asked });
    } catch {
      lost();
    }
  }
  function replied() {
    const next = model.get("scene");
    if (asked && next.turn !== asked) return;
    asked = null;
    clearTimeout(late);
    // Python may have moved another control, as where another choice begins anew.
    if (!more) {
      now = model.get("values");
      present();
    }
    paint(next);
    if (more) request();
  }

  function present() {
    controls.filter((control) => !control.hidden).forEach(({ name }, i) => shown[i].show(now[name]));
    reset.setAttribute("aria-disabled", String(JSON.stringify(now) === JSON.stringify(model.get("start"))));
  }
  function say(text) {
    says.textContent = text;
    // Spoken once the hand rests: a screen reader would else read every step of a drag.
    clearTimeout(spoken);
    spoken = setTimeout(() => (live.textContent = text), 500);
  }

  function paint(next) {
    scene = next;
    if (!scene?.pictures) return;
    const at = root.getRootNode().activeElement;
    const key = pictures.contains(at) ? at.dataset.key : null;
    const wide = pictures.clientWidth || 700;
    const two = scene.pictures.length > 1 && wide > 640;
    pictures.classList.toggle("pml-two", two);
    const width = two ? (wide - 20) / 2 : wide;
    pictures.replaceChildren(
      ...scene.pictures.map((picture) => {
        if (picture.kind === "plot") return plot(picture, Math.min(width, 780), grip);
        return h("div", { class: "pml-figure" }, ...parsed.parseFromString(picture.html, "text/html").body.childNodes);
      }),
    );
    if (key != null) pictures.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    notes.replaceChildren(...(scene.notes ?? []).map((note) => h("li", {}, note)));
    notes.hidden = !scene.notes?.length;
    say(scene.says || latest);
  }

  /** A handle on a plot: a slider that is dragged along an axis of the picture. */
  function grip(mark, x, y) {
    const control = byName[mark.control];
    return svg(
      "g",
      {
        class: `pml-handle pml-along-${mark.along ?? "x"}`,
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        style: { "--tone": `var(--pml-${mark.tone ?? "orange"})` },
        role: "slider",
        tabindex: 0,
        "data-key": `handle ${control.name}`,
        "data-handle": JSON.stringify(mark),
        "aria-label": control.label,
        "aria-orientation": (mark.along ?? "x") === "x" ? "horizontal" : "vertical",
        "aria-valuemin": control.low,
        "aria-valuemax": control.high,
        "aria-valuenow": now[control.name],
        "aria-valuetext": words(control, now[control.name]),
      },
      svg("circle", { class: "pml-reach", r: 18 }),
      svg("circle", { class: "pml-knob", r: 9 }),
      svg("path", { class: "pml-way", d: (mark.along ?? "x") === "x" ? "M-3 -3L-6 0L-3 3M3 -3L6 0L3 3" : "M-3 -3L0 -6L3 -3M-3 3L0 6L3 3" }),
    );
  }
  let held;
  draggable(pictures, "[data-handle]", signal, {
    near: 2,
    start(item) {
      const mark = JSON.parse(item.dataset.handle);
      const image = item.closest("svg");
      item.focus({ preventScroll: true });
      // Pixels of the picture when it was taken hold of: the axes may move under the hand.
      const box = image.getBoundingClientRect();
      const place = item.transform.baseVal.getItem(0).matrix;
      held = { mark, back: image.back, x: place.e, y: place.f, scale: box.width / image.width.baseVal.value, before: now[mark.control] };
    },
    move(dx, dy) {
      const { mark, back, x, y, scale } = held;
      const [atX, atY] = back(x + dx / scale, y + dy / scale);
      const value = (mark.offset ?? 0) + (mark.scale ?? 1) * ((mark.along ?? "x") === "x" ? atX : atY);
      set(mark.control, fit(byName[mark.control], value));
    },
    end(event) {
      if (!event) set(held.mark.control, held.before);
    },
  });
  // Chromium takes no touch-action from parts of an SVG: a finger on a handle would scroll.
  const still = (event) => event.target.closest("[data-handle]") && event.preventDefault();
  pictures.addEventListener("touchstart", still, { passive: false, signal });
  pictures.addEventListener(
    "keydown",
    (event) => {
      const item = event.target.closest("[data-handle]");
      if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
      const { control: name, scale = 1 } = JSON.parse(item.dataset.handle);
      const control = byName[name];
      const move = arrow(event);
      const sign = Math.sign(scale) || 1;
      const big = { PageUp: 10, PageDown: -10 }[event.key];
      let value;
      if (move) value = now[name] + (move[0] - move[1]) * sign * control.step * (event.shiftKey ? 10 : 1);
      else if (big) value = now[name] + big * control.step;
      else if (event.key === "Home") value = control.low;
      else if (event.key === "End") value = control.high;
      else return;
      event.preventDefault();
      set(name, fit(control, value));
    },
    { signal },
  );

  function door() {
    const spec = model.get("question");
    const closed = Boolean(spec.question) && spec.guess == null;
    const had = gate.contains(root.getRootNode().activeElement);
    gate.hidden = !closed;
    inside.hidden = closed;
    foot.hidden = closed;
    guessed.textContent = spec.guess == null ? "" : `Your guess: ${spec.words}`;
    if (closed) gate.replaceChildren(ask(spec, (guess) => model.send({ guess })));
    else if (had) root.querySelector(".pml-controls [data-key], .pml-pictures [data-key]")?.focus();
    if (!closed) first();
  }
  function first() {
    present();
    if (own) paint(own(now, model.get("data")));
    else if (model.get("scene").pictures) paint(model.get("scene"));
  }

  model.on("change:scene", replied);
  model.on("change:question", door);
  model.on("change:values", () => {
    if (asked || JSON.stringify(model.get("values")) === JSON.stringify(now)) return;
    now = model.get("values");
    first();
  });
  const watch = new ResizeObserver(() => {
    if (scene?.pictures && pictures.clientWidth && pictures.clientWidth !== wideBefore) {
      wideBefore = pictures.clientWidth;
      paint(scene);
    }
  });
  let wideBefore = 0;
  watch.observe(pictures);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    clearTimeout(late);
    clearTimeout(spoken);
  });
  queueMicrotask(door);
}
