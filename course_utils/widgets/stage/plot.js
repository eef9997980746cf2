import { h, svg, clamp } from "../kit.js";

// Draws marks on two axes as SVG, as wide as its place: see marks.py for what each mark means.

const FORMS = {
  number: { maximumFractionDigits: 2 },
  percent: { style: "percent", maximumFractionDigits: 1 },
  short: { notation: "compact", maximumSignificantDigits: 3 },
};
export const write = (value, form = "number") => value.toLocaleString("en-GB", FORMS[form]).replace("%", " %");
const list = (value, many) => (Array.isArray(value) ? value : Array(many).fill(value));
const wide = (text) => 6.6 * text.length;

/** A text in the room that it has: on two lines if it must be, and what does not fit is a title. */
function fitted(text, room, x) {
  if (wide(text) <= room) return [text];
  const rows = [""];
  for (const word of text.split(" ")) {
    const longer = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
    if (wide(longer) <= room || !rows.at(-1)) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  const most = Math.max(1, Math.floor(room / 6.6));
  const cut = (row) => (row.length > most ? `${row.slice(0, most - 1).trimEnd()}…` : row);
  const [first, second] = [cut(rows[0]), cut(rows.slice(1).join(" "))];
  if (!second) return [first, svg("title", {}, text)];
  return [svg("title", {}, text), svg("tspan", { x, dy: "-0.5em" }, first), svg("tspan", { x, dy: "1.1em" }, second)];
}

/** Round numbers between two ends, about as many as asked for. */
function steps(low, high, many) {
  const rough = (high - low) / many || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough * 0.999) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function powers(low, high) {
  const all = [];
  for (let p = Math.floor(Math.log10(low)); p <= Math.ceil(Math.log10(high)); p++) {
    for (const lead of high / low > 200 ? [1] : [1, 2, 5]) all.push(lead * 10 ** p);
  }
  return all.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}

/** The ends of an axis: as given, else what holds all marks. */
function ends(axis, marks, side) {
  if (axis.names?.length) return [-0.5, axis.names.length - 0.5];
  const found = [];
  const add = (value) => [value].flat(2).forEach((each) => Number.isFinite(each) && found.push(each));
  for (const mark of marks) {
    if (mark.mark === "bars") {
      if ((side === "x") === Boolean(mark.across)) add([mark.to, mark.base]);
      else add(mark.at.flatMap((at) => [at - 0.5, at + 0.5]));
    } else {
      add(mark[side]);
      if (mark.mark === "area" && side === "y") add(mark.base);
    }
  }
  let low = Math.min(...found);
  let high = Math.max(...found);
  if (!found.length) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const air = side === "y" && !axis.log ? 0.05 * (high - low) : 0;
  return [axis.low ?? (low >= 0 && low - air < 0 ? 0 : low - air), axis.high ?? high + air];
}

function ruler(axis, [low, high], from, to) {
  const at = axis.log ? Math.log10 : (value) => value;
  const [a, b] = [at(low), at(high)];
  return {
    low,
    high,
    to: (value) => from + ((at(value) - a) / (b - a)) * (to - from),
    back: (place) => {
      const value = a + ((place - from) / (to - from)) * (b - a);
      return axis.log ? 10 ** value : value;
    },
  };
}

function ticks(axis, [low, high], room) {
  if (axis.hidden) return [];
  if (axis.names?.length) return axis.names.map((name, i) => [i, name]);
  if (axis.ticks?.length) return axis.ticks.filter(([value]) => value >= low && value <= high);
  const values = axis.log ? powers(low, high) : steps(low, high, Math.max(2, room));
  const every = axis.log ? Math.ceil(values.length / Math.max(2, room)) : 1;
  return values.filter((_, i) => i % every === 0).map((value) => [value, write(value, axis.form)]);
}

/**
 * Draw a plot that is `width` pixels wide. `grip(handle)` makes what a handle consists of.
 * Returns the element, with `.back(x, y)` from pixels to data.
 */
export function plot(spec, width, grip) {
  const { marks, height } = spec;
  const axes = { x: spec.x ?? {}, y: spec.y ?? {} };
  const range = { x: ends(axes.x, marks, "x"), y: ends(axes.y, marks, "y") };
  const flip = axes.y.names?.length;
  const yTicks = ticks(axes.y, range.y, height / 60);
  const labels = marks.filter((mark) => mark.mark === "line" && mark.label);
  const gap = flip && marks.some(({ mark }) => mark === "handle") ? 15 : 7;
  const left = yTicks.length ? Math.min(Math.max(...yTicks.map(([, text]) => wide(text))) + gap + 3, width * 0.4) : 6;
  const right = labels.length ? Math.min(Math.max(...labels.map((mark) => wide(mark.label))) + 14, width * 0.35) : 14;
  const top = axes.y.label ? 24 : 10;
  const bottom = (axes.x.hidden ? 6 : 22) + (axes.x.label ? 18 : 0);
  const x = ruler(axes.x, range.x, left, width - right);
  const y = flip ? ruler(axes.y, range.y, top, height - bottom) : ruler(axes.y, range.y, height - bottom, top);
  const xTicks = ticks(axes.x, range.x, (width - left - right) / 70);

  const under = svg("g", { "aria-hidden": "true" });
  const over = [];
  if (!flip) {
    for (const [value] of yTicks) {
      under.append(svg("line", { class: "pml-grid", x1: left, x2: width - right, y1: y.to(value), y2: y.to(value) }));
    }
  }
  for (const [value, text] of yTicks) {
    under.append(
      svg("text", { class: "pml-tick", x: left - gap, y: y.to(value) + 4, "text-anchor": "end" }, fitted(text, left - gap, left - gap)),
    );
  }
  for (const [value, text] of xTicks) {
    under.append(
      svg("text", { class: "pml-tick", x: x.to(value), y: height - bottom + 16, "text-anchor": "middle" }, text),
    );
  }
  if (axes.y.label) under.append(svg("text", { class: "pml-tick", x: 2, y: 12 }, axes.y.label));
  if (axes.x.label) {
    under.append(svg("text", { class: "pml-tick", x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, axes.x.label));
  }
  const place = (value, side) => (side === "x" ? x : y).to(value);
  const path = (mark, ys = mark.y) => {
    let pen = "M";
    return mark.x
      .map((value, i) => {
        if (value == null || ys[i] == null) {
          pen = "M";
          return "";
        }
        const piece = `${pen}${x.to(value).toFixed(1)} ${y.to(ys[i]).toFixed(1)}`;
        pen = "L";
        return piece;
      })
      .join("");
  };
  const said = (text, at, name, more = {}) =>
    svg("text", { class: "pml-words", ...at, style: { "--tone": `var(--pml-${name})` }, ...more }, text);

  // Words beside a point, where they cover no point and no other words; else they wait for the pointer.
  const taken = marks.flatMap((mark) => {
    if (mark.mark === "points") {
      return mark.x.flatMap((value, i) => {
        if (value == null || mark.y[i] == null) return [];
        const [cx, cy, r] = [x.to(value), y.to(mark.y[i]), (mark.size ?? 4) + 1];
        return [[cx - r, cy - r, cx + r, cy + r]];
      });
    }
    if (mark.mark === "handle") return [[x.to(mark.x) - 12, y.to(mark.y) - 12, x.to(mark.x) + 12, y.to(mark.y) + 12]];
    if (mark.mark !== "words") return [];
    const back = { middle: 0.5, end: 1 }[mark.anchor] ?? 0;
    const [from, at] = [x.to(mark.x) - back * wide(mark.text), y.to(mark.y) + 4];
    return [[from, at - 12, from + wide(mark.text), at + 4]];
  });
  function beside(words, cx, cy, r) {
    const long = wide(words);
    for (const [from, dy, anchor] of [[cx + r + 4, 4, "start"], [cx - r - 4 - long, 4, "end"], [cx - long / 2, -r - 5, "middle"], [cx - long / 2, r + 14, "middle"]]) {
      const box = [from, cy + dy - 11, from + long, cy + dy + 3];
      if (box[0] < left || box[2] > width || box[1] < 0 || box[3] > height - bottom) continue;
      if (taken.some(([x0, y0, x1, y1]) => box[0] < x1 && box[2] > x0 && box[1] < y1 && box[3] > y0)) continue;
      taken.push(box);
      return { x: { start: from, end: from + long, middle: cx }[anchor], y: cy + dy, "text-anchor": anchor };
    }
    return null;
  }

  const drawn = {
    line: (mark) => svg("path", { class: "pml-stroke", d: path(mark), "stroke-dasharray": mark.dash ? "5 4" : null }),
    area: (mark) => {
      const base = list(mark.base ?? 0, mark.x.length);
      const back = mark.x.map((value, i) => `L${x.to(value).toFixed(1)} ${y.to(base[i]).toFixed(1)}`).reverse();
      return svg("path", { class: "pml-area", d: `${path(mark)}${back.join("")}Z` });
    },
    bars: (mark) => {
      const base = list(mark.base ?? 0, mark.at.length);
      const tones = list(mark.tone ?? "blue", mark.at.length);
      const half = (mark.thick ?? 0.64) / 2;
      return mark.at.flatMap((at, i) => {
        const [one, other] = mark.across ? [x.to(base[i]), x.to(mark.to[i])] : [y.to(base[i]), y.to(mark.to[i])];
        const [a, b] = mark.across ? [y.to(at - half), y.to(at + half)] : [x.to(at - half), x.to(at + half)];
        const [from, long] = [Math.min(one, other), Math.abs(other - one)];
        const [side, thick] = [Math.min(a, b), Math.abs(b - a)];
        const box = mark.across
          ? { x: from, y: side, width: long, height: thick }
          : { x: side, y: from, width: thick, height: long };
        const words = mark.words?.[i];
        const end = mark.across
          ? { x: from + long + (mark.gap ?? 7), y: side + thick / 2 + 4 }
          : { x: side + thick / 2, y: from - (mark.gap ?? 5), "text-anchor": "middle" };
        return [svg("rect", { class: "pml-fillmark", ...box, style: { "--tone": `var(--pml-${tones[i]})` } }), words && said(words, end, "ink")];
      });
    },
    points: (mark) =>
      mark.x.flatMap((value, i) => {
        if (value == null || mark.y[i] == null) return [];
        const name = list(mark.tone ?? "blue", mark.x.length)[i];
        const [cx, cy] = [x.to(value), y.to(mark.y[i])];
        const words = mark.words?.[i];
        const where = words && beside(words, cx, cy, mark.size ?? 4);
        return [
          svg("circle", { class: "pml-fillmark", cx, cy, r: mark.size ?? 4, style: { "--tone": `var(--pml-${name})` } }, words && svg("title", {}, words)),
          where && said(words, where, "ink"),
        ];
      }),
    rule: (mark) => {
      const side = mark.x == null ? "y" : "x";
      const at = place(mark[side], side);
      const line = side === "x" ? { x1: at, x2: at, y1: top, y2: height - bottom } : { x1: left, x2: width - right, y1: at, y2: at };
      const late = side === "x" && at > width * 0.7;
      const where = side === "x" ? { x: at + (late ? -5 : 5), y: top + 9, "text-anchor": late ? "end" : null } : { x: width - right, y: at - 5, "text-anchor": "end" };
      return [
        svg("line", { class: "pml-stroke pml-thin", ...line, "stroke-dasharray": mark.dash === false ? null : "4 4" }),
        mark.words && said(mark.words, where, "mild"),
      ];
    },
    band: (mark) => {
      const [x0, x1] = mark.x ? mark.x.map(x.to) : [left, width - right];
      const [y0, y1] = mark.y ? mark.y.map(y.to) : [top, height - bottom];
      return [
        svg("rect", { class: "pml-area", x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) }),
        mark.words && said(mark.words, { x: Math.min(x0, x1) + 5, y: Math.min(y0, y1) + 14 }, "mild"),
      ];
    },
    words: (mark) =>
      said(mark.text, { x: x.to(mark.x), y: y.to(mark.y) + 4, "text-anchor": mark.anchor ?? "start" }, mark.tone ?? "ink", {
        "font-weight": mark.strong ? 650 : null,
      }),
  };
  for (const mark of marks) {
    if (mark.mark === "handle") {
      over.push(grip(mark, x.to(mark.x), y.to(mark.y)));
      continue;
    }
    const name = typeof mark.tone === "string" ? mark.tone : mark.mark === "rule" || mark.mark === "band" ? "grey" : "blue";
    under.append(svg("g", { style: { "--tone": `var(--pml-${name})` } }, drawn[mark.mark](mark)));
  }
  // Names of lines stand at their ends, and keep apart.
  const named = labels
    .map((mark) => {
      const last = mark.y.findLastIndex((value) => value != null);
      return { mark, x: x.to(mark.x[last]) + 7, y: last < 0 ? top : y.to(mark.y[last]) + 4 };
    })
    .sort((a, b) => a.y - b.y);
  named.forEach((each, i) => {
    if (i) each.y = Math.max(each.y, named[i - 1].y + 15);
  });
  const spill = named.length ? named.at(-1).y - (height - bottom) : 0;
  for (const { mark, x: at, y: to } of named) {
    under.append(said(fitted(mark.label, width - at, at), { x: at, y: spill > 0 ? to - spill : to }, mark.tone ?? "blue", { "font-weight": 600 }));
  }
  const image = svg(
    "svg",
    { class: "pml-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: over.length ? "group" : "img", "aria-label": spec.alt },
    under,
    over,
  );
  image.back = (px, py) => [clamp(x.back(px), ...range.x), clamp(y.back(py), ...range.y)];
  return h("figure", { class: "pml-figure" }, spec.title && h("figcaption", {}, spec.title), image);
}
