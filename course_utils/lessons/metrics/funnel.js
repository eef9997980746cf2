import { explorer } from "../../widgets/stage/stage.js";

const whole = (x) => Math.round(x).toLocaleString("en-GB");
const percent = (x) => `${(100 * x).toFixed(1)} %`;

/** What follows from bending a funnel's conversions; `bend` in funnel.py is the same. */
function bend(plain, factors, z) {
  const bent = { counts: [plain[0]], before: [null], after: [null], samples: [null] };
  for (let i = 1; i < plain.length; i++) {
    const p = plain[i - 1] ? plain[i] / plain[i - 1] : 0;
    const q = p <= 1 ? Math.min(p * factors[i - 1], 1) : p * factors[i - 1];
    const is = p <= 1 && q <= 1 && p !== q;
    bent.counts.push(bent.counts[i - 1] * q);
    bent.before.push(p);
    bent.after.push(q);
    bent.samples.push(is ? Math.ceil((z ** 2 * (p * (1 - p) + q * (1 - q))) / (p - q) ** 2) : null);
  }
  return bent;
}

export default explorer((values, { shapes, names, weeks, z }) => {
  const plain = shapes[values.count];
  const factors = names.slice(1).map((_, i) => values[`step_${i + 1}`]);
  const { counts, before, after, samples } = bend(plain, factors, z);
  const last = counts.length - 1;
  const places = names.map((_, i) => i);
  const most = Math.max(...plain);
  const durations = samples.map((n, i) => (n && counts[i - 1] ? (2 * n * weeks) / counts[i - 1] : null));
  const cost = counts[last] ? `${whole(values.spend / counts[last])} USD a payer` : "no payer";
  const tests = places
    .filter((i) => samples[i])
    .map((i) => {
      const long = durations[i] ? `, ${whole(durations[i])} weeks of this traffic` : "";
      return `${names[i]}: ${percent(before[i])} against ${percent(after[i])} needs ${whole(samples[i])} people an arm${long}`;
    });
  const above = places.filter((i) => i && after[i] > 1).map((i) => names[i]);
  const change = Math.round(counts[last]) - Math.round(plain[last]);
  const says =
    `${whole(counts[last])} at the last step (${change < 0 ? "" : "+"}${whole(change)}), ${cost}. ` +
    (above.length ? `More than 100 % at ${above.join(" and ")}: that is no share, so there is nothing to test.` : "") +
    (above.length || tests.length ? "" : "Nothing is bent, so there is nothing to test.");
  const words = counts.map((n, i) => (i ? `${whole(n)} · ${percent(after[i])}` : whole(n)));
  return {
    says,
    notes: tests,
    pictures: [
      {
        kind: "plot",
        title: "Who comes to each step, and what share of the step before",
        alt: `Funnel bars: ${names.map((name, i) => `${name} ${words[i]}`).join("; ")}.`,
        height: 40 + 46 * names.length,
        x: { low: 0, high: 1.6 * most, hidden: true },
        y: { names },
        marks: [
          { mark: "bars", at: places, to: counts, across: true, words, gap: 16 },
          { mark: "bars", at: places, base: plain.map((n) => n - most / 400), to: plain.map((n) => n + most / 400), across: true, tone: "ink", thick: 0.84 },
          ...places.slice(1).filter((i) => counts[i - 1] && before[i]).map((i) => ({
            mark: "handle",
            control: `step_${i}`,
            x: counts[i],
            y: i,
            scale: 1 / (counts[i - 1] * before[i]),
          })),
        ],
      },
      {
        kind: "plot",
        title: "Weeks that a test of each change would take",
        alt: `Bars of weeks: ${tests.join("; ") || "0 changes to test"}.`,
        height: 40 + 46 * names.length,
        x: { low: 1, high: 10000, log: true },
        y: { names },
        marks: [
          {
            mark: "bars",
            at: places,
            base: 1,
            to: durations.map((n) => Math.min(Math.max(n ?? 1, 1), 10000)),
            across: true,
            tone: "orange",
            words: durations.map((n, i) => (n ? `${whole(n)} weeks` : i ? "not bent" : "")),
          },
        ],
      },
    ],
  };
});
