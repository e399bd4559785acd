// Tables sort by the number behind a cell, filter by words and by variant, and copy as plain numbers.
"use strict";
(() => {
  const { el, slug, get, set, keep, folds } = headroom;

  // The number of a cell in the table's unit: what stands behind it, or what it says. None where it says none.
  const plain = text => {
    const digits = text.replace(/[\s\u202f\u00a0]/g, "").replace("−", "-").match(/^[<>+]?(-?\d[\d.]*(?:e-?\d+)?)/);
    return digits ? Number(digits[1]) : null;
  };
  const value = cell => cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.classList.contains("n") ? plain(cell.textContent) : null;

  const heads = table => [...table.tHead.rows[0].cells];
  // What a head is called stands first in it, before the rules that it names.
  const name = th => slug(th.firstChild.textContent);
  const order = (table, column, down) => {
    const cells = [...table.tBodies[0].rows].map((row, i) => {
      const cell = row.cells[column];
      const field = cell.querySelector("input");
      return { row, i, text: cell.textContent, number: field ? Number(field.value) : value(cell) };
    });
    const numbers = cells.every(c => c.number !== null || /^(–|)$/.test(c.text.trim()) || heads(table)[column].classList.contains("n"));
    const missing = c => numbers ? c.number === null : c.text === "";
    const compare = numbers ? (a, b) => a.number - b.number : (a, b) => a.text.localeCompare(b.text, "en", { numeric: true });
    cells.sort((a, b) => missing(a) - missing(b) || (missing(a) ? 0 : down ? compare(b, a) : compare(a, b)) || a.i - b.i);
    table.tBodies[0].append(...cells.map(c => c.row));
  };

  const dressed = new Map();
  const sorted = table => {
    const [column, way] = (get(`sort.${table.dataset.table}`) ?? "").split("~");
    const all = heads(table);
    const at = all.findIndex(th => name(th) === column);
    all.forEach((th, i) => {
      if (i === at) th.setAttribute("aria-sort", way === "down" ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    });
    if (at >= 0) order(table, at, way === "down");
    return at >= 0;
  };
  const sortable = table => heads(table).forEach(th => {
    const button = el("button", th.firstChild.textContent.trim(), { type: "button" });
    th.firstChild.replaceWith(button);
    button.addEventListener("click", () => {
      const now = th.getAttribute("aria-sort");
      const down = now ? now === "ascending" : th.classList.contains("n");
      set(`sort.${table.dataset.table}`, `${name(th)}~${down ? "down" : "up"}`);
      sorted(table);
    });
  });

  // A row stays if it holds every word and is of the variant chosen. Where a variant has one row, all are shown and its own marked.
  const LEAST = 8;
  const own = (table, row) => table.dataset.by === undefined ? undefined : plain(row.cells[table.dataset.by].textContent);
  const one_each = (table, rows) => new Set(rows.map(row => own(table, row))).size === rows.length;
  const filtered = table => {
    const { input, count, all } = dressed.get(table);
    const words = (input?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...table.tBodies[0].rows];
    const whole = !all || get("rows") === "all";
    rows.forEach(row => {
      const here = own(table, row) === headroom.variant + 1;
      row.classList.toggle("here", here);
      const text = words.length ? row.textContent.toLowerCase() : "";
      row.hidden = !(whole || here) || !words.every(word => text.includes(word));
    });
    all?.setAttribute("aria-pressed", String(whole));
    if (count) count.textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length} rows`;
  };
  let filters = 0;
  const filterable = (scroll, table) => {
    const parts = { input: null, count: null, all: null };
    dressed.set(table, parts);
    const rows = [...table.tBodies[0].rows];
    const several = headroom.variant !== undefined && table.dataset.by !== undefined && !one_each(table, rows);
    if (rows.length < LEAST && !several) return filtered(table);
    const id = `filter-${filters += 1}`;
    parts.input = el("input", undefined, { type: "search", id });
    parts.count = el("span", "", { "aria-live": "polite", class: "quiet" });
    const bar = el("div", undefined, { class: "filter" });
    bar.append(el("label", "Rows with", { for: id }), parts.input, parts.count);
    if (several) {
      parts.all = el("button", "All variants", { type: "button" });
      parts.all.addEventListener("click", () => {
        set("rows", get("rows") === "all" ? undefined : "all");
        headroom.follow();
      });
      bar.append(parts.all);
    }
    scroll.before(bar);
    parts.input.value = get(`filter.${table.dataset.table}`) ?? "";
    parts.input.addEventListener("input", () => {
      set(`filter.${table.dataset.table}`, parts.input.value);
      filtered(table);
    });
    filtered(table);
  };
  const dress = scroll => {
    const table = scroll.querySelector("table");
    if (!table?.tHead || dressed.has(table)) return;
    sortable(table);
    filterable(scroll, table);
    sorted(table);
  };
  // Those that are folded are dressed when they are opened: there may be many.
  const undressed = [...document.querySelectorAll(".scroll")].filter(scroll => scroll.querySelector("table[data-table]"));
  const dress_in = fold => fold.querySelectorAll(".scroll").forEach(dress);
  folds.forEach(fold => fold.addEventListener("toggle", () => { if (fold.open) dress_in(fold); }));
  keep(() => {
    undressed.filter(scroll => !scroll.closest("details:not([open])")).forEach(dress);
    dressed.forEach(({ input }, table) => {
      if (input) input.value = get(`filter.${table.dataset.table}`) ?? "";
      sorted(table);
      filtered(table);
    });
  });

  // What is copied of a table is numbers in the head's unit, with a full stop and an ASCII minus; words that a spreadsheet would
  // run as a formula stand behind an apostrophe.
  const number = (cell, table) => {
    const x = value(cell);
    const one = Number(heads(table)[cell.cellIndex]?.dataset.one ?? 1);
    return x === null ? "" : String(cell.dataset.v === undefined ? x : +(x / one).toPrecision(12));
  };
  const inert = text => /^[=+\-@]/.test(text) ? `'${text}` : text;
  const words = text => inert(text.replace(/\s+/g, " ").trim());
  const copied = (cell, table) => {
    if (cell.tagName === "TH") return words(cell.firstChild.textContent);
    return cell.classList.contains("n") ? number(cell, table) : words(cell.textContent);
  };
  document.addEventListener("copy", event => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    const inside = range.commonAncestorContainer;
    const table = (inside.nodeType === 1 ? inside : inside.parentElement).closest("table");
    // What is more than a table is copied as it stands.
    if (!table?.tHead) return;
    const rows = [...table.rows].filter(row => !row.hidden && range.intersectsNode(row));
    const cells = rows.map(row => [...row.cells].filter(cell => range.intersectsNode(cell)));
    const only = cells.flat().length === 1 ? cells.flat()[0] : null;
    const text = only && chosen.toString().trim() !== only.textContent.trim() ? words(chosen.toString())
      : cells.map(row => row.map(cell => copied(cell, table)).join("\t")).join("\n");
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });

  headroom.tables = { sorted, refresh: () => dressed.forEach((_, table) => filtered(table)) };
})();
