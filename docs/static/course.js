// A formula that is wider than the page scrolls sideways: let the keyboard reach it.
function reach() {
  for (const formula of document.querySelectorAll("div.math")) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
}
window.addEventListener("load", () => {
  window.MathJax?.startup?.promise?.then(reach);
  window.addEventListener("resize", reach);
});
