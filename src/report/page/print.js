// Paper: the pack as it is, or with the appendix, which is all the rest with what is folded opened. And commands that can be copied.
"use strict";
(() => {
  const { root, el, folds } = headroom;
  let opened = [];
  addEventListener("beforeprint", () => {
    if (!root.classList.contains("appendix")) return;
    root.classList.add("printing");
    opened = folds.filter(fold => !fold.open);
    opened.forEach(fold => { fold.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach(fold => { fold.open = false; });
    opened = [];
    root.classList.remove("appendix");
    // What was opened for paper tells of it a moment later.
    setTimeout(() => root.classList.remove("printing"), 100);
  });
  const theme = document.getElementById("theme");
  const print = (text, whole) => {
    const button = el("button", text, { type: "button", class: "scripted" });
    button.addEventListener("click", () => {
      root.classList.toggle("appendix", whole);
      window.print();
    });
    return button;
  };
  theme?.after(print("Print", false), print("Print with appendix", true));

  // A command is copied; where the browser does not let a page do that it is selected, to be copied by hand.
  const choose = code => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  document.querySelectorAll("pre > code").forEach(code => {
    const button = el("button", "Copy", { type: "button", class: "copy", "aria-label": "Copy the command" });
    const told = text => {
      button.textContent = text;
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    };
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        told("Copied");
      } catch {
        choose(code);
        told(document.execCommand("copy") ? "Copied" : "Selected: copy it");
      }
    });
    code.parentElement.before(button);
  });
})();
