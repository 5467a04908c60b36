// A change in the database reaches the open wall.
import { importOneLateDossier } from "../support/dossiers";
import { signIn } from "../support/desk";
import { monthOf } from "../support/open-data";
import { pairedWall } from "../support/pairing";
import { METRICS_HEADERS } from "../support/server";
import { expect, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** From the end of another process's write to the figure on the screen. Noticing takes up to 1 s. */
const NOTICED_MS = 3_000;

test("what another program writes is on the wall before a visitor notices", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);

  await importOneLateDossier(server());
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: NOTICED_MS, intervals: [50] });

  expect((await monthOf(server())).total.late).toBe(before + 1);
  expect(await page.evaluate(() => performance.timeOrigin), "the page was not loaded again").toBe(loadedAt);
});

test("every open screen shows the same change", async ({ context }) => {
  const screens = await Promise.all([context.newPage(), context.newPage(), context.newPage()]);
  const addresses = ["/?lang=vi&period=month", "/?lang=en&period=month", "/?lang=vi%2Ben&period=month"];
  await Promise.all(screens.map((screen, at) => screen.goto(server().url + addresses[at])));
  for (const screen of screens) await expect(screen.locator("#screen")).toHaveAttribute("data-state", "live");
  const before = (await monthOf(server())).total.late;

  await importOneLateDossier(server());
  for (const screen of screens) {
    const late = screen.locator(".tiles[data-period=month] .tile.late .figure").locator("[data-k]").first();
    await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: NOTICED_MS, intervals: [50] });
  }
});

test("the operator sees which version a paired screen has painted", async ({ browser, page, request }) => {
  const added = await server().run("screen", "add", "hall");
  expect(added.code, added.stderr).toBe(0);
  await signIn(server(), page, "operator", "manager");
  const wall = await pairedWall(server(), browser, page, "hall");
  await importOneLateDossier(server());
  await expect(async () => {
    const version = await wall.locator("#wall").getAttribute("data-version");
    const metrics = await (await request.get(`${server().url}/metrics`, { headers: METRICS_HEADERS })).text();
    expect(metrics).toMatch(new RegExp(`sanh_screen_painted_version\\{screen="[^"]+"\\} ${version}\\b`));
  }).toPass({ timeout: 10_000 });
});

test("nobody can say what a screen has painted but the screen", async ({ request }) => {
  const answer = await request.post(`${server().url}/painted`, { data: { version: 1, token: "forged" } });
  expect(answer.status()).toBe(403);
});
