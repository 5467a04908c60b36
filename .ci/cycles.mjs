// Prints the cycles among the top-level modules of a crate: `node cycles.mjs CRATE/src`. A module uses another one through `crate::`,
// or through as many `super::` as lead to the root. Tests may use any module.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const root = process.argv[2];
const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return name.endsWith(".rs") ? [path] : [];
  });
const moduleOf = (path) => path.split("/")[0].replace(/\.rs$/, "");
const sources = files(root).map((path) => relative(root, path));
const modules = new Set(sources.map(moduleOf).filter((name) => name !== "lib" && name !== "main"));

/** The modules that a file uses after a prefix that leads to the root. */
function used(text, prefix) {
  const single = [...text.matchAll(new RegExp(`(?<![:\\w])${prefix}([a-z_]+)`, "g"))].map((found) => found[1]);
  const lists = [...text.matchAll(new RegExp(`(?<![:\\w])${prefix}\\{((?:[^{}]|\\{[^{}]*\\})*)\\}`, "g"))];
  const listed = lists.flatMap((found) => found[1].replace(/\{[^{}]*\}/g, "").match(/(?<=^|,)\s*[a-z_]+/g) ?? []);
  return [...single, ...listed.map((name) => name.trim())];
}

const arrows = new Map([...modules].map((name) => [name, new Set()]));
for (const path of sources) {
  const module = moduleOf(path);
  if (!modules.has(module)) continue;
  const text = readFileSync(join(root, path), "utf8")
    .split(/#\[cfg\(test\)\]\s*mod tests/)[0]
    .replace(/^\s*\/\/.*$/gm, "");
  const depth = path.replace(/(\/mod)?\.rs$/, "").split("/").length;
  for (const name of [...used(text, "crate::"), ...used(text, "super::".repeat(depth))]) {
    if (name !== module && modules.has(name)) arrows.get(module).add(name);
  }
}

// Removes modules that use no other, again and again. What is left is in a cycle, or leads to one.
for (let taken = true; taken; ) {
  taken = false;
  for (const [name, uses] of arrows) {
    if (uses.size > 0) continue;
    arrows.delete(name);
    for (const others of arrows.values()) others.delete(name);
    taken = true;
  }
}
// Removes modules that no other one uses: they only lead to a cycle.
for (let taken = true; taken; ) {
  taken = false;
  for (const name of arrows.keys()) {
    if ([...arrows.values()].some((uses) => uses.has(name))) continue;
    arrows.delete(name);
    taken = true;
  }
}
for (const [name, uses] of arrows) console.log(`${name} uses ${[...uses].join(", ")}`);
