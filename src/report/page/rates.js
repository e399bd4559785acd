// Rates of events: days a year are added up as rate × response, each event's, nights after maintenance and other days; halves
// of intervals add up as squares do.
"use strict";
(() => {
  const { get, set, keep, keys } = headroom;
  const table = document.getElementById("rates-table");
  if (!table) return;
  const fields = [...table.querySelectorAll("input")];
  const pair = text => (text || "0 0").split(" ").map(Number);
  const rounded = x => {
    const [digits, point] = String(+x.toPrecision(3)).split(".");
    return digits.replace(/\B(?=(\d{3})+$)/g, " ") + (point ? `.${point}` : "");
  };
  const said = ([mean, half]) => Number.isNaN(mean) ? "a rate is a number of 0 or more" : `${rounded(mean)} (${rounded(Math.max(0, mean - half))} to ${rounded(mean + half)})`;
  const sum = parts => [parts.reduce((all, p) => all + p[0], 0), Math.hypot(...parts.map(p => p[1]))];
  const add = () => {
    const nights = [], days = [pair(table.dataset.ordinary)];
    fields.forEach(field => {
      const rate = field.validity.valid && field.value !== "" ? Number(field.value) : NaN;
      const brings = pair(field.dataset.days).map(x => rate * x);
      field.closest("tr").querySelector("output").textContent = Number.isNaN(rate) ? "–" : said(brings);
      (field.dataset.maintenance === undefined ? days : nights).push(brings);
    });
    document.getElementById("rates-nights").textContent = said(sum(nights));
    document.getElementById("rates-days").textContent = said(sum(days));
  };
  const word = field => `rate.${field.dataset.event}`;
  fields.forEach(field => field.addEventListener("input", () => {
    set(word(field), field.value === field.defaultValue ? undefined : field.value);
    add();
  }));
  document.getElementById("rates-back").addEventListener("click", () => {
    keys().filter(key => key.startsWith("rate.")).forEach(key => set(key));
    fields.forEach(field => { field.value = field.defaultValue; });
    add();
  });
  keep(() => {
    fields.forEach(field => { field.value = get(word(field)) ?? field.defaultValue; });
    add();
  });
})();
