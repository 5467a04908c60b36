// Prints the cycles among the modules of a crate, at every level: `node cycles.mjs CRATE/src`.
//
// What counts is an arrow between two modules of the same parent: some file below the one names something below the other, by a path
// through `crate::`, `super::` or `self::`. Where the parent takes a name from a child (`use child::Name`, `pub use child::Name`), a
// path to that name leads to the child: a re-export hides no arrow. The parent itself is no part of the check. That it is made of its
// children, and that they know what it declares for all of them, is how Rust nests modules. Calls of methods are not followed: the
// `impl`s of one type may stand in several files. Tests may use any module.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const root = process.argv[2];

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "tests" ? [] : files(path);
    return name.endsWith(".rs") && name !== "tests.rs" ? [path] : [];
  });

/** Splits at the commas that stand in no braces. */
function parts(list) {
  const found = [""];
  let depth = 0;
  for (const char of list) {
    if (char === "{") depth += 1;
    if (char === "}") depth -= 1;
    if (char === "," && depth === 0) found.push("");
    else found[found.length - 1] += char;
  }
  return found.map((part) => part.trim()).filter(Boolean);
}

/** The paths of a tree such as `a::{b, c::{d, e as f}}`, each as its segments and the name it is given. */
function paths(tree) {
  const brace = tree.indexOf("{");
  if (brace < 0) {
    const [path, alias] = tree.split(/\s+as\s+/);
    const segments = path.split("::").map((segment) => segment.trim());
    if (segments.at(-1) === "self") segments.pop();
    return [{ segments, name: alias ?? segments.at(-1) }];
  }
  const before = tree.slice(0, brace).split("::").map((segment) => segment.trim()).filter(Boolean);
  const inside = parts(tree.slice(brace + 1, tree.lastIndexOf("}"))).flatMap(paths);
  return inside.map(({ segments, name }) => {
    const whole = [...before, ...segments];
    return { segments: whole, name: name ?? whole.at(-1) };
  });
}

/** The path from the root of the crate, for one that begins with `crate`, `self` or `super`; none for another crate's. */
function fromRoot(segments, module) {
  let at = module;
  let rest = segments;
  if (rest[0] === "crate") return rest.slice(1);
  if (rest[0] !== "self" && rest[0] !== "super") return null;
  if (rest[0] === "self") rest = rest.slice(1);
  for (; rest[0] === "super"; rest = rest.slice(1)) at = at.slice(0, -1);
  return [...at, ...rest];
}

const sources = files(root).map((path) => {
  const inside = relative(root, path).replace(/\.rs$/, "").split("/");
  const module = inside.at(-1) === "mod" || ["lib", "main"].includes(inside.join("/")) ? inside.slice(0, -1) : inside;
  const text = readFileSync(path, "utf8")
    .split(/#\[cfg\(test\)\]\s*mod tests/)[0]
    .replace(/^\s*\/\/.*$/gm, "");
  const uses = [...text.matchAll(/^\s*(?:pub(?:\([a-z ]+\))?\s+)?use\s+([^;]+);/gm)].flatMap((found) => paths(found[1]));
  const inline = [...text.matchAll(/(?<![\w:])(?:crate|super|self)(?:::\w+)+(?!\w|::\{)/g)].map((found) => ({ segments: found[0].split("::") }));
  return { path: relative(root, path), module, uses, inline };
});
const modules = new Set(sources.flatMap(({ module }) => module.map((_, at) => module.slice(0, at + 1).join("::"))));

// What a parent takes from its children: by the parent's path, a name leads to a child.
const taken = new Map();
for (const { module, uses } of sources) {
  const parent = module.join("::");
  const names = taken.get(parent) ?? new Map();
  for (const { segments, name } of uses) {
    const path = fromRoot(segments, module) ?? [...module, ...segments];
    const child = path[module.length];
    if (module.every((segment, at) => path[at] === segment) && modules.has([...module, child].join("::"))) names.set(name, child);
  }
  taken.set(parent, names);
}

// The arrows: by parent and module, the modules used with one place that does.
const arrows = new Map();
for (const { path, module, uses, inline } of sources) {
  for (const { segments } of [...uses, ...inline]) {
    const target = fromRoot(segments, module);
    if (!target) continue;
    for (let depth = 0; depth < Math.min(module.length, target.length); depth += 1) {
      const parent = module.slice(0, depth).join("::");
      const [from, next] = [module[depth], target[depth]];
      const isModule = modules.has([...module.slice(0, depth), next].join("::"));
      const to = isModule ? next : taken.get(parent)?.get(next);
      if (from === to) continue;
      if (!to) break;
      const below = arrows.get(parent) ?? arrows.set(parent, new Map()).get(parent);
      const used = below.get(from) ?? below.set(from, new Map()).get(from);
      const places = used.get(to) ?? used.set(to, new Set()).get(to);
      places.add(`${path}: ${target.slice(depth).join("::")}`);
      break;
    }
  }
}

/** All that a module leads to, by one arrow or by several. */
function reached(below, start) {
  const found = new Set();
  const next = [start];
  while (next.length > 0) {
    for (const to of below.get(next.pop())?.keys() ?? []) {
      if (!found.has(to)) next.push(to);
      found.add(to);
    }
  }
  return found;
}

for (const [parent, below] of arrows) {
  const leads = new Map([...below.keys()].map((name) => [name, reached(below, name)]));
  for (const [from, used] of below) {
    for (const [to, places] of used) {
      if (!leads.get(to)?.has(from)) continue;
      console.log(`${parent ? `${parent}: ` : ""}${from} uses ${to} (${[...places].join(", ")})`);
    }
  }
}
