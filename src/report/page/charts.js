// Charts that answer: the value at the pointer or under the arrow keys, its series lit, and each chart as SVG, PNG and
// CSV. What is said comes from the drawing itself: an element's title, `label: value`, and the stops of a long line.
"use strict";
(() => {
  const NEAR = 36;
  const plain = text => text.replace(/[\u202f\u00a0]/g, " ");
  const split = text => {
    const at = text.lastIndexOf(": ");
    return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 2)];
  };

  // What a drawing's elements stand for, in its order; titles go to the element, so that no second tip appears.
  const known = new WeakMap();
  const marks_of = svg => {
    if (known.has(svg)) return known.get(svg);
    const marks = [];
    svg.querySelectorAll("title").forEach(title => {
      const shape = title.parentNode;
      if (shape === svg || shape.tagName === "text") return;
      shape.dataset.title = title.textContent;
      title.remove();
      const [label, value] = split(shape.dataset.title), series = shape.dataset.series ?? "";
      if (!shape.dataset.stops) return marks.push({ shape, series, label, value });
      shape.dataset.stops.split("|").forEach(stop => {
        const [x, y, along, said] = stop.split(",");
        marks.push({ shape, series, label: `${label}, ${along}`, value: said, x: Number(x), y: Number(y) });
      });
    });
    known.set(svg, marks);
    return marks;
  };
  const place = mark => {
    if (mark.x === undefined || mark.box === undefined) {
      mark.box = mark.x === undefined ? mark.shape.getBBox() : { x: mark.x, y: mark.y, width: 0, height: 0 };
      mark.x = mark.box.x + mark.box.width / 2;
      mark.y = mark.box.y + mark.box.height / 2;
    }
    return mark;
  };
  // Series by series, and of what has none row by row: where the next mark is another's, or lies left of the one before.
  const groups_of = marks => {
    const groups = [];
    marks.map(place).forEach((mark, i) => {
      const before = marks[i - 1];
      if (!before || before.series !== mark.series || mark.x < before.x) groups.push([]);
      groups.at(-1).push(mark);
    });
    return groups;
  };

  document.querySelectorAll(".chart").forEach(box => {
    const aloud = document.createElement("p");
    aloud.className = "said-aloud";
    aloud.setAttribute("aria-live", "polite");
    const readout = document.createElement("div");
    readout.className = "readout";
    readout.setAttribute("aria-hidden", "true");
    readout.hidden = true;
    box.append(aloud, readout);
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", "chart; arrow keys read its values");
    const drawing = () => [...box.querySelectorAll("svg")].find(svg => svg.getClientRects().length > 0);
    let now = null, ring = null;

    const hide = () => {
      readout.hidden = true;
      ring?.remove();
      ring = now = null;
      box.querySelectorAll("svg.lit").forEach(svg => svg.classList.remove("lit"));
    };
    const light = (svg, series) => {
      svg.classList.toggle("lit", series !== "");
      if (series !== "") svg.querySelectorAll("[data-series]").forEach(e => e.classList.toggle("on", e.dataset.series === series));
    };
    const show = (svg, mark) => {
      if (mark === now) return;
      hide();
      now = place(mark);
      light(svg, mark.series);
      ring = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const wide = Math.max(mark.box.width, 20) + 12, tall = Math.max(mark.box.height, 20) + 12;
      const at = { x: mark.x - wide / 2, y: mark.y - tall / 2, width: wide, height: tall, rx: 8, class: "here" };
      Object.entries(at).forEach(([key, v]) => ring.setAttribute(key, v));
      svg.append(ring);
      const value = document.createElement("b");
      value.textContent = mark.value;
      readout.replaceChildren(value, mark.label);
      readout.hidden = false;
      // Above the point, or below it where there is no room: never on it.
      const outer = box.getBoundingClientRect(), point = ring.getBoundingClientRect();
      const left = (point.left + point.right) / 2 - outer.left - readout.offsetWidth / 2;
      readout.style.left = `${Math.max(2, Math.min(left, outer.width - readout.offsetWidth - 2))}px`;
      const above = point.top - outer.top - readout.offsetHeight - 8;
      readout.style.top = `${above >= 0 ? above : point.bottom - outer.top + 8}px`;
    };

    box.addEventListener("pointermove", event => {
      const svg = drawing();
      if (!svg) return;
      const all = marks_of(svg), to = svg.getScreenCTM().inverse();
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(to), reach = NEAR * to.a;
      const own = all.filter(mark => mark.shape === event.target);
      const far = mark => Math.hypot(place(mark).x - at.x, own.length > 1 ? 0 : mark.y - at.y);
      const among = own.length ? own : all.filter(mark => far(mark) < reach);
      if (among.length) return show(svg, among.reduce((a, b) => far(b) < far(a) ? b : a));
      hide();
      // A key lights its series too.
      light(svg, event.target.dataset?.series ?? "");
    });
    box.addEventListener("pointerleave", hide);
    box.addEventListener("blur", hide);
    box.addEventListener("keydown", event => {
      if (event.key === "Escape") return hide();
      const svg = drawing(), groups = svg && groups_of(marks_of(svg));
      if (!groups?.length || event.ctrlKey || event.altKey || event.metaKey) return;
      const g = Math.max(0, groups.findIndex(group => group.includes(now))), i = groups[g].indexOf(now);
      const beside = step => {
        const there = groups[(g + step + groups.length) % groups.length];
        const far = mark => Math.abs(mark.x - now.x);
        return there.reduce((a, b) => far(b) < far(a) ? b : a);
      };
      const along = step => groups[g][i + step] ?? (step > 0 ? groups[g + 1]?.[0] : groups[g - 1]?.at(-1)) ?? now;
      const moves = {
        ArrowRight: () => along(1), ArrowLeft: () => along(-1), ArrowDown: () => beside(1), ArrowUp: () => beside(-1),
        Home: () => groups[g][0], End: () => groups[g].at(-1),
      };
      if (!moves[event.key]) return;
      event.preventDefault();
      show(svg, now ? moves[event.key]() : event.key === "End" ? groups[0].at(-1) : groups[0][0]);
      aloud.textContent = `${now.label}: ${now.value}`;
    });
  });

  // Files: the wide drawing as it is on white, with its titles back in it.
  const file_of = svg => {
    const copy = svg.cloneNode(true);
    copy.querySelectorAll(".here").forEach(e => e.remove());
    copy.querySelectorAll("[data-title]").forEach(e => {
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = e.dataset.title;
      e.prepend(title);
      e.removeAttribute("data-title");
    });
    copy.querySelectorAll("[class]").forEach(e => e.removeAttribute("class"));
    copy.removeAttribute("class");
    const [, , wide, tall] = svg.getAttribute("viewBox").split(" ");
    copy.setAttribute("width", wide);
    copy.setAttribute("height", tall);
    return { text: new XMLSerializer().serializeToString(copy), wide: Number(wide), tall: Number(tall) };
  };
  const save = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const png = (name, svg) => {
    const { text, wide, tall } = file_of(svg), picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [2 * wide, 2 * tall];
      canvas.getContext("2d").drawImage(picture, 0, 0, 2 * wide, 2 * tall);
      canvas.toBlob(blob => save(name, blob), "image/png");
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };
  // A number, its interval and its unit, as they are written on a chart; nothing of what is no number.
  const POWER = /\s*×\s*10([⁻⁰¹²³⁴-⁹]+)/g, DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const power = (_, digits) => `e${[...digits].map(d => d === "⁻" ? "-" : DIGITS.indexOf(d)).join("")}`;
  const NUMBER = "[+-]?\\d+(?:\\.\\d+)?(?:e-?\\d+)?";
  const PARTS = new RegExp(`^(?:at most )?(${NUMBER})(?: \\((${NUMBER}) to (${NUMBER})\\))? ?(.*)$`);
  const numbers = value => {
    const text = plain(value).replace(/(\d) (?=\d{3}(?!\d))/g, "$1").replace(/−/g, "-").replace(POWER, power);
    const [, of, low, high, unit] = text.match(PARTS) ?? [];
    return of === undefined ? ["", "", "", ""] : [Number(of), low === undefined ? "" : Number(low), high === undefined ? "" : Number(high), unit];
  };
  // A text that a spreadsheet would take for a formula is made one no more.
  const cell = of => {
    const text = typeof of === "number" ? String(of) : plain(of).replace(/^(?=[=+\-@\t\r])/, "'");
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csv = svg => {
    const rows = marks_of(svg).map(({ label, value }) => [label, ...numbers(value), value]);
    return [["of", "value", "low", "high", "unit", "as drawn"], ...rows].map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  document.querySelectorAll("figcaption button[data-file]").forEach(button => {
    button.addEventListener("click", () => {
      const figure = button.closest("figure"), svg = figure.querySelector("svg.wide"), kind = button.dataset.file;
      const name = `${figure.id.replace(/^chart-/, "")}.${kind}`;
      if (kind === "png") png(name, svg);
      else if (kind === "svg") save(name, new Blob([file_of(svg).text], { type: "image/svg+xml" }));
      else save(name, new Blob(["\ufeff", csv(svg)], { type: "text/csv" }));
    });
  });
})();
