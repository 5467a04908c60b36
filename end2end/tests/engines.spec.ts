// The wall in the engines that lobby televisions have, and in another maker's. All of them are open at the same time, as in a
// building: what takes its time is waited for once.
import { expect, test } from "@playwright/test";
import { signIn } from "../support/desk";
import { importOneLateDossier } from "../support/dossiers";
import { chromiums } from "../support/engines.mjs";
import { geometryCheck, told, type Seen } from "../support/geometry";
import { addNotice, ALARM, endNotice } from "../support/notices";
import { inTime, monthOf, onWall, pending } from "../support/open-data";
import { Server } from "../support/server";
import { SIZES, sizeName } from "../support/sizes";
import { receiveSlip } from "../support/slip";
import { firefox, oldChromium, until, type Television } from "../support/television";
import { wallAddress, WITH_QR, type WallRequest } from "../support/wall";

const LANDSCAPE = SIZES[1];
const PORTRAIT = SIZES[3];
const START_MS = 120_000;
/** Noticing what another process wrote takes up to 1 s. */
const NOTICED_MS = 6_000;
const LATE_MS = 25_000;
const LOST_MS = 75_000;
const LIVE_AGAIN_MS = 10_000;
/** Loading a page in every engine at the same time. */
const LOADED_MS = 20_000;

const makers: Record<string, () => Promise<Television>> = {
  ...Object.fromEntries(chromiums.map((version) => [`Chromium ${version}`, () => oldChromium(version)])),
  ...Object.fromEntries(chromiums.slice(0, 1).map((version) => [`Chromium ${version} without grid`, () => oldChromium(version, { hasGrid: false })])),
  "Firefox ESR": firefox,
};

/** Other faces of the wall, each of which draws in its own way. */
const LOOKS: Record<string, WallRequest> = {
  "lost-dark": { preview: "lost", theme: "dark" },
  far: { distance: "far", theme: "light", lang: "en" },
};

let server: Server;
const televisions = new Map<string, Television>();
const address = (): string => wallAddress(server, { lang: "vi", theme: "light" });
const each = <T>(work: (television: Television) => Promise<T>): Promise<T[]> => Promise.all([...televisions.values()].map(work));

test.beforeAll(async () => {
  test.setTimeout(START_MS);
  server = await Server.prepare({ flags: WITH_QR });
  await server.start();
  for (const [name, make] of Object.entries(makers)) televisions.set(name, await make());
  await each((television) => television.open(address(), LANDSCAPE));
});

test.afterAll(async () => {
  await each((television) => television.close());
  await server?.stop();
  expect(server?.log ?? "").not.toContain("panicked at");
});

test.afterEach(async () => {
  for (const { name, complaints } of televisions.values()) expect(complaints, `complaints of the page in ${name}`).toEqual([]);
});

const on = (name: string): Television => {
  const television = televisions.get(name);
  if (!television) throw new Error(`${name} has not been started`);
  return television;
};

/** Figures as a visitor reads them: digits with points between thousands. */
const numberIn = (selector: string): string =>
  `Number(document.querySelector(${JSON.stringify(selector)}).textContent.replace(/[^0-9]/g, ""))`;
const TILES = ".tiles[data-period=month] .tile";
const state = (name: string): string => `document.getElementById("screen").getAttribute("data-state") === "${name}"`;

const pictureName = (name: string, size: string): string => `engine-${name.toLowerCase().replace(/ /g, "-")}-${size}`;

for (const name of Object.keys(makers)) {
  test(`${name} shows every figure, whole and legible`, async () => {
    const television = on(name);
    const { total, rows } = await monthOf(server);
    for (const size of [PORTRAIT, LANDSCAPE]) {
      await television.open(address(), size);
      await until(television, state("live"), NOTICED_MS);
      await television.picture(pictureName(name, sizeName(size)));
      const seen = await television.evaluate<Seen>(geometryCheck());
      expect.soft(seen.words).toBeGreaterThan(30);
      expect.soft(told(seen), `${name}, ${sizeName(size)}`).toEqual([]);
    }
    for (const [look, asked] of Object.entries(LOOKS)) {
      await television.open(wallAddress(server, asked), LANDSCAPE);
      await television.picture(pictureName(name, look));
      expect.soft(told(await television.evaluate<Seen>(geometryCheck())), `${name}, ${look}`).toEqual([]);
    }
    await television.open(address(), LANDSCAPE);
    for (const [tile, figure] of [["in-time", inTime(total)], ["late", total.late], ["pending", pending(total)]] as const) {
      expect(await television.evaluate(numberIn(`${TILES}.${tile} .figure`)), tile).toBe(figure);
    }
    const cells = await television.evaluate<number[][]>(`Array.from(document.querySelectorAll(".fields[data-period=month] tbody tr"))
      .map(row => Array.from(row.querySelectorAll("td")).slice(0, 5).map(cell => Number(cell.textContent.replace(/[^0-9]/g, ""))))`);
    expect(cells).toEqual(onWall(rows).map((row) => [row.received, row.early, row.on_time, row.late, row.pending]));
  });
}

test("every engine's clock is the centre's", async () => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  await expect(async () => {
    const shown = await each((television) => television.evaluate<string>(`document.querySelector("[data-clock]").textContent.trim()`));
    expect(new Set(shown)).toEqual(new Set([format.format(new Date())]));
  }).toPass();
});

test("a change arrives in every engine without loading again", async () => {
  const late = numberIn(`${TILES}.late .figure`);
  const before = (await monthOf(server)).total.late;
  await each((television) => television.evaluate("window.isTheSamePage = true"));
  await importOneLateDossier(server);
  await each((television) => until(television, `window.isTheSamePage && ${late} === ${before + 1}`, NOTICED_MS));
});

test("an emergency covers the wall in every engine, and goes again", async () => {
  const seen = `document.querySelector(".emergency")`;
  const id = await addNotice(server, ALARM);
  await each(async (television) => {
    await until(television, seen, NOTICED_MS);
    expect(await television.evaluate<string>(`${seen}.textContent`), television.name).toContain(ALARM.vi);
    await television.picture(pictureName(television.name, "emergency"));
    expect.soft(told(await television.evaluate<Seen>(geometryCheck())), `${television.name}, emergency`).toEqual([]);
  });
  await endNotice(server, id);
  await each((television) => until(television, `!${seen}`, NOTICED_MS));
});

test("a screen that is not set up shows a code in every engine, and goes to its wall by itself", async () => {
  const code = `document.querySelector("[data-code]")`;
  await each(async (television) => {
    await television.open(`${server.url}/screen/tang-9`, LANDSCAPE);
    await until(television, `${code}.textContent.trim().length === 7`, LOADED_MS);
    await television.picture(pictureName(television.name, "pairing"));
    const isWhole = `document.documentElement.scrollWidth <= innerWidth && ${code}.getBoundingClientRect().right <= innerWidth`;
    expect(await television.evaluate<boolean>(isWhole), television.name).toBe(true);
  });
  const said = await server.run("screen", "add", "tang-9", "--night", "same");
  expect(said.code, said.stderr).toBe(0);
  await each((television) => until(television, `document.getElementById("wall")`, LOADED_MS));
  await each((television) => television.open(address(), LANDSCAPE));
  await each((television) => until(television, state("live"), LOADED_MS));
});

/** Touches the keys of the kiosk's own keyboard, one after the other, for a field. */
const touch = (field: "code" | "pin", text: string): string => `(function () {
  var field = document.getElementById("${field}"), keys = document.querySelectorAll("#keys button");
  field.focus();
  field.onfocus();
  ${JSON.stringify(text)}.split("").forEach(function (letter) {
    Array.from(keys).filter(function (key) { return key.textContent === letter; })[0].click();
  });
  return field.value;
}())`;

test("the kiosk takes code and number, tells where a dossier stands, and is cleared in every engine", async ({ browser }) => {
  test.setTimeout(START_MS);
  const context = await browser.newContext({ locale: "vi-VN" });
  const desk = await context.newPage();
  await signIn(server, desk, "lan-engines");
  const slip = await receiveSlip(server, desk);
  await context.close();
  const code = `document.getElementById("code")`;
  await each(async (television) => {
    await television.open(`${server.url}/lookup?kiosk`, PORTRAIT);
    expect(await television.evaluate<string>(touch("code", slip.code)), television.name).toBe(slip.code);
    expect(await television.evaluate<string>(touch("pin", slip.pin)), television.name).toBe(slip.pin);
    await television.picture(pictureName(television.name, "kiosk"));
    await television.evaluate(`document.querySelector(".lookup-form button[type=submit]").click()`);
    await until(television, `document.querySelector(".lookup-told[data-stage=received]")`, LOADED_MS);
    await until(television, `document.getElementById("left").textContent`, LOADED_MS);
    await television.picture(pictureName(television.name, "kiosk-told"));
    expect(await television.evaluate<boolean>(`document.documentElement.scrollWidth <= innerWidth`), television.name).toBe(true);
    await television.evaluate(`document.getElementById("done").click()`);
    await until(television, `${code} && ${code}.value === "" && !document.querySelector(".lookup-told")`, LOADED_MS);
    await television.open(address(), LANDSCAPE);
    await until(television, state("live"), LOADED_MS);
  });
});

test("every engine tells how old its figures are, keeps them, and comes back to life", async () => {
  test.setTimeout(LATE_MS + LOST_MS + START_MS);
  const late = numberIn(`${TILES}.late .figure`);
  const before = (await monthOf(server)).total.late;
  await server.stop();
  await each((television) => until(television, state("late"), LATE_MS));
  await each((television) => until(television, state("lost"), LOST_MS));
  await each(async (television) => {
    expect(await television.evaluate(late), television.name).toBe(before);
    await television.picture(pictureName(television.name, "lost"));
    expect.soft(told(await television.evaluate<Seen>(geometryCheck())), `${television.name}, lost`).toEqual([]);
  });
  await server.start();
  await each((television) => until(television, state("live"), LIVE_AGAIN_MS));
});
