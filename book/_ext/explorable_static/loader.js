// Loads the module of an explorable when it comes near the part of the page that is seen, or a link holds its state.
const loaded = new Set();

function load({ localName }) {
  if (loaded.has(localName)) return;
  loaded.add(localName);
  import(new URL(`${localName}.js`, import.meta.url)).catch((error) => console.error(localName, error));
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    load(target);
  }
}, { rootMargin: "600px" });

for (const element of document.querySelectorAll(".explorable > :not(:defined)")) {
  if (location.hash.startsWith(`#${element.id}:`)) load(element);
  else watcher.observe(element);
}
