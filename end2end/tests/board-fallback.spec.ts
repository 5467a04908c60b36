// What the wall does where streams do not come through, and when another build answers.
import type { Page } from "@playwright/test";
import { importOneLateDossier } from "../support/dossiers";
import { expect, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** It is asked what differs every 5 s then, and answered within a blink. */
const POLLED_MS = 12_000;

const wall = (): string => `${server().url}/?lang=vi&period=month`;

async function withoutStreams(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "EventSource");
  });
}

const loadedAt = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin);

/** The page is answered with an error, as during an upgrade, until the upgrade is done; then by another build. */
async function upgrading(page: Page): Promise<() => void> {
  let upgraded = false;
  await page.route(wall(), async (route) => {
    if (!upgraded) return route.fulfill({ status: 503, body: "" });
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-build="[^"]*"/, 'data-build="another"') });
  });
  return () => {
    upgraded = true;
  };
}

/** An error page is never loaded, and the page of the new build is. */
async function expectReload(page: Page, upgrade: () => void, firstLoad: number): Promise<void> {
  await page.waitForTimeout(8_000);
  expect(await loadedAt(page), "an error page is never loaded").toBe(firstLoad);
  upgrade();
  await expect(async () => expect(await loadedAt(page)).not.toBe(firstLoad)).toPass({ timeout: 15_000 });
  await expect(page.locator("#wall")).toHaveAttribute("data-build", "another");
}

test("a television without event streams asks for what differs, not for the page, and the change arrives", async ({ page, watched }) => {
  await withoutStreams(page);
  await page.goto(wall());
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);
  const firstLoad = await loadedAt(page);

  await importOneLateDossier(server());
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: POLLED_MS });
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  expect(await loadedAt(page), "the page was not loaded again").toBe(firstLoad);
  expect(watched.asked.filter((address) => address === wall()), "the page was asked for once").toHaveLength(1);
});

test("a television without event streams is told that nothing differs, in little more than the time", async ({ page }) => {
  await withoutStreams(page);
  const answered = page.waitForResponse(/\/changes\//);
  await page.goto(wall());
  await answered;
  const answer = await page.waitForResponse(/\/changes\//, { timeout: POLLED_MS });
  const text = await answer.text();
  expect(text).toMatch(/^event: beat\n/);
  expect(text.length).toBeLessThan(1_000);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
});

test("streams that a proxy refuses are replaced by asking for what differs", async ({ page }) => {
  await page.route("**/events/**", (route) => route.abort());
  await page.goto(wall());
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);

  await importOneLateDossier(server());
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: 2 * POLLED_MS });
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
});

test("after an upgrade the wall loads itself again, but only once the server answers with the new build", async ({ page }) => {
  await page.goto(wall());
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  const firstLoad = await loadedAt(page);

  // A stream of the new build, while the page is still answered with an error.
  const beat = (now: number) => JSON.stringify({ now, fresh: now, build: "another", token: "t", zone_offset_min: 420 });
  await page.route("**/events/**", (route) =>
    route.fulfill({ contentType: "text/event-stream", body: `event: hello\ndata: ${beat(Date.now())}\n\n` }),
  );
  const upgrade = await upgrading(page);
  // The open stream belongs to the old build; the wall comes back for another when it breaks.
  await server().stop();
  await server().start();
  await expectReload(page, upgrade, firstLoad);
});

test("a television without event streams loads itself again after an upgrade, too", async ({ page }) => {
  await withoutStreams(page);
  await page.goto(wall());
  const firstLoad = await loadedAt(page);
  await page.route("**/changes/**", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/"build":"[^"]*"/, '"build":"another"') });
  });
  await expectReload(page, await upgrading(page), firstLoad);
});
