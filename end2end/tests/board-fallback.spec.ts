// What the wall does where streams do not come through, and when another build answers.
import { importOneLateDossier } from "../support/dossiers";
import { expect, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The page is asked every 5 s then, and answered within a blink. */
const POLLED_MS = 12_000;

test("a television without event streams asks for the page itself, and the change arrives", async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "EventSource");
  });
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);

  await importOneLateDossier(server());
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: POLLED_MS });
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  expect(await page.evaluate(() => performance.timeOrigin), "the page was not loaded again").toBe(loadedAt);
});

test("streams that a proxy refuses are replaced by asking for the page", async ({ page }) => {
  await page.route("**/events/**", (route) => route.abort());
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);

  await importOneLateDossier(server());
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: 2 * POLLED_MS });
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
});

test("after an upgrade the wall loads itself again, but only once the server answers with the new build", async ({ page }) => {
  const wall = `${server().url}/?lang=vi&period=month`;
  await page.goto(wall);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  const firstLoad = await page.evaluate(() => performance.timeOrigin);

  // A stream of the new build, while the page is still answered with an error, as during an upgrade.
  const beat = (now: number) => JSON.stringify({ now, fresh: now, build: "another", token: "t", zone_offset_min: 420 });
  await page.route("**/events/**", (route) =>
    route.fulfill({ contentType: "text/event-stream", body: `event: hello\ndata: ${beat(Date.now())}\n\n` }),
  );
  let upgraded = false;
  await page.route(wall, async (route) => {
    if (!upgraded) return route.fulfill({ status: 503, body: "" });
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-build="[^"]*"/, 'data-build="another"') });
  });
  // The open stream belongs to the old build; the wall comes back for another when it breaks.
  await server().stop();
  await server().start();
  await page.waitForTimeout(8_000);
  expect(await page.evaluate(() => performance.timeOrigin), "an error page is never loaded").toBe(firstLoad);

  upgraded = true;
  await expect(async () => {
    expect(await page.evaluate(() => performance.timeOrigin)).not.toBe(firstLoad);
  }).toPass({ timeout: 15_000 });
  await expect(page.locator("#wall")).toHaveAttribute("data-build", "another");
});
