// What a page's style and script use that is newer than the oldest browsers promised: node features.mjs STYLE.css SCRIPT.js
// Prints JSON: { feature: "chrome 88, firefox 89" }.  The facts are MDN's (@mdn/browser-compat-data).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../tools/package.json", import.meta.url));
const acorn = require("acorn");
const csstree = require("css-tree");
const data = JSON.parse(readFileSync(require.resolve("@mdn/browser-compat-data"), "utf-8"));
const FLOOR = { chrome: 64, firefox: 58 };
const newer = {};

function since(compat, browser) {
  const known = [compat.support[browser]].flat().filter((one) => one && !one.prefix && !one.alternative_name && !one.flags && !one.partial_implementation);
  const versions = known.map((one) => one.version_added === false || one.version_added === "preview" ? Infinity : parseFloat(String(one.version_added).replace("≤", "")));
  return Math.min(Infinity, ...versions);
}
// A name that several things have is as old as the oldest of them.
function judge(name, nodes) {
  const compats = nodes.map((node) => node && node.__compat).filter(Boolean);
  if (!compats.length) return;
  const told = Object.keys(FLOOR).map((browser) => [browser, Math.min(...compats.map((one) => since(one, browser)))]);
  if (told.some(([browser, version]) => version > FLOOR[browser])) newer[name] = told.map(([browser, version]) => `${browser} ${version === Infinity ? "never" : version}`).join(", ");
}

const [style, script] = process.argv.slice(2).map((file) => readFileSync(file, "utf-8"));
csstree.walk(csstree.parse(style), (node) => {
  if (node.type === "Declaration" && !node.property.startsWith("-")) {
    const property = data.css.properties[node.property];
    judge(node.property, [property]);
    csstree.walk(node.value, (part) => {
      if (part.type === "Function") judge(`${part.name}()`, [data.css.types[part.name], data.css.types.gradient?.[part.name]]);
      if (part.type === "Identifier" && property) judge(`${node.property}: ${part.name}`, [property[part.name]]);
    });
  }
  if (node.type === "PseudoClassSelector" || node.type === "PseudoElementSelector") judge(`:${node.name}`, [data.css.selectors[node.name]]);
  if (node.type === "Atrule") judge(`@${node.name}`, [data.css["at-rules"][node.name]]);
  if (node.type === "Feature" || node.type === "MediaFeature") judge(`@media ${node.name}`, [data.css["at-rules"].media[node.name.replace(/^(min|max)-/, "")]]);
});

// Syntax of 2018 is what Chromium 64 and Firefox 58 understand.
const tree = acorn.parse(script, { ecmaVersion: 2018 });
const homes = [...Object.values(data.api), ...Object.values(data.javascript.builtins)];
const seen = new Set();
(function walk(node) {
  if (!node || typeof node.type !== "string") return;
  if (node.type === "MemberExpression" && !node.computed) seen.add(node.property.name);
  if (node.type === "Identifier" && data.api[node.name]) judge(node.name, [data.api[node.name]]);
  for (const value of Object.values(node)) for (const one of [value].flat()) if (one && typeof one === "object") walk(one);
}(tree));
for (const name of seen) judge(`.${name}`, homes.map((home) => Object.hasOwn(home, name) ? home[name] : home[`${name}_static`]));
console.log(JSON.stringify(newer));
