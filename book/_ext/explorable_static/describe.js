// For the build: `node describe.js ml-name name=value …` ends with 1 and says why where the element would not take these.
import { readAll } from "./settings.js";

const [tag, ...pairs] = process.argv.slice(2);
const { settings } = await import(`./${tag.slice(3).replaceAll("-", "_")}_core.js`);
const { problems } = readAll(settings, Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2))));
if (problems.length) {
  console.error(problems.join("; "));
  process.exitCode = 1;
}
