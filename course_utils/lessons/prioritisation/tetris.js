import { h, svg, stage, count, widget } from "../../widgets/kit.js";
import { sortable } from "../../widgets/sortable.js";

const dollars = (value) => `${Math.round(value).toLocaleString("en-GB")} USD`;

/** Jobs in a row, one after the other: the area under the curve is what waiting costs by the middle
 * estimates; below it what it costs on average, in all the quarters that were drawn. */
function render({ model, el, signal }) {
  const it = stage(
    { model, el, signal },
    "Put the jobs in order: the first at the top. Drag a row, or press its arrows. By keyboard: Space lifts a row, the arrow keys move it, Space puts it down.",
  );
  it.root.classList.add("pml-tetris");
  const jobs = model.get("jobs");
  const byId = Object.fromEntries(jobs.map((job) => [job.id, job]));
  /** What the law asks stands first, whatever was moved. */
  const lawful = (order) => [...order.filter((id) => byId[id].law), ...order.filter((id) => !byId[id].law)];
  const first = lawful(jobs.map((job) => job.id));
  const drawn = model.get("weeks");
  const weeks = jobs.reduce((sum, job) => sum + job.duration, 0);
  const rate = jobs.reduce((sum, job) => sum + job.cost_of_delay, 0);
  const worst = jobs.reduce((sum, job) => sum + job.cost_of_delay * weeks + job.penalty, 0);

  const curve = svg("svg", { class: "pml-stair", viewBox: `0 0 ${weeks} ${rate || 1}`, preserveAspectRatio: "none", role: "img" });
  const flags = h("div", { class: "pml-flags", "aria-hidden": "true" });
  const score = h("div", { class: "pml-score" });
  const commit = h("button", { type: "button", class: "pml-strong", "data-key": "commit", onclick: () => keep(now, "Committed", true) }, "Commit to this order");
  const verdict = h("div", { class: "pml-verdict" });
  let now = first;
  let committed = false;

  const rows = sortable(it, signal, jobs.map((job) => [job.id, job.title]), {
    keep: (order, words) => keep(order, words, committed),
    moved: paint,
    more: (id) => {
      const job = byId[id];
      const due = job.due == null ? null : h("i", { class: "pml-due", style: { left: `${(100 * job.due) / weeks}%` } });
      if (due && job.due > weeks) due.style.left = "100%";
      return h(
        "div",
        { class: "pml-lane" },
        h("span", { class: "pml-wait" }),
        h("span", { class: "pml-work" }),
        due,
        h("small", {}, about(job)),
      );
    },
  });
  const above = h("div", { class: "pml-curve" }, h("small", {}, "What all that waits costs, each week"), curve, flags);
  it.body.append(
    above,
    rows.list,
    score,
    commit,
    verdict,
  );

  /** The curve stands on the weeks of the lanes, however wide fonts and theme make what is beside them. */
  function align() {
    const [lane, whole] = [rows.list.querySelector(".pml-lane"), it.body].map((node) => node?.getBoundingClientRect());
    if (!lane?.width) return;
    above.style.marginLeft = `${lane.left - whole.left}px`;
    above.style.marginRight = `${whole.right - lane.right}px`;
  }
  const sizes = new ResizeObserver(align);
  sizes.observe(rows.list);
  signal.addEventListener("abort", () => sizes.disconnect());

  function about({ id, duration, cost_of_delay: each, due, penalty }) {
    const words = [count(Math.round(10 * duration) / 10, "week")];
    if (each) words.push(`${dollars(each)} a week`);
    if (byId[id].law) words.push(`by law in ${due.toFixed(1)} weeks`, "stays first");
    else if (due != null) words.push(`due in ${due.toFixed(1)} weeks, else ${dollars(penalty)}`);
    return words.join(", ");
  }
  function keep(order, words, done) {
    it.change({ order: lawful(order), committed: done }, words);
  }
  /** When each job ends, and what its waiting costs: as the toolkit's delay_table has it. */
  function ledger(order) {
    let end = 0;
    return order.map((id) => {
      const job = byId[id];
      end += job.duration;
      const late = job.due != null && end > job.due + 1e-9;
      return { job, end, late, running: job.cost_of_delay * end, missed: late ? job.penalty : 0 };
    });
  }

  /** What an order costs on average, and in which share of the drawn quarters each date is kept. */
  function average(order) {
    const many = drawn[first[0]].length;
    const ends = new Float64Array(many);
    const kept = [];
    let [running, missed] = [0, 0];
    for (const id of order) {
      const job = byId[id];
      let [sum, late] = [0, 0];
      for (let at = 0; at < many; at += 1) {
        ends[at] += drawn[id][at];
        sum += ends[at];
        if (job.due != null && ends[at] > job.due + 1e-9) late += 1;
      }
      running += (job.cost_of_delay * sum) / many;
      missed += (job.penalty * late) / many;
      if (job.due != null) kept.push([job.title, 1 - late / many]);
    }
    return { running, missed, kept, many };
  }

  function paint(order) {
    const lines = ledger(order);
    let left = rate;
    let path = `M0 ${rate}L0 0`;
    for (const { job, end } of lines) {
      path += `L${end} ${rate - left}`;
      left -= job.cost_of_delay;
      path += `L${end} ${rate - left}`;
    }
    curve.replaceChildren(svg("path", { d: `${path}L${weeks} ${rate}Z` }));
    flags.replaceChildren(
      ...lines
        .filter((line) => line.late)
        .map(({ job }) => h("span", { style: { left: `${(100 * job.due) / weeks}%` } }, `missed: ${dollars(job.penalty)}`)),
    );
    for (const { job, end, late } of lines) {
      const lane = rows.rows.get(job.id).querySelector(".pml-lane");
      const [wait, work] = lane.querySelectorAll("span");
      const start = end - job.duration;
      wait.style.width = `${(100 * start) / weeks}%`;
      work.style.left = wait.style.width;
      work.style.width = `${(100 * job.duration) / weeks}%`;
      lane.classList.toggle("pml-late", late);
    }
    const middle = lines.reduce((sum, line) => sum + line.running, 0);
    const fines = lines.reduce((sum, line) => sum + line.missed, 0);
    curve.setAttribute("aria-label", `Waiting costs ${dollars(rate)} a week at first and nothing after ${count(Math.round(10 * weeks) / 10, "week")}; in all ${dollars(middle)}.`);
    const { running, missed, kept, many } = average(order);
    const words = `On average this order costs ${dollars(running + missed)}: ${dollars(running)} of waiting, ${dollars(missed)} of missed dates.`;
    const chances = kept.map(([title, share]) => `${title}: on time in ${Math.round(100 * share)} %`).join("; ");
    score.replaceChildren(
      h("p", {}, words),
      h("div", { class: "pml-bill", "aria-hidden": "true" }, part(running, worst), part(missed, worst, "pml-missed")),
      h("small", {}, `${chances} of ${many} possible quarters. If each job took its middle estimate: ${dollars(middle + fines)}.`),
    );
    return words;
  }
  const part = (value, whole, more = "") => h("span", { class: more, style: { width: `${(100 * value) / (whole || 1)}%` } });

  function judge({ best, rivals }) {
    commit.hidden = committed || !model.get("contest");
    verdict.hidden = !committed || best == null;
    if (verdict.hidden) return;
    const { running, missed } = average(now);
    const mine = running + missed;
    const all = [["Yours", mine], ["The least possible", best], ...rivals];
    const most = Math.max(...all.map(([, cost]) => cost));
    verdict.replaceChildren(
      h("p", {}, mine <= best * 1.01 ? "No order costs less than yours by more than a hundredth." : `Yours costs ${dollars(mine - best)} more than the least possible. Can you find it?`),
      h(
        "dl",
        {},
        all.flatMap(([name, cost]) => [
          h("dt", {}, name),
          h("dd", {}, h("span", { class: "pml-bill" }, part(cost, most)), dollars(cost)),
        ]),
      ),
    );
  }

  it.draw = (value) => {
    it.root.classList.toggle("pml-blank", value == null);
    committed = Boolean(value?.committed);
    now = rows.show(value?.order ?? first);
    paint(now);
    judge(model.get("verdict"));
    it.sum(value == null ? "As they came in" : "");
  };
  model.on("change:verdict", () => it.heard());
}

export default widget(render);
