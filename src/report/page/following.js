// The chart that follows: one figure along one way, a line for each setting, the place of the reader marked.
"use strict";
(() => {
  const { data, el, get, set, keep, place, at: figures_at } = headroom;
  const box = document.getElementById("following");
  if (!data.ways || !box) return;
  const { ways, keys } = data;
  const first = Math.max(0, keys.findIndex(([key]) => key === "throttled.not_above "));
  const longest = ways.map((w, i) => [w.values.length, i]).reduce((a, b) => b[0] > a[0] ? b : a)[1];
  let shown = first, along = longest;
  const choose = (label, names, then) => {
    const id = `choose-${label.replace(/ /g, "-")}`;
    const select = el("select", undefined, { id });
    names.forEach((name, i) => select.append(el("option", name, { value: i })));
    select.addEventListener("input", () => { then(Number(select.value)); draw(); });
    const part = el("div", undefined, { class: "control" });
    part.append(el("label", label, { for: id }), select);
    return [part, select];
  };
  const bar = el("div", undefined, { class: "chosen" });
  const word = key => key.trim().replace(" ", "/");
  const [of, figure] = choose("Chart of", keys.map(([, name]) => name), i => {
    shown = i;
    set("figure", i === first ? undefined : word(keys[i][0]));
  });
  const [by, way] = choose("along", ways.map(w => w.name), i => {
    along = i;
    set("along", i === longest ? undefined : ways[i].key);
  });
  bar.append(of);
  if (ways.length > 1) bar.append(by);
  const picture = el("div");
  box.append(bar, picture);
  new ResizeObserver(() => draw()).observe(picture);
  headroom.moved = () => draw();
  keep(() => {
    const found = keys.findIndex(([key]) => word(key) === get("figure"));
    shown = found < 0 ? first : found;
    const on = ways.findIndex(w => w.key === get("along"));
    along = on < 0 ? longest : on;
    figure.value = shown;
    way.value = along;
    draw();
  });

  const svg = (name, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, v] of Object.entries(attributes)) node.setAttribute(key, v);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const COLOURS = ["var(--bar)", "#d55e00", "#009e73", "#cc79a7", "var(--quiet)", "#e69f00"];
  const DASHES = ["", "9 5", "2 4", "10 4 2 4", "5 3", "14 4"];
  const tick = (x, most) => most >= 1e6 ? `${+(x / 1e6).toPrecision(3)} m` : most >= 1e4 ? `${+(x / 1e3).toPrecision(3)} k` : String(+x.toPrecision(3));
  const number = v => /^-?\d/.test(v);

  function draw() {
    const wide = Math.max(320, picture.clientWidth), high = 320, left = 62, right = 16, top = 14, low = 54;
    const values = ways[along].values, settings = ways[0].name === "setting" && along !== 0 ? ways[0].values : [null];
    const lines = settings.slice(0, COLOURS.length).map((name, s) => values.map((_, i) => {
      const at = place.slice();
      at[along] = i;
      if (name !== null) at[0] = s;
      const found = figures_at(at)[shown];
      return found && found[2] !== null ? found : null;
    }));
    const numbers = lines.flat().filter(Boolean).flatMap(f => [f[2], f[3], f[4]]).filter(x => x !== null);
    const least = Math.min(0, ...numbers), most = Math.max(...numbers, least + 1e-9);
    const step = 10 ** Math.floor(Math.log10((most - least) / 4)), unit = [1, 2, 5, 10].find(m => (most - least) / (m * step) <= 5) * step;
    const floor = Math.floor(least / unit) * unit, ceiling = Math.ceil(most / unit - 1e-9) * unit;
    const x = i => left + (wide - left - right) * (values.length === 1 ? 0.5 : (i + 0.5) / values.length);
    const y = v => high - low - (high - low - top) * (v - floor) / (ceiling - floor);
    const title = `${keys[shown][1]}, along ${ways[along].name}`;
    const sheet = svg("svg", { viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": title, fill: "currentColor" });
    for (let v = floor; v <= ceiling + unit / 2; v += unit) {
      sheet.append(svg("line", { x1: left, x2: wide - right, y1: y(v), y2: y(v), stroke: "var(--line)" }));
      sheet.append(svg("text", { x: left - 8, y: y(v) + 4, "text-anchor": "end" }, tick(v, ceiling)));
    }
    const longest = Math.max(...values.map(v => v.length)), every = Math.ceil(values.length * (longest * 8 + 14) / (wide - left - right));
    const room = Math.floor((wide - left - right) / 8);
    values.forEach((v, i) => {
      if (i % every === 0) sheet.append(svg("text", { x: x(i), y: high - low + 20, "text-anchor": values.length > 1 && i === 0 && every > 1 ? "start" : "middle" }, v.length > room ? `${v.slice(0, room - 1)}…` : v));
    });
    sheet.append(svg("line", { x1: x(place[along]), x2: x(place[along]), y1: top, y2: high - low, stroke: "var(--focus)", "stroke-width": 2, "stroke-dasharray": "4 4" }));
    lines.forEach((line, s) => {
      const here = line.map((f, i) => f ? [x(i), y(f[2]), f, i] : null).filter(Boolean);
      const colour = COLOURS[s];
      here.forEach(([cx, , f]) => {
        if (f[3] !== null && f[4] > f[3]) sheet.append(svg("line", { x1: cx, x2: cx, y1: y(f[3]), y2: y(f[4]), stroke: colour, "stroke-width": 1.5 }));
      });
      // Between names there is nothing to draw a line through.
      if (here.length > 1 && values.every(number)) sheet.append(svg("polyline", { points: here.map(([cx, cy]) => `${cx.toFixed(1)},${cy.toFixed(1)}`).join(" "), fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": DASHES[s] }));
      here.forEach(([cx, cy, f, i]) => {
        const dot = svg("circle", { cx, cy, r: i === place[along] && (settings[0] === null || s === place[0]) ? 6 : 3, fill: colour });
        dot.append(svg("title", {}, `${values[i]}: ${f[0]}${f[1] ? ` (95 %: ${f[1]})` : ""}`));
        sheet.append(dot);
      });
    });
    sheet.append(svg("text", { x: wide - right, y: high - 10, "text-anchor": "end", fill: "var(--quiet)" }, ways[along].name));
    picture.replaceChildren(el("h3", title), sheet);
    if (settings[0] !== null) {
      const legend = el("p", undefined, { class: "quiet legend" });
      settings.slice(0, COLOURS.length).forEach((name, s) => {
        const key = svg("svg", { viewBox: "0 0 30 10", "aria-hidden": "true", class: "sample" });
        key.append(svg("line", { x1: 0, x2: 30, y1: 5, y2: 5, stroke: COLOURS[s], "stroke-width": 3, "stroke-dasharray": DASHES[s] }));
        const entry = el("span");
        entry.append(key, name);
        legend.append(entry);
      });
      picture.append(legend);
    }
  }
})();
