// One control moves every section to a variant of the study: sentences, figures, tables that follow, rows of tables with
// several variants, and whatever names its variant.
"use strict";
(() => {
  const { root, data, el, get, set, keep, tables } = headroom;
  headroom.follow = () => tables.refresh();
  if (!data.ways) return;
  const { ways, keys, sentences, texts } = data;
  const bar = document.getElementById("controls");
  const controls = [...bar.querySelectorAll("[data-way]")];
  const place = ways.map(way => way.standing);
  // A place on every way names a variant, the last way moving fastest.
  const variant = at => at.reduce((v, i, w) => v * ways[w].values.length + i, 0);

  const figures = v => data.figures[v].map(place => data.said[place]);

  const say = v => {
    const all = sentences[v].map(i => texts[i]);
    const nodes = [el("p", `${data.labels[v]}:`, { class: "quiet" }), el("p", all.slice(0, 2).join(" "), { class: "answer" })];
    if (all.length > 2) {
      const list = el("ul", undefined, { class: "more" });
      list.append(...all.slice(2).map(text => el("li", text)));
      nodes.push(list);
    }
    document.getElementById("sentences")?.replaceChildren(...nodes);
  };
  const fill = v => {
    const all = figures(v);
    const tiles = keys.map(([key, name], k) => {
      const tile = el("li", undefined, { "data-key": key });
      const [said, interval] = all[k] ?? ["–", "not measured here"];
      tile.append(el("span", name, { class: "name" }), el("b", said), el("span", interval || `no interval from one ${data.of}`, { class: "interval" }));
      return tile;
    });
    document.getElementById("tiles")?.replaceChildren(...tiles);
  };
  const LONG = 30;
  const put = (box, [note, rows]) => {
    const table = box.querySelector("table");
    const numbers = [...table.tHead.rows[0].cells].map(th => th.classList.contains("n"));
    const body = el("tbody");
    rows.forEach(row => {
      const line = body.insertRow();
      data.rows[row].forEach((t, c) => {
        const [text, behind] = Array.isArray(texts[t]) ? texts[t] : [texts[t]];
        const cell = line.insertCell();
        cell.textContent = text;
        if (behind !== undefined) cell.dataset.v = behind;
        if (numbers[c]) cell.className = "n";
        else if (text.length > LONG) cell.className = "long";
      });
    });
    table.tBodies[0].replaceWith(body);
    box.firstElementChild.hidden = !rows.length;
    box.querySelector(".note").textContent = texts[note];
    tables.sorted(table);
  };
  const boxes = [...document.querySelectorAll("[data-follows]")];
  const named = [...document.querySelectorAll("[data-variant]")];
  const move = () => {
    const v = variant(place);
    headroom.variant = v;
    say(v);
    fill(v);
    boxes.forEach(box => put(box, data.blocks[data.tables[box.dataset.follows][v]]));
    named.forEach(node => { node.hidden = node.dataset.variant !== String(v + 1); });
    headroom.follow();
    headroom.moved?.();
  };
  const show = (control, way) => {
    const text = ways[way].values[place[way]];
    control.value = place[way];
    if (control.type !== "range") return;
    control.setAttribute("aria-valuetext", text);
    control.parentElement.querySelector("output").textContent = text;
  };
  // Numbers stand in the address as they are, names by their places.
  const number = way => ways[way].values.every(value => /^-?\d[\d.]*$/.test(value));
  controls.forEach(control => {
    const way = Number(control.dataset.way);
    control.addEventListener("input", () => {
      place[way] = Number(control.value);
      const { key, values, standing } = ways[way];
      const said = number(way) ? values[place[way]] : place[way] + 1;
      set(key, place[way] === standing ? undefined : said, true);
      show(control, way);
      move();
    });
  });
  bar.addEventListener("submit", event => event.preventDefault());
  headroom.place = place;
  headroom.at = at => figures(variant(at));
  headroom.variant = variant(place);
  let before = null;
  keep(() => {
    ways.forEach(({ key, values, standing }, way) => {
      const said = get(key);
      const found = number(way) ? values.indexOf(said) : Number(said) - 1;
      place[way] = values[found] === undefined ? standing : found;
      show(controls[way], way);
    });
    // As the page begins it stands there already.
    const now = `${place}`;
    if (before !== null ? now !== before : now !== `${ways.map(way => way.standing)}`) move();
    before = now;
  });
  // What is jumped to stands below the control that stays in sight.
  const below = () => root.style.setProperty("--above", `${bar.offsetHeight}px`);
  new ResizeObserver(below).observe(bar);
})();
