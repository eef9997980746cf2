// What every answer widget shares: the frame, the keyboard shield, dragging, undo and words.

/** Make a module's widget of the function that draws it. */
export const widget = (render) => ({ initialize: hear, render });

/**
 * Let a widget hear Python on a slow machine too: anywidget waits two seconds for its script, and
 * what has loaded later never hears a word. Then its own handler steps aside for that of all
 * widgets, and Python is asked for what was missed.
 */
function hear({ model }) {
  const whole = model.set(); // the model itself, not what anywidget shows of it
  const usual = Object.getPrototypeOf(whole.constructor.prototype)._handle_comm_msg;
  const nothing = { content: { data: {} } };
  whole._handle_comm_msg(nothing).catch(() => {
    whole.comm?.on_msg((message) => usual.call(whole, message));
    whole.comm?.send({ method: "request_state" }, {});
  });
}

/** Make an element: h("button", {class: "pml-card", onclick: f}, "text", child). */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  dress(node, props);
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(node, props);
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

function dress(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([k, v]) => node.style.setProperty(k, v));
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

let made = 0;
/** An id that no other widget on the page has. */
export const unique = (name) => `pml-${name}-${++made}-${Math.random().toString(36).slice(2, 7)}`;

/** What Python wrote for a page, as nodes; a script in it would stay as it is. */
export const nodesOf = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children];

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
export const count = (many, noun) => `${many} ${noun}${many === 1 ? "" : "s"}`;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Keep a widget's keys from the notebook: else, in command mode, "a" adds a cell and "d d" deletes
 * the exercise. The notebook skips an event whose target carries this mark; a listener on the
 * window runs before all of the notebook's. Ctrl, Alt and Cmd combinations and Shift+Enter pass.
 */
export function shield(el, signal) {
  const mark = (event) => {
    if (!el.contains(event.target)) return;
    const passes =
      event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !passes);
  };
  window.addEventListener("keydown", mark, { capture: true, signal });
}

/**
 * Returns what puts work off until nothing in an element is held down: a button that is drawn anew
 * between press and release does not hear of either.
 */
function patient(root, signal) {
  let down = false;
  const due = [];
  const release = () => {
    down = false;
    // The click comes after this.
    setTimeout(() => due.splice(0).forEach((work) => signal.aborted || work()));
  };
  const press = (event) => (down = root.contains(event.target));
  const usual = { capture: true, signal };
  window.addEventListener("pointerdown", press, usual);
  window.addEventListener("keydown", (event) => event.key === " " && press(event), usual);
  for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) window.addEventListener(end, release, usual);
  return (work) => (down ? due.push(work) : work());
}

/**
 * Frame a widget: title, hint, the body, a line that says whether the answer is saved, undo.
 * Returns what a widget works with. It draws in `stage.draw(value)`, which is called whenever the
 * answer has changed, and changes it with `stage.change(value, words)`.
 */
export function stage({ model, el, signal }, hint, { tall = false } = {}) {
  const title = h("div", { class: "pml-title", id: unique("title") }, model.get("title"));
  const help = h("p", { class: "pml-hint", id: unique("hint") }, hint);
  const body = h("div", { class: "pml-body" });
  const sum = h("span", { class: "pml-sum" });
  const status = h("span", { class: "pml-status", role: "status" });
  const undo = h("button", { type: "button", class: "pml-quiet", onclick: goBack }, "Undo");
  const again = h("button", { type: "button", class: "pml-quiet", onclick: clear }, "Start again");
  const retry = h("button", { type: "button", class: "pml-strong", onclick: save }, "Try again");
  const live = h("div", { class: "pml-unseen", "aria-live": "assertive" });
  const root = h(
    "div",
    { class: "pml", role: "group", "aria-labelledby": title.id, "aria-describedby": help.id },
    h("div", { class: "pml-head" }, title, help),
    body,
    h("div", { class: "pml-foot" }, h("div", { class: "pml-told" }, status, sum), retry, undo, again),
    live,
  );
  root.classList.toggle("pml-tall", tall);
  el.append(root);
  shield(root, signal);

  const settled = patient(root, signal);
  const past = [];
  let last = null;
  let late;
  const it = {
    root,
    body,
    draw() {},
    get value() {
      return structuredClone(model.get("value"));
    },
    /**
     * Take a new answer and keep it; say what happened. Changes with the same `series` that follow
     * each other, as when an arrow key is held, are undone together.
     */
    change(value, words, series = null) {
      const old = model.get("value");
      if (same(old, value)) {
        it.refresh();
        if (words) it.say(words);
        return;
      }
      if (series == null || series !== last) past.push(structuredClone(old));
      last = series;
      send(value, words);
    },
    /** Say something to those who do not see it. */
    say(words) {
      // The same words twice are only spoken twice if they differ.
      live.textContent = live.textContent === words ? `${words}\u00a0` : words;
    },
    /** Show what is still to do, or what does not fit. */
    sum(words, bad = false) {
      sum.textContent = words;
      sum.classList.toggle("pml-bad", bad);
    },
    /** Draw again; what had the focus has it afterwards. */
    refresh() {
      const at = root.getRootNode().activeElement;
      const key = root.contains(at) ? at.dataset.key : null;
      it.draw(it.value);
      if (key != null) it.focus(key);
    },
    /** Draw what Python said, then do something, when no button is held down any more. */
    heard(then = null) {
      settled(() => {
        it.refresh();
        then?.();
      });
    },
    focus(key) {
      const node = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
      node?.focus({ preventScroll: true });
      node?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
  };

  function send(value, words) {
    model.set("value", value);
    model.save_changes();
    it.refresh();
    if (words) it.say(words);
    else live.textContent = "";
    tell("busy", "Saving …");
    clearTimeout(late);
    late = setTimeout(
      () =>
        tell("trouble", "NOT SAVED YET: Python is busy or was restarted. If this stays, run the cell again."),
      5000,
    );
    buttons();
  }
  function goBack() {
    last = null;
    if (past.length) send(past.pop(), "Undone");
  }
  function clear() {
    if (model.get("value") != null) it.change(null, "Started again; Undo brings your answer back");
  }
  function save() {
    model.send("save");
    tell("busy", "Saving …");
  }
  function buttons() {
    undo.setAttribute("aria-disabled", String(!past.length));
    again.setAttribute("aria-disabled", String(model.get("value") == null));
  }
  function tell(state, words) {
    status.textContent = words;
    root.dataset.state = state;
    retry.hidden = state !== "trouble" || !words.startsWith("NOT SAVED:");
  }
  function told() {
    clearTimeout(late);
    const { state = "blank", words = "" } = model.get("note") ?? {};
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const usual = {
      blank: "No answer yet",
      back: "Your earlier answer is back",
      saved: `Saved ${time}`,
      code: "Set by code",
    };
    tell(state, words || (usual[state] ?? ""));
    buttons();
  }

  model.on("change:note", told);
  model.on("change:value", () => it.heard(buttons));
  signal.addEventListener("abort", () => clearTimeout(late));
  // A widget draws itself when its own script has run.
  queueMicrotask(() => {
    it.draw(it.value);
    told();
  });
  return it;
}

/** Let a parent have these children in this order, without moving the one that has the focus. */
export function arrange(parent, nodes) {
  const at = parent.getRootNode().activeElement;
  const keep = nodes.find((node) => node.parentNode === parent && node.contains(at));
  if (!keep) {
    parent.replaceChildren(...nodes);
    return;
  }
  for (const child of [...parent.children]) if (!nodes.includes(child)) child.remove();
  const place = nodes.indexOf(keep);
  keep.before(...nodes.slice(0, place));
  keep.after(...nodes.slice(place + 1));
}

/** Do something when the focus has really left an element, not while it is drawn anew. */
export function onLeave(node, signal, leave) {
  node.addEventListener(
    "focusout",
    () =>
      setTimeout(() => {
        const at = node.getRootNode().activeElement;
        if (!signal.aborted && document.hasFocus() && !node.contains(at)) leave();
      }, 60),
    { signal },
  );
}

/** Give one of several elements the tab stop; arrow keys reach the others. */
export function tabStop(nodes, key) {
  const list = [...nodes];
  const chosen = list.find((node) => node.dataset.key === key) ?? list[0];
  for (const node of list) node.tabIndex = node === chosen ? 0 : -1;
}

/** Where an arrow key points to, as [dx, dy], or undefined. */
export const arrow = (event) =>
  ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key];

/**
 * Let elements be dragged by mouse, pen and touch alike.
 * `start(item, event)`, with the event of the press, may return false; `move(dx, dy, event)`; `end(event)` on release, or
 * `end(null)` when it is called off (Escape, the browser took the pointer).
 */
export function draggable(root, selector, signal, { start, move, end, near = 5 }) {
  let hold = null;
  let quiet = false;
  const finish = (event) => {
    const was = hold;
    hold = null;
    if (!was?.on) return;
    was.item.classList.remove("pml-dragged");
    root.classList.remove("pml-dragging");
    quiet = true;
    setTimeout(() => (quiet = false));
    end(event);
  };
  root.addEventListener(
    "pointerdown",
    (event) => {
      const item = event.target.closest(selector);
      if (!item || !root.contains(item) || event.button || event.target.closest("[data-still]")) return;
      hold = { item, press: event, id: event.pointerId, x: event.clientX, y: event.clientY, on: false };
    },
    { signal },
  );
  root.addEventListener(
    "pointermove",
    (event) => {
      if (!hold || event.pointerId !== hold.id) return;
      const dx = event.clientX - hold.x;
      const dy = event.clientY - hold.y;
      if (!hold.on) {
        if (Math.hypot(dx, dy) < near) return;
        if (start(hold.item, hold.press) === false) {
          hold = null;
          return;
        }
        hold.on = true;
        root.setPointerCapture(hold.id);
        hold.item.classList.add("pml-dragged");
        root.classList.add("pml-dragging");
      }
      move(dx, dy, event);
    },
    { signal },
  );
  root.addEventListener("pointerup", (event) => finish(event), { signal });
  root.addEventListener("pointercancel", () => finish(null), { signal });
  window.addEventListener("pointerup", () => hold && !hold.on && (hold = null), { signal });
  window.addEventListener(
    "keydown",
    (event) => {
      if (hold?.on && event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        finish(null);
      }
    },
    { capture: true, signal },
  );
  root.addEventListener(
    "click",
    (event) => {
      if (!quiet) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true, signal },
  );
}

/** Whether a point on the screen is in an element. */
export function within(node, { clientX: x, clientY: y }) {
  const box = node.getBoundingClientRect();
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** Move an element's picture without moving its place. */
export const shift = (node, dx, dy) =>
  (node.style.transform = dx || dy ? `translate(${dx}px, ${dy}px)` : "");
