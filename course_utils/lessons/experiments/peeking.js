import { h, stage, count, unique, widget } from "../../widgets/kit.js";
import { plot } from "../../widgets/stage/plot.js";

const LOWEST = 0.0005;
const percent = (share) => `${(100 * share).toFixed(share < 0.095 ? 1 : 0)} %`;
const shown = (p) => (p < 0.001 ? "below 0.001" : p.toFixed(p < 0.1 ? 3 : 2));
const DIM = { naive: "grey", pocock: "orange", obrien_fleming: "purple", always_valid: "green", bayes: "red" };

/** A test that shows its p-value day by day. Ship it when you like; what was true comes after that. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Each press is a day. Ship as soon as you would, or stop without a winner. Some tests have something to find, others nothing. By keyboard: Tab to a button, Enter presses it.",
  );
  it.root.classList.add("pml-peeking");
  const data = model.get("data");
  const days = data.p[0].length;
  const tests = data.p.length;
  let value = { runs: [], day: 0 };
  let rule = "naive";

  const line = h("p", { class: "pml-says", "data-part": "line" });
  const picture = h("div", { class: "pml-pictures" });
  const button = (key, text, more, onclick) => h("button", { type: "button", class: more, "data-key": key, onclick }, text);
  const next = button("next", "Another day", "pml-quiet", () => keep({ ...value, day: value.day + 1 }));
  const ship = button("ship", "Ship it", "pml-ship", () => end(true));
  const stop = button("stop", "Stop: no winner", "pml-quiet", () => end(false));
  const another = button("another", "Watch another test", "pml-strong", () => begin());
  const buttons = h("div", { class: "pml-peeks" }, next, ship, stop, another);
  const truth = h("div", { class: "pml-truth" });
  const rules = h(
    "div",
    { class: "pml-levels", role: "radiogroup", "aria-label": "Bound that is drawn" },
    data.rules.map(([name, text]) =>
      h(
        "label",
        { class: "pml-level" },
        h("input", { type: "radio", value: name, "data-key": `rule ${name}`, onchange: () => choose(name) }),
        h("span", {}, text),
      ),
    ),
  );
  const inputs = [...rules.querySelectorAll("input")];
  const group = unique("rule");
  for (const input of inputs) input.name = group;
  it.body.append(line, picture, buttons, rules, truth);

  let ended = false; // whether the test that is shown has been ended
  function choose(name) {
    rule = name;
    paint();
    it.say(about(name));
  }
  function begin() {
    ended = false;
    rule = "naive";
    keep({ ...value, day: 1 });
    it.focus("next");
  }
  function keep(changed) {
    value = changed;
    const { day, runs } = changed;
    it.change(changed, `Day ${day}: ${sentence(runs.length, day)}`, "days");
  }
  function end(shipped) {
    ended = true;
    value = { runs: [...value.runs, [value.day, shipped]], day: 0 };
    it.change(value, `The truth: ${truthOf(value.runs.length - 1)}`);
    it.focus("another");
  }
  function sentence(test, day) {
    const [x0, n0, x1, n1] = data.counts[test][day - 1];
    const gain = 100 * (x1 / n1 - x0 / n0);
    const points = `${gain < 0 ? "" : "+"}${gain.toFixed(1)} points`;
    return `control ${x0} of ${n0}, treatment ${x1} of ${n1}: ${points}, p ${shown(data.p[test][day - 1])}`;
  }
  const greenOn = (test, at, bound = 0.05) => data.up[test][at] && data.p[test][at] < bound;
  const truthOf = (test) => (data.effects[test] ? `the new digest brings ${data.effects[test]} points.` : "both groups got the same digest.");
  const crosses = (test, name, until) => data.p[test].slice(0, until).findIndex((_, at) => greenOn(test, at, data.bounds[name][at]));
  function about(name) {
    const test = value.runs.length - 1;
    const at = crosses(test, name, days);
    const here = at < 0 ? "would not have shipped this test" : `would have shipped this test on day ${at + 1}`;
    const [idle, found] = [data.crowd, data.found].map((crowd) => percent(crowd[name].at(-1)));
    return `${data.rules.find(([each]) => each === name)[1]}: ${here}. It ships ${idle} of the tests of nothing, and ${found} of those with ${data.effect} points to find.`;
  }

  function paint() {
    const now = ended ? value.runs.length - 1 : value.runs.length;
    const test = Math.min(now, tests - 1);
    const day = ended ? value.runs[test][0] : value.day;
    const over = !ended && value.runs.length >= tests;
    const p = data.p[test].map((each) => Math.max(each, LOWEST));
    const seen = [...Array(Math.max(day, 0)).keys()].map((at) => at + 1);
    const marks = [{ mark: "rule", y: 0.05, tone: "grey", words: "0.05", dash: true }];
    if (ended) {
      const all = p.map((_, at) => at + 1);
      marks.push({ mark: "line", x: all.slice(day - 1), y: p.slice(day - 1), tone: "grey", label: "", dash: true });
      if (rule !== "naive") {
        const bound = data.bounds[rule].map((each) => Math.max(each, LOWEST));
        marks.push({ mark: "line", x: all, y: bound, tone: DIM[rule], label: "", dash: false });
      }
    }
    marks.push({ mark: "line", x: seen, y: p.slice(0, day), tone: "blue", label: "", dash: false });
    if (day) marks.push({ mark: "points", x: [day], y: [p[day - 1]], tone: "orange", size: 5, words: [] });
    const spec = {
      kind: "plot",
      height: 230,
      title: "",
      alt: day ? `p-values of ${count(day, "day")}; the last is ${shown(data.p[test][day - 1])}.` : "No day yet.",
      x: { low: 0.5, high: days + 0.5, label: "day", form: "number", log: false, names: [], ticks: [], hidden: false },
      y: { low: LOWEST, high: 1, label: "p-value (it falls: the difference grows clearer)", form: "number", log: true, names: [], ticks: [[1, "1"], [0.1, "0.1"], [0.01, "0.01"], [0.001, "0.001"]], hidden: false },
      marks,
    };
    const drawn = plot(spec, Math.max(320, picture.clientWidth || it.body.clientWidth || 640), () => []);
    picture.replaceChildren(drawn);

    const clear = day > 0 && data.p[test][day - 1] < 0.05;
    const green = day > 0 && greenOn(test, day - 1);
    ship.classList.toggle("pml-green", !ended && green);
    next.hidden = ended || over;
    next.disabled = day >= days;
    next.textContent = day ? "Another day" : "Begin: day 1";
    ship.hidden = stop.hidden = ended || over || !day;
    another.hidden = !ended || value.runs.length >= tests;
    rules.hidden = truth.hidden = !ended;
    for (const input of inputs) input.checked = input.value === rule;
    if (over) line.textContent = `You have watched all ${tests} tests. ${others()}`;
    else if (!day) line.textContent = `Test ${test + 1}: does the new digest make more people open a task? ${days} days are planned.`;
    else line.textContent = `Test ${test + 1}, day ${day} of ${days}: ${sentence(test, day)}.${ended || !clear ? "" : green ? " The board says: winner!" : " The board says: loser."}`;
    if (ended) judge(test, day);
    const shipped = value.runs.filter(([, done]) => done).length;
    const right = value.runs.filter(([, done], at) => done === data.effects[at] > 0).length;
    it.sum(value.runs.length ? `${count(value.runs.length, "test")} ended, ${shipped} shipped, ${right} decided rightly` : "");
  }
  function others() {
    const [first, once] = data.hollow.map(([way, share]) => `${way} ${percent(share)}`);
    return `These ${tests} were picked. In your class, if ${percent(data.works)} of ideas work, wins with nothing behind them: ${first}, ${once}.`;
  }
  function judge(test, day) {
    const shipped = value.runs[test][1];
    const [x0, n0, x1, n1] = data.counts[test][day - 1];
    const seen = (100 * (x1 / n1 - x0 / n0)).toFixed(1);
    const early = day < days ? ` On day ${day} nobody could know.` : "";
    const words = data.effects[test]
      ? shipped
        ? `You shipped something real. The board showed ${seen} points that day.`
        : `You stopped, and it is lost. On day ${days} p was ${shown(data.p[test][days - 1])}.`
      : shipped
        ? `What you shipped does nothing; the board showed ${seen} points that day.`
        : `You shipped nothing, and there was nothing.${early}`;
    const many = data.others.toLocaleString("en-GB");
    truth.replaceChildren(
      h("p", {}, h("b", {}, `The truth: ${truthOf(test)} `), words),
      h(
        "p",
        {},
        `Your class: of ${many} tests of nothing, those who looked every day had seen a winner, a rise with p below 0.05, in ${percent(data.crowd.naive[day - 1])} by day ${day}, in ${percent(data.crowd.naive.at(-1))} by day ${days}. One look, on day ${days}: ${percent(data.once)}. Of ${many} tests with ${data.effect} points to find, that one look finds ${percent(data.once_found)}.`,
      ),
      h("p", { class: "pml-rule" }, about(rule)),
      value.runs.length >= tests ? h("p", {}, others()) : "",
    );
  }

  it.draw = (given) => {
    const before = value.runs.length;
    value = given ?? { runs: [], day: 0 };
    if (value.day > 0 || !value.runs.length) ended = false;
    else if (value.runs.length >= before) ended = true;
    paint();
  };
  const watch = new ResizeObserver(() => paint());
  watch.observe(it.body);
  signal.addEventListener("abort", () => watch.disconnect());
}

export default widget(render);
