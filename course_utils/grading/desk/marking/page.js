// The marking page. The next answer is fetched while this one is read, and a mark is saved while the
// next one is shown, so that nobody waits for the disk.

const at = (id) => document.getElementById(id);
const waiting = new Set(["new", "changed"]);
let questions = [];
let question = null;
let states = [];
let number = 0;
let shown = null;
let scores = {};
let line = 0;
let comments = [];
let saving = 0;
const fetched = new Map();

async function ask(what, values = {}) {
  const answer = await fetch(`api/${what}?${new URLSearchParams(values)}`);
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

function made(tag, text = "", values = {}) {
  const node = Object.assign(document.createElement(tag), values);
  node.textContent = text;
  return node;
}

function trouble(words) {
  at("trouble").textContent = words;
  at("trouble").hidden = !words;
}

function answer(place) {
  const key = `${question.name} ${place}`;
  if (!fetched.has(key)) {
    const one = ask("answer", { question: question.name, number: place });
    one.catch(() => fetched.delete(key));
    fetched.set(key, one);
    if (fetched.size > 30) fetched.delete(fetched.keys().next().value);
  }
  return fetched.get(key);
}

function after(place) {
  for (let step = 1; step < states.length; step += 1) {
    const next = (place + step) % states.length;
    if (waiting.has(states[next])) return next;
  }
  return -1;
}

function points() {
  if (!question.rubric.length) return at("number").valueAsNumber;
  let share = 0;
  for (const one of question.rubric) {
    if (!(one.name in scores)) return NaN;
    share += (one.weight * scores[one.name]) / 400;
  }
  return share * question.points;
}

function draw() {
  question.rubric.forEach((one, place) => {
    const set = at("rubric").children[place];
    set.classList.toggle("here", place === line);
    const given = scores[one.name];
    for (const button of set.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(Number(button.value) === given));
    }
    const words = given === undefined ? `4: ${one.anchors[4]}` : one.anchors[given] ?? "between two";
    set.querySelector(".anchor").textContent = words;
  });
  const found = points();
  at("points").textContent = Number.isNaN(found)
    ? `Of ${question.points} points`
    : `${Math.round(found * 100) / 100} of ${question.points} points`;
  const left = states.filter((state) => waiting.has(state)).length;
  at("count").textContent = `${left} left to mark${saving ? ", saving" : ""}`;
}

function score(place, value) {
  scores[question.rubric[place].name] = value;
  line = Math.min(place + 1, question.rubric.length - 1);
  draw();
}

function drawRubric() {
  at("rubric").replaceChildren();
  if (!question.rubric.length) {
    const label = made("label", "Points ");
    label.append(made("input", "", { type: "number", id: "number", min: 0, max: question.points, step: "any" }));
    at("rubric").append(label);
    at("number").addEventListener("input", draw);
  }
  question.rubric.forEach((one, place) => {
    const set = document.createElement("fieldset");
    set.append(made("legend", `${one.name} (${one.weight})`));
    const row = made("div", "", { className: "scores" });
    for (const value of [4, 3, 2, 1, 0]) {
      const button = made("button", String(value), { type: "button", value, title: one.anchors[value] ?? "" });
      button.setAttribute("aria-label", `${one.name}: ${value}`);
      button.addEventListener("click", () => score(place, value));
      row.append(button);
    }
    set.append(row, made("p", "", { className: "anchor" }));
    at("rubric").append(set);
  });
  const box = at("exemplars");
  box.replaceChildren(made("summary", "Exemplars"));
  for (const [earns, text] of Object.entries(question.exemplars)) {
    box.append(made("h2", `Earns ${earns}`), made("pre", text));
  }
  box.hidden = !Object.keys(question.exemplars).length;
}

function drawComments() {
  at("own").hidden = !comments.length;
  at("own").querySelector("ul").replaceChildren(
    ...comments.map((text, place) => {
      const item = document.createElement("li");
      const button = made("button", place < 9 ? `${place + 1}  ${text}` : text, { type: "button", title: text });
      button.addEventListener("click", () => add(text));
      item.append(button);
      return item;
    }),
  );
}

function add(text) {
  const box = at("comment");
  box.value = box.value ? `${box.value}\n${text}` : text;
}

async function show(place) {
  const asked = question;
  number = place;
  let found;
  try {
    found = await answer(place);
  } catch (error) {
    return trouble(error.message);
  }
  if (asked !== question || place !== number) return;
  shown = found;
  scores = { ...found.scores };
  line = 0;
  at("answer").innerHTML = found.html; // cleaned where it comes from, and under the page's policy
  at("before").querySelector("div").innerHTML = found.before;
  at("before").hidden = !found.before;
  at("comment").value = found.comment;
  if (!question.rubric.length) at("number").value = found.points ?? "";
  at("place").textContent = `Answer ${place + 1} of ${states.length}`;
  const state = { done: "marked by you", "another's": "marked by another" }[states[place]];
  at("about").textContent = [
    found.who,
    `${found.words} words`,
    found.changed ? "changed since you marked it" : state,
  ].filter(Boolean).join(", ");
  at("reading").dataset.number = String(place);
  at("reading").focus({ preventScroll: true });
  window.scrollTo(0, 0);
  draw();
  const next = after(place);
  for (const soon of [next, place + 1]) {
    if (soon >= 0 && soon < states.length) answer(soon).catch(() => {});
  }
}

async function save() {
  const found = points();
  if (Number.isNaN(found)) return trouble("Give a score for each line first.");
  trouble("");
  const saved = number;
  const body = {
    question: question.name,
    number: saved,
    scores,
    points: found,
    comment: at("comment").value,
    work: shown.work,
  };
  const before = states[saved];
  const text = body.comment.trim();
  if (text) {
    comments = [text, ...comments.filter((one) => one !== text)].slice(0, 12);
    drawComments();
  }
  states[saved] = "done";
  fetched.delete(`${question.name} ${saved}`);
  saving += 1;
  const asked = question;
  const going = fetch("api/mark", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const next = after(saved);
  if (next >= 0) show(next);
  else at("place").textContent = "All are marked";
  try {
    const said = await going;
    if (!said.ok) throw new Error((await said.json()).error);
  } catch (error) {
    if (asked === question) states[saved] = before;
    trouble(`Answer ${saved + 1} is not saved: ${error.message}`);
  } finally {
    saving -= 1;
    draw();
  }
}

async function choose(name) {
  question = questions.find((one) => one.name === name);
  [states, comments] = await Promise.all([ask("states", { question: name }), ask("comments", { question: name })]);
  drawRubric();
  drawComments();
  const first = states.findIndex((state) => waiting.has(state));
  await show(Math.max(first, 0));
}

function move(step) {
  const place = number + step;
  if (place >= 0 && place < states.length) show(place);
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.matches("textarea, input, select");
  if (event.altKey && /^[1-9]$/.test(event.key) && comments[event.key - 1]) {
    event.preventDefault();
    return add(comments[event.key - 1]);
  }
  if (event.key === "Escape" && writing) return event.target.blur();
  if (event.key === "Enter" && event.ctrlKey) return save();
  if (writing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.target.matches("button, summary, a")) return;
  const keys = {
    Enter: save,
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    ArrowUp: () => { line = Math.max(line - 1, 0); draw(); },
    ArrowDown: () => { line = Math.min(line + 1, question.rubric.length - 1); draw(); },
    c: () => at("comment").focus(),
    e: () => { at("exemplars").open = !at("exemplars").open; },
    b: () => { at("before").open = !at("before").open; },
  };
  if (/^[0-4]$/.test(event.key) && question.rubric.length) score(line, Number(event.key));
  else if (event.key in keys) keys[event.key]();
  else return;
  event.preventDefault();
});
at("marking").addEventListener("submit", (event) => { event.preventDefault(); save(); });
at("previous").addEventListener("click", () => move(-1));
at("next").addEventListener("click", () => move(1));
at("question").addEventListener("change", (event) => choose(event.target.value));
window.addEventListener("beforeunload", (event) => { if (saving) event.preventDefault(); });

try {
  const found = await ask("questions");
  questions = found.questions;
  at("title").textContent = `${found.assignment}, read by ${found.marker}${found.second ? " as the second" : ""}`;
  document.title = `Marking ${found.assignment}`;
  at("question").replaceChildren(...questions.map((one) => made("option", one.name, { value: one.name, title: one.summary })));
  await choose(questions[0].name);
} catch (error) {
  trouble(error.message);
}
