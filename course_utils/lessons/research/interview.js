import { h, stage, tabStop, arrow, clamp, count, widget } from "../../widgets/kit.js";

const WORTH = { fact: "fact", opinion: "opinion", promise: "promise" };
const signed = (n) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : "±0");

/** Ask by card or in free words; Python answers; the truth card comes at the end. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Type what you say, or choose a topic and a card. The arrow keys go through the cards. Undo takes a question back.",
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
    h("button", { type: "button", class: look, "data-key": id, onclick: () => ask(id) }, words);
  const about = h("div", { class: "pml-cards", role: "group", "aria-label": "Questions on the topic" });
  const chips = cards.filter(([, , of]) => !of).map((card) => button(card, "pml-chip"));
  const follow = h("div", { class: "pml-followups", role: "group", "aria-label": "Questions on anything" }, chips);
  const own = h("input", { type: "text", "aria-label": "What you say, in your own words", placeholder: "Say it in your own words", "data-key": "own" });
  const form = h(
    "div",
    { class: "pml-own" },
    own,
    h("button", { type: "button", class: "pml-strong", "data-key": "ask", onclick: askOwn }, "Say it"),
    h("button", { type: "button", class: "pml-quiet", "data-key": "end", onclick: finish }, "End the interview"),
  );
  const tray = h(
    "div",
    { class: "pml-ask-by-card", role: "region", "aria-label": "Question cards", tabindex: -1 },
    h("div", { class: "pml-topics", role: "group", "aria-label": "Topic" }, h("b", {}, "Cards on"), pills),
    about,
    h("b", { class: "pml-any" }, "Cards for any moment"),
    follow,
  );
  const room = h("div", { class: "pml-room" }, h("div", { class: "pml-side" }, log, form), tray);
  const ending = h("section", { class: "pml-ending", "aria-label": "What the interview was worth", tabindex: -1 });
  it.body.append(h("div", { class: "pml-talk" }, h("p", { class: "pml-person" }, model.get("person")), trust), room, ending);

  const asked = () => it.value?.asked ?? [];
  const mine = (words) => h("span", { class: "pml-said pml-mine" }, h("span", { class: "pml-unseen" }, "You: "), words);

  /** What can be pressed below an answer: summaries to choose from, or what is like what was said. */
  const offered = (turn) => (turn.choices.length ? turn.choices : turn.nearest);

  /** What an answer did: what it is worth, what it opened, what it did to trust. */
  const did = ({ worth, opened, later, change }) =>
    h(
      "span",
      { class: "pml-did" },
      WORTH[worth] ? h("span", { class: "pml-worth", "data-worth": worth }, WORTH[worth]) : null,
      opened ? h("span", { class: "pml-opened" }, `opened: ${opened}`) : null,
      later ? h("span", {}, "not answered yet: ask again later") : null,
      h("span", {}, `trust ${signed(change)}`),
    );

  function line(turn, over, last) {
    return h(
      "li",
      {},
      mine(turn.words),
      over ? h("span", { class: "pml-why" }, turn.why) : null,
      h(
        "span",
        { class: "pml-said pml-theirs" },
        h("span", { class: "pml-unseen" }, "Customer: "),
        turn.answer,
        // To be asked which summary it is does nothing yet, and the room is needed for the three.
        turn.choices.length ? null : did(turn),
      ),
      last && offered(turn).length
        ? h(
            "span",
            { class: "pml-nearest", role: "group", "aria-label": "Do you mean" },
            offered(turn).map((words, n) =>
              h(
                "button",
                { type: "button", class: "pml-chip", "data-key": `near ${n}`, onclick: () => ask(words) },
                turn.choices.length ? h("b", {}, `${n + 1} `) : null,
                words,
              ),
            ),
          )
        : null,
    );
  }

  it.draw = () => {
    const [turns, now, end] = ["turns", "trust", "end"].map((name) => model.get(name));
    const pending = asked().slice(turns.length);
    const over = Boolean(end.truth) && !pending.length;
    bar.style.width = `${now}%`;
    trust.classList.toggle("pml-low", now < 35);
    meter.setAttribute("aria-valuenow", now);
    const more = Math.max(0, model.get("patience") - model.get("asked") - pending.length);
    left.textContent = `${now} of 100 · time for ${count(more, "question")}`;
    const shown = turns.slice(0, asked().length);
    log.replaceChildren(
      ...shown.map((turn, n) => line(turn, over, !over && !pending.length && n === shown.length - 1)),
      ...pending.map((id) =>
        h("li", {}, mine(cards.find(([name]) => name === id)?.[1] ?? id), h("span", { class: "pml-said pml-theirs" }, "…")),
      ),
    );
    if (!over) log.scrollTop = log.scrollHeight;
    for (const node of pills) node.setAttribute("aria-pressed", String(node.dataset.key === `topic ${topic}`));
    about.replaceChildren(...cards.filter(([, , of]) => of === topic).map((card) => button(card, "pml-ask")));
    for (const group of [pills, about.children, chips]) tabStop(group, it.at);
    tray.hidden = form.hidden = over;
    room.classList.toggle("pml-ended", over);
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
            h("span", { class: out ? "pml-heard" : "pml-missed", role: "img", "aria-label": out ? "heard" : "missed" }, out ? "✓" : "✗"),
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
  function ask(words) {
    if (model.get("end").truth) return;
    waits = true;
    const suggested = it.at?.startsWith("near ");
    it.change({ asked: [...asked(), words], ended: false }, "Said");
    // The buttons that were offered are gone; the hand goes back to where it types.
    if (suggested) own.focus({ preventScroll: true });
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
    own.focus({ preventScroll: true });
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
    } else if (last) {
      const worth = last.worth ? ` This is a${last.worth === "opinion" ? "n" : ""} ${last.worth}.` : "";
      const opened = last.opened ? ` It opened: ${last.opened}.` : "";
      const nearest = offered(last).map((words, n) => ` ${n + 1}: ${words}`).join("");
      const later = last.later ? " Not answered yet: ask again later." : "";
      it.say(`${last.answer}${nearest}${worth}${opened}${later} Trust ${signed(last.change)}.`);
    }
  };
  model.on("change:turns", () => it.heard(answered));
  model.on("change:end", () => it.heard(answered));
  model.on("change:trust", () => it.heard());
}

export default widget(render);
