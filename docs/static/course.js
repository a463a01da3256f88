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

// In a book no Python answers a slider. The pictures at each place of one slider of a panel were made beforehand
// (docs/live_panels.py); each file of them calls showPanel. Without scripts, the still picture stays.
function showPanel(name, panel) {
  const place = document.getElementById(name), picture = place.closest(".cell").querySelector("img");
  place.innerHTML = `<label>${panel.label} <input type="range" max="${panel.moving.length - 1}" value="${panel.first}">
    <output></output></label><div class="layers"><div>${panel.still}</div><div></div></div>`;
  const slider = place.querySelector("input"), moving = place.querySelector(".layers").lastElementChild;
  slider.addEventListener("input", () => {
    moving.innerHTML = panel.moving[slider.value];
    place.querySelector("output").textContent = panel.values[slider.value];
    slider.setAttribute("aria-valuetext", panel.values[slider.value]);
  });
  slider.dispatchEvent(new Event("input"));
  (picture.closest("a") ?? picture).hidden = true;
}
window.addEventListener("load", () => {
  for (const place of document.querySelectorAll(".live-panel")) {
    const script = document.createElement("script");
    script.src = place.dataset.script;
    document.head.append(script);
  }
});
