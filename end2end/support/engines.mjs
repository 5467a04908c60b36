// Real browsers of the years in which lobby televisions were made. The npm packages carry them packed; here each is
// unpacked once, to target/engines/chromium-<n>/chromium. On its own (`node support/engines.mjs`) it unpacks them all.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGES = join(HERE, "..", "node_modules");
const TARGET = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(HERE, "..", "..", "target");

/** The packed program of each version. The libraries that lie beside some of them are for a system without any. */
const packed = { 67: "chromium-67.0.3391.0.br", 75: "chromium-75.0.3738.0.br", 91: "chromium.br" };

/** The Chromium versions that are there to try: all are built for one kind of processor. */
export const chromiums = process.arch === "x64" ? Object.keys(packed).map(Number) : [];

/**
 * Where the program of a version is; unpacks it first unless that has been done.
 * @param {number} version
 * @returns {string}
 */
export function chromium(version) {
  const folder = join(TARGET, "engines", `chromium-${version}`);
  const file = join(folder, "chromium");
  if (!existsSync(file)) unpack(join(PACKAGES, `chromium-${version}`, "bin", packed[version]), folder, file);
  return file;
}

/** Two may unpack at once: each does so beside the place, and the first that is ready takes it. */
function unpack(from, folder, file) {
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const program = join(beside, "chromium");
  writeFileSync(program, brotliDecompressSync(readFileSync(from)));
  chmodSync(program, 0o755);
  try {
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(file)) throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of chromiums) console.log(`Chromium ${version}: ${chromium(version)}`);
}
