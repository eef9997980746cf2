import { h, shield, widget } from "../widgets/kit.js";

/**
 * Make a feedback page's links work in a frame in which nothing else may act: those to a place on
 * it stay there, others open a tab of their own. What leads nowhere keeps its words alone.
 */
function linked(page, skill) {
  const it = new DOMParser().parseFromString(page, "text/html");
  const { baseUrl } = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const home = baseUrl && new URL(`${baseUrl}lab/tree/exercises/${skill}/`, location.origin).href;
  for (const a of it.querySelectorAll("a[href]")) {
    const href = a.getAttribute("href");
    if (href.startsWith("#")) {
      a.setAttribute("href", `about:srcdoc${href}`);
      continue;
    }
    const to = URL.canParse(href, home) ? new URL(href, home) : null;
    if (/^https?:$/.test(to?.protocol)) {
      Object.entries({ href: to.href, target: "_blank", rel: "noopener" }).forEach(([name, value]) => a.setAttribute(name, value));
    } else a.removeAttribute("href");
  }
  return `<!doctype html>${it.documentElement.outerHTML}`;
}

/** A button for each lesson, and what came of it. */
function render({ model, el, signal }) {
  const lessons = model.get("lessons");
  const said = h("p", { class: "pmh-result", role: "status" });
  const open = h("a", { class: "pmh-open", target: "_blank", rel: "noopener", hidden: true }, "Open the feedback page ↗");
  const buttons = lessons.map(([skill, title]) =>
    h("button", { type: "button", class: "pml-strong", onclick: () => grade(skill) }, `Grade ${title}`),
  );
  const root = h(
    "div",
    { class: "pml", role: "group", "aria-label": "Grade my work" },
    h("div", { class: "pml-title" }, "Grade my work"),
    h("p", { class: "pml-hint" }, "Save your notebook first. It is run from the top, as an instructor's grader would, and nothing leaves this machine."),
    h("div", { class: "pmh-buttons" }, buttons),
    said,
    open,
  );
  el.append(root);
  shield(root, signal);

  let page = null;
  const forget = () => page && URL.revokeObjectURL(page);
  signal.addEventListener("abort", forget);

  function grade(skill) {
    open.hidden = true;
    model.send({ grade: skill });
  }
  function show() {
    const { state, skill, words } = model.get("result");
    const title = Object.fromEntries(lessons)[skill];
    said.textContent = title ? `${title}: ${words}` : "";
    said.classList.toggle("pml-bad", state === "trouble");
    for (const button of buttons) button.disabled = state === "busy";
  }
  model.on("change:result", show);
  model.on("msg:custom", (message) => {
    if (!message.page) return;
    forget();
    // Nothing on the page may act: it shows what a notebook put out. A click may open a link.
    const frame = h("iframe", { sandbox: "allow-popups allow-popups-to-escape-sandbox", srcdoc: linked(message.page, message.skill), title: "Feedback", style: { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" } });
    const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Feedback</title>${frame.outerHTML}</html>`;
    page = URL.createObjectURL(new Blob([text], { type: "text/html;charset=utf-8" }));
    open.href = page;
    open.hidden = false;
  });
  show();
}

export default widget(render);
