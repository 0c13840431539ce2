// Scroll stops: tables and formulas wider than the page become stops of the Tab key, so that the arrow keys move them.
// The theme does so for code and its output.

function updateScrollStops() {
  for (const part of document.querySelectorAll(".pst-scrollable-table-container, .katex-display")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

addEventListener("load", updateScrollStops);
addEventListener("resize", updateScrollStops);
document.fonts.ready.then(updateScrollStops);
