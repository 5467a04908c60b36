// Checks licences, bans and sources of .cargo/deny.toml with `cargo metadata`, for machines without cargo-deny. Advisories are left
// out, because they need the network.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const rules = readFileSync(".cargo/deny.toml", "utf8").replace(/^\s*#.*$/gm, "");
/** The texts of a list in the rules. */
const list = (name) => {
  const found = new RegExp(`^${name} = \\[([^\\]]*)\\]`, "m").exec(rules);
  if (!found) throw new Error(`.cargo/deny.toml has no list '${name}'`);
  return [...found[1].matchAll(/"([^"]*)"/g)].map(([, text]) => text);
};

const allowed = new Set(list("allow"));
const registries = new Set(list("allow-registry").map((address) => `registry+${address}`));
const banned = list("deny").map((rule) => rule.split(":<"));

/** Whether the allowed licences satisfy an SPDX expression; `/` is an old form of OR. */
const met = (expression) => {
  const words = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  const one = () => {
    const word = words.shift();
    if (word === "(") {
      const inner = either();
      words.shift();
      return inner;
    }
    if (words[0] !== "WITH") return allowed.has(word);
    words.shift();
    return allowed.has(`${word} WITH ${words.shift()}`);
  };
  const both = () => {
    let all = one();
    while (words[0] === "AND") all = [words.shift(), one()][1] && all;
    return all;
  };
  const either = () => {
    let any = both();
    while (words[0] === "OR") any = [words.shift(), both()][1] || any;
    return any;
  };
  return either();
};

/** Whether a version is below a limit that has no more numbers than the version. */
const isBelow = (version, limit) => {
  const numbers = version.split(/[.+-]/).map(Number);
  const at = limit.split(".").map(Number).map((number, index) => Math.sign(numbers[index] - number));
  return at.find((sign) => sign !== 0) === -1;
};

const metadata = ["metadata", "--locked", "--all-features", "--format-version", "1"];
const { packages } = JSON.parse(execFileSync("cargo", metadata, { encoding: "utf8", maxBuffer: 1 << 28 }));
const breaches = [];
for (const { name, version, license, source } of packages) {
  if (!met(license ?? "none")) breaches.push(`${name} ${version}: licence ${license ?? "none"}`);
  if (source !== null && !registries.has(source)) breaches.push(`${name} ${version}: from ${source}`);
  if (banned.some(([crate, limit]) => crate === name && (limit === undefined || isBelow(version, limit)))) {
    breaches.push(`${name} ${version}: banned`);
  }
}
for (const breach of breaches) console.error(`deny: ${breach}`);
if (breaches.length > 0) process.exit(1);
console.log(`deny: ${packages.length} crates keep the rules of licences, bans and sources`);
