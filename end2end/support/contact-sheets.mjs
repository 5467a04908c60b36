// Lays the pictures that the browser tests have kept side by side, for people: `npm run sheets` writes
// target/screenshots/sheet-<state>.png, one row a theme or an engine.
import { chromium } from "@playwright/test";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(HERE, "..", "..", "target");
const FOLDER = join(TARGET, "screenshots");
const THUMB_HEIGHT_PX = 340;
/** Sheets by what a picture's name begins with; whatever fits none is on the last. */
const SHEETS = ["usual", "late", "lost", "emergency", "notice", "english", "both", "middle", "far", "zeros", "vast", "one-field", "sixty-fields", "long-names", "no-qr", "engine", "twin", "plainer"];
const REST = "others";

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function sheet(names) {
  const rows = new Map();
  for (const name of names) {
    const row = /^engine-(chromium-\d+(-without-grid)?|firefox-esr)/.exec(name)?.[0] ?? name.replace(/-\d+x\d+$/, "");
    rows.set(row, [...(rows.get(row) ?? []), name]);
  }
  const figure = (name) =>
    `<figure><img src="${encodeURIComponent(name)}.png"><figcaption>${escaped(name)}</figcaption></figure>`;
  const body = [...rows.values()].map((row) => `<div>${row.map(figure).join("")}</div>`).join("");
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 12px; background: #888; font: 14px sans-serif; width: max-content } div { display: flex; gap: 12px; margin-bottom: 12px }
    figure { margin: 0 } img { display: block; height: ${THUMB_HEIGHT_PX}px } figcaption { padding: 3px 0 }
  </style>${body}`;
}

const pictures = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".png") && !file.startsWith("sheet-"))
  .map((file) => file.slice(0, -".png".length))
  .sort();
const sheetOf = (name) => SHEETS.find((start) => name.startsWith(`${start}-`)) ?? REST;

const executablePath = process.env.SANH_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
try {
  const page = await browser.newPage();
  for (const name of [...SHEETS, REST]) {
    const shown = pictures.filter((picture) => sheetOf(picture) === name);
    if (!shown.length) continue;
    const html = join(FOLDER, `sheet-${name}.html`);
    writeFileSync(html, sheet(shown));
    await page.goto(pathToFileURL(html).href);
    const { width, height } = (await page.locator("body").boundingBox()) ?? { width: 800, height: 600 };
    await page.setViewportSize({ width: Math.ceil(width) + 24, height: Math.ceil(height) + 24 });
    await page.screenshot({ path: join(FOLDER, `sheet-${name}.png`) });
    rmSync(html);
    console.log(`sheet-${name}.png: ${shown.length} pictures`);
  }
} finally {
  await browser.close();
}
