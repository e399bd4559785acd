// The state of the page lives in its address: `#ANCHOR&key=value&…` holds what differs from how the page begins (place on
// each way, figure, sort, filter, theme, opened sections), so that a reader can send what is seen. Parts of the page put and
// take their own keys, and are told when the address changes. Every number comes from the page; texts are set as text.
"use strict";
const headroom = (() => {
  const root = document.documentElement;
  root.classList.add("js");
  const data = JSON.parse(document.getElementById("data").textContent);
  const el = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const slug = text => text.trim().replace(/[^\p{L}\p{N}_.]+/gu, "-").replace(/^-|-$/g, "");

  const state = new Map(), listeners = [];
  let anchor = "";
  const decoded = text => {
    try { return decodeURIComponent(text.replace(/\+/g, " ")); } catch { return ""; }
  };
  const encoded = text => encodeURIComponent(text).replace(/%20/g, "+").replace(/%2C/g, ",").replace(/%2F/g, "/");
  const read = () => {
    state.clear();
    anchor = "";
    location.hash.slice(1).split("&").filter(Boolean).forEach(part => {
      const at = part.indexOf("=");
      if (at < 0) anchor = decoded(part);
      else state.set(decoded(part.slice(0, at)), decoded(part.slice(at + 1)));
    });
  };
  const address = () => {
    const parts = [...state].map(([key, value]) => `${encoded(key)}=${encoded(value)}`);
    return "#" + [...(anchor ? [encoded(anchor)] : []), ...parts].join("&");
  };
  // Written a moment after the last change, so that a slider that is pulled makes one step to go back.
  let waiting = 0, step = false;
  const write = () => {
    waiting = 0;
    if (address() === (location.hash || "#")) return;
    // A page inside another may not write the address: then the state is the page's alone.
    try { history[step ? "pushState" : "replaceState"](null, "", address()); } catch { /* as it says */ }
    step = false;
  };
  const set = (key, value, back = false) => {
    if (value === undefined || value === "") state.delete(key);
    else state.set(key, String(value));
    step ||= back;
    clearTimeout(waiting);
    waiting = setTimeout(write, 120);
  };
  const flush = () => {
    if (!waiting) return;
    clearTimeout(waiting);
    write();
  };
  // A part of the page that keeps something there: `restore` puts the page as the address has it.
  const keep = restore => listeners.push(restore);

  const jump = () => {
    const target = anchor && document.getElementById(anchor);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  };
  // A link to a section keeps the state: the anchor alone would lose it.
  addEventListener("hashchange", () => {
    const alone = location.hash.length > 1 && !location.hash.includes("=");
    if (alone) {
      anchor = decoded(location.hash.slice(1));
      if (state.size) write();
    } else {
      read();
      listeners.forEach(restore => restore());
    }
    jump();
  });
  const begin = () => {
    read();
    listeners.forEach(restore => restore());
    if (state.size || document.getElementById(anchor)?.tagName === "DETAILS") jump();
  };
  addEventListener("pagehide", flush);

  // Theme: the reader's system decides until the button is pressed.
  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const show_theme = () => theme?.setAttribute("aria-pressed", String(dark()));
  theme?.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    set("theme", root.dataset.theme);
    show_theme();
  });
  system.addEventListener("change", show_theme);
  keep(() => {
    if (["dark", "light"].includes(state.get("theme"))) root.dataset.theme = state.get("theme");
    else delete root.dataset.theme;
    show_theme();
  });

  // Sections that are folded: which were opened.
  const folds = [...document.querySelectorAll("details")];
  folds.forEach((fold, i) => { fold.id ||= `fold-${i + 1}`; });
  document.addEventListener("toggle", event => {
    if (!folds.includes(event.target) || root.classList.contains("printing")) return;
    set("open", folds.filter(fold => fold.open).map(fold => fold.id).join(","));
  }, true);
  keep(() => {
    const open = new Set((state.get("open") ?? "").split(","));
    folds.forEach(fold => { fold.open = open.has(fold.id); });
  });

  return { root, data, el, slug, get: key => state.get(key), keys: () => [...state.keys()], set, keep, begin, folds };
})();
