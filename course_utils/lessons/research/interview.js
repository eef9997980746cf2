import { h, stage, tabStop, arrow, clamp, count } from "../../widgets/kit.js";

const WORTH = { fact: "fact", opinion: "opinion", promise: "promise" };

/** Ask by card or in free words; Python answers; the truth card comes at the end. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Choose a topic and ask a card, follow up, or type a question of your own. The arrow keys go through the cards. Undo takes a question back.",
  );
  const [topics, cards] = ["topics", "cards"].map((name) => model.get(name));
  let topic = topics[0][0];
  let waits = false;

  const bar = h("i", {});
  const meter = h(
    "div",
    { role: "meter", "aria-label": "Trust", "aria-valuemin": 0, "aria-valuemax": 100 },
    bar,
  );
  const left = h("span", {});
  const trust = h("div", { class: "pml-trust" }, "Trust · ", left, meter);
  const log = h("ol", { class: "pml-log", tabindex: 0, "aria-label": "Transcript" });
  const pills = topics.map(([id, words]) =>
    h("button", { type: "button", class: "pml-pill", "data-key": `topic ${id}`, onclick: () => turn(id) }, words),
  );
  const button = ([id, words], look) =>
    h("button", { type: "button", class: look, "data-key": id, onclick: () => ask(id, words) }, words);
  const about = h("div", { class: "pml-cards", role: "group", "aria-label": "Questions on the topic" });
  const chips = cards.filter(([, , of]) => !of).map((card) => button(card, "pml-chip"));
  const follow = h("div", { class: "pml-followups", role: "group", "aria-label": "Questions on anything" }, chips);
  const own = h("input", { type: "text", maxlength: 300, "aria-label": "A question in your own words", placeholder: "Or ask in your own words", "data-key": "own" });
  const form = h(
    "div",
    { class: "pml-own" },
    own,
    h("button", { type: "button", class: "pml-strong", "data-key": "ask", onclick: askOwn }, "Ask"),
    h("button", { type: "button", class: "pml-quiet", "data-key": "end", onclick: finish }, "End the interview"),
  );
  const tray = h(
    "div",
    {},
    h("div", { class: "pml-topics", role: "group", "aria-label": "Topic" }, h("b", {}, "Ask about"), pills),
    about,
    follow,
    form,
  );
  const ending = h("section", { class: "pml-ending", "aria-label": "What the interview was worth", tabindex: -1 });
  it.body.append(h("div", { class: "pml-talk" }, h("p", { class: "pml-person" }, model.get("person")), trust), log, tray, ending);

  const asked = () => it.value?.asked ?? [];
  it.draw = () => {
    const [turns, now, end] = ["turns", "trust", "end"].map((name) => model.get(name));
    const pending = asked().slice(turns.length);
    const over = Boolean(end.truth) && !pending.length;
    bar.style.width = `${now}%`;
    trust.classList.toggle("pml-low", now < 35);
    meter.setAttribute("aria-valuenow", now);
    const more = Math.max(0, model.get("patience") - asked().length);
    left.textContent = `${now} of 100 · time for ${count(more, "question")}`;
    log.replaceChildren(
      ...turns.slice(0, asked().length).map(([words, answer, evidence, why]) =>
        h(
          "li",
          {},
          h("span", { class: "pml-said pml-mine" }, words),
          over ? h("span", { class: "pml-why" }, why) : null,
          h(
            "span",
            { class: "pml-said pml-theirs" },
            answer,
            WORTH[evidence] ? h("span", { class: "pml-worth", "data-worth": evidence }, WORTH[evidence]) : null,
          ),
        ),
      ),
      ...pending.map((id) =>
        h(
          "li",
          {},
          h("span", { class: "pml-said pml-mine" }, cards.find(([name]) => name === id)?.[1] ?? id),
          h("span", { class: "pml-said pml-theirs" }, "…"),
        ),
      ),
    );
    if (!over) log.scrollTop = log.scrollHeight;
    for (const node of pills) node.setAttribute("aria-pressed", String(node.dataset.key === `topic ${topic}`));
    about.replaceChildren(...cards.filter(([, , of]) => of === topic).map((card) => button(card, "pml-ask")));
    for (const group of [pills, about.children, chips]) tabStop(group, it.at);
    tray.hidden = over;
    ending.hidden = !over;
    if (over) reveal(end);
    it.sum(over ? "" : asked().length ? "" : "Nobody has asked anything yet");
  };

  function reveal(end) {
    const heard = end.truth.filter(([, , out]) => out).length;
    ending.replaceChildren(
      h("h4", {}, `The truth card: ${heard} of ${end.truth.length} came out`),
      h(
        "ul",
        { class: "pml-truth" },
        end.truth.map(([name, words, out]) =>
          h(
            "li",
            {},
            h("span", { class: out ? "pml-heard" : "pml-missed", "aria-label": out ? "heard" : "missed" }, out ? "✓" : "✗"),
            h("span", {}, h("b", {}, name)),
            h("span", {}, words),
          ),
        ),
      ),
      end.lies.length
        ? h(
            "div",
            {},
            h("h4", {}, "What they said to be kind, and what they do"),
            h("ul", { class: "pml-lies" }, end.lies.map(([question, answer, truth]) => h("li", {}, `“${question}” — “${answer}”`, h("small", {}, truth)))),
          )
        : "",
      h(
        "p",
        {},
        `Your answers: ${Object.entries(end.shares)
          .filter(([, n]) => n)
          .map(([kind, n]) => `${kind} ${n}`)
          .join(", ")}. `,
        h("b", {}, end.advice),
      ),
    );
  }
  function turn(id) {
    topic = id;
    it.refresh();
    it.focus(`topic ${id}`);
  }
  function ask(id) {
    if (asked().length >= model.get("patience")) return;
    waits = true;
    it.change({ asked: [...asked(), id], ended: false }, "Asked");
  }
  function finish() {
    if (!asked().length) return;
    waits = true;
    it.change({ asked: asked(), ended: true }, "The interview is over");
  }
  function askOwn() {
    const words = own.value.trim();
    own.value = "";
    if (words) ask(words);
    own.focus();
  }
  own.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    askOwn();
  });
  it.body.addEventListener("focusin", (event) => (it.at = event.target.dataset.key ?? it.at));
  it.body.addEventListener("keydown", (event) => {
    const step = arrow(event);
    const group = event.target.parentNode;
    if (!step || event.target.tagName !== "BUTTON" || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...group.children].filter((node) => node.tagName === "BUTTON");
    const next = all[clamp(all.indexOf(event.target) + step[0] + step[1], 0, all.length - 1)];
    it.focus(next.dataset.key);
    event.preventDefault();
  });
  const answered = () => {
    if (!waits) return;
    waits = false;
    const last = model.get("turns").at(-1);
    if (model.get("end").truth) {
      it.say("The truth card is shown.");
      ending.focus({ preventScroll: false });
    } else if (last) it.say(`${last[1]} ${last[2] ? `This is a ${last[2]}.` : ""}`);
  };
  model.on("change:turns", () => it.heard(answered));
  model.on("change:end", () => it.heard(answered));
  model.on("change:trust", () => it.heard());
}

export default { render };
