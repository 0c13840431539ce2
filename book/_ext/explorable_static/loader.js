// Loads the module of an explorable when it comes near the part of the page that is seen.
const loaded = new Set();

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    if (loaded.has(target.localName)) continue;
    loaded.add(target.localName);
    import(new URL(`${target.localName}.js`, import.meta.url)).catch((error) => console.error(target.localName, error));
  }
}, { rootMargin: "600px" });

for (const element of document.querySelectorAll(".explorable > :not(:defined)")) watcher.observe(element);
