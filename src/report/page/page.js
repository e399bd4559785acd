// The page without script reads whole; this adds sorting, filtering, the theme, printing with everything opened, and
// moving through a study of several variants. Every number comes from the page's own data; texts are set as text.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const data = JSON.parse(document.getElementById("data").textContent);
  const el = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };

  // Theme: the reader's system decides until the button is pressed.
  const theme = document.getElementById("theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const show_theme = () => theme.setAttribute("aria-pressed", String(dark()));
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; show_theme(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show_theme);
  show_theme();

  // Paper shows what is folded on the screen.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));

  // Sorting: a head is a button; numbers by size, what has none last.
  const value = text => {
    const number = text.replace(/[\s\u202f\u00a0]/g, "").replace("−", "-").match(/^[^\d-]*(-?\d[\d.]*)/);
    return number ? Number(number[1]) : null;
  };
  const sort = (table, column, numbers, down) => {
    const body = table.tBodies[0];
    const key = row => numbers ? value(row.cells[column].textContent) : row.cells[column].textContent;
    const rows = [...body.rows].map((row, i) => ({ row, i, key: key(row) }));
    const order = (a, b) => numbers ? a - b : a.localeCompare(b, "en", { numeric: true });
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i;
      return (down ? order(b.key, a.key) : order(a.key, b.key)) || a.i - b.i;
    });
    body.append(...rows.map(r => r.row));
  };
  const sortable = table => {
    [...table.tHead.rows[0].cells].forEach((th, column) => {
      const button = el("button", th.textContent, { type: "button" });
      th.replaceChildren(button);
      button.addEventListener("click", () => {
        const numbers = th.classList.contains("n");
        const now = th.getAttribute("aria-sort");
        const down = now ? now === "ascending" : numbers;
        table.querySelectorAll("[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, column, numbers, down);
      });
    });
  };
  // Filtering: a row stays if it holds every word.
  let filters = 0;
  const filterable = (scroll, table) => {
    if (table.tBodies[0].rows.length < 8) return;
    const id = `filter-${filters += 1}`;
    const input = el("input", undefined, { type: "search", id });
    const count = el("span", "", { "aria-live": "polite", class: "quiet" });
    const bar = el("div", undefined, { class: "filter" });
    bar.append(el("label", "Rows with", { for: id }), input, count);
    scroll.before(bar);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const rows = [...table.tBodies[0].rows];
      rows.forEach(row => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every(word => text.includes(word));
      });
      count.textContent = words.length ? `${rows.filter(row => !row.hidden).length} of ${rows.length} rows` : "";
    });
  };
  const made = new WeakSet();
  const dress = scroll => {
    const table = scroll.querySelector("table");
    if (!table || made.has(table)) return;
    made.add(table);
    sortable(table);
    filterable(scroll, table);
  };
  // A table that is folded is dressed when it is opened.
  document.querySelectorAll(".scroll").forEach(scroll => {
    const folded = scroll.closest("details");
    if (folded && !folded.open) folded.addEventListener("toggle", () => dress(scroll), { once: true });
    else dress(scroll);
  });

  // Days at the reader's own rates: what is of ordinary traffic, and rate × response of each event.
  const rates = document.getElementById("rates-table");
  if (rates) {
    const fields = [...rates.querySelectorAll("input")];
    const pair = text => (text || "0 0").split(" ").map(Number);
    const add = () => {
      const sums = fields.map(field => {
        const rate = field.validity.valid ? Number(field.value) : NaN;
        return pair(field.dataset.days).map(x => rate * x);
      });
      sums.push(pair(rates.dataset.ordinary));
      const mean = sums.reduce((sum, s) => sum + s[0], 0), half = Math.hypot(...sums.map(s => s[1]));
      const said = x => String(+x.toPrecision(3));
      const text = `${said(mean)} (95 % of chance: ${said(Math.max(0, mean - half))} to ${said(mean + half)})`;
      document.getElementById("rates-sum").textContent = Number.isNaN(mean) ? "a rate is a number of 0 or more" : text;
    };
    fields.forEach(field => field.addEventListener("input", add));
    document.getElementById("rates-back").addEventListener("click", () => {
      fields.forEach(field => { field.value = field.defaultValue; });
      add();
    });
    add();
  }

  if (data.ways) moving();

  // What-if: a place on every way names a variant, the last way moving fastest.
  function moving() {
    const { ways, keys, figures, sentences, who, texts, heads } = data;
    const place = ways.map(() => 0);
    const variant = at => at.reduce((v, i, w) => v * ways[w].values.length + i, 0);
    const controls = [...document.querySelectorAll("#controls [data-way]")];
    const box = document.getElementById("following");
    let shown = Math.max(0, keys.findIndex(([key]) => key === "throttled "));
    let along = ways.map((w, i) => [w.values.length, i]).reduce((a, b) => b[0] > a[0] ? b : a)[1];

    const say = v => {
      const all = sentences[v].map(i => texts[i]);
      const nodes = [el("p", `${data.labels[v]}:`, { class: "quiet" }), el("p", all.slice(0, 2).join(" "), { class: "answer" })];
      if (all.length > 2) {
        const list = el("ul", undefined, { class: "more" });
        list.append(...all.slice(2).map(text => el("li", text)));
        nodes.push(list);
      }
      document.getElementById("sentences").replaceChildren(...nodes);
    };
    const fill = v => {
      const tiles = keys.map(([key, name], k) => {
        const tile = el("li", undefined, { "data-key": key });
        const [said, interval] = figures[v][k] ?? ["–", "not measured here"];
        tile.append(el("span", name, { class: "name" }), el("b", said), el("span", interval || `no interval from one ${data.of}`, { class: "interval" }));
        return tile;
      });
      document.getElementById("tiles").replaceChildren(...tiles);
    };
    const list = v => {
      const [all, rows] = who[v];
      const here = document.getElementById("who");
      if (!rows.length) return here.replaceChildren(el("p", "Nobody."));
      const table = el("table");
      const head = table.createTHead().insertRow();
      heads.forEach(({ text, words, help }) => head.append(el("th", text, words ? { scope: "col", title: help } : { scope: "col", title: help, class: "n" })));
      const body = table.createTBody();
      rows.forEach(row => {
        const line = body.insertRow();
        row.forEach((t, c) => line.append(el("td", texts[t], !heads[c].words ? { class: "n" } : texts[t].length > 30 ? { class: "long" } : {})));
      });
      const scroll = el("div", undefined, { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table: who was throttled" });
      scroll.append(table);
      here.replaceChildren(scroll);
      if (all > rows.length) here.append(el("p", `The ${rows.length} throttled most of ${all} Users.`, { class: "quiet" }));
      dress(scroll);
    };
    const move = () => {
      const v = variant(place);
      say(v);
      fill(v);
      list(v);
      draw();
    };
    controls.forEach(control => {
      const way = Number(control.dataset.way);
      control.addEventListener("input", () => {
        place[way] = Number(control.value);
        const text = ways[way].values[place[way]];
        if (control.type === "range") {
          control.setAttribute("aria-valuetext", text);
          control.parentElement.querySelector("output").textContent = text;
        }
        move();
      });
    });

    // The chart: one figure along one way, a line for each setting, the point where the reader is marked.
    const choose = (label, names, now, then) => {
      const id = `choose-${label.replace(/ /g, "-")}`;
      const select = el("select", undefined, { id });
      names.forEach((name, i) => select.append(el("option", name, { value: i })));
      select.value = now;
      select.addEventListener("input", () => { then(Number(select.value)); draw(); });
      const part = el("div", undefined, { class: "control" });
      part.append(el("label", label, { for: id }), select);
      return part;
    };
    const bar = el("div", undefined, { class: "controls" });
    bar.append(choose("Chart of", keys.map(([, name]) => name), shown, i => { shown = i; }));
    if (ways.length > 1) bar.append(choose("along", ways.map(w => w.name), along, i => { along = i; }));
    const picture = el("div");
    box.append(bar, picture);
    addEventListener("resize", () => draw());

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
        const figure = figures[variant(at)][shown];
        return figure && figure[2] !== null ? figure : null;
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
    move();
  }
})();
