// The wall never lies and never goes blank: what it shows while its server is away, and how it comes back.
import { importOneLateDossier } from "../support/dossiers";
import { expect, figure, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const AGE_TOLD_MS = 20_000;
const LOST_MS = 75_000;
const AWAY_MS = 90_000;
const LIVE_AGAIN_MS = 5_000;

test("the server is away: the figures stay, their age is told, and the wall is live again by itself", async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const screen = page.locator("#screen");
  await expect(screen).toHaveAttribute("data-state", "live");
  await expect(page.getByText("Trực tiếp")).toBeVisible();
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  const before = await figure(late);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);

  await server().stop();
  const stoppedAt = Date.now();
  await importOneLateDossier(server());
  await expect(page.getByText("Chưa cập nhật từ").filter({ visible: true })).toBeVisible({ timeout: AGE_TOLD_MS });
  expect(await figure(late)).toBe(before);
  await picture(page, "wall-late");

  await expect(page.getByText("Mất liên lạc").filter({ visible: true })).toBeVisible({ timeout: LOST_MS });
  expect(await figure(late)).toBe(before);
  await expect(page.getByRole("table")).toBeVisible();
  await picture(page, "wall-lost");

  await page.waitForTimeout(Math.max(0, stoppedAt + AWAY_MS - Date.now()));
  await server().start();
  await expect(screen).toHaveAttribute("data-state", "live", { timeout: LIVE_AGAIN_MS });
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: LIVE_AGAIN_MS });
  expect(await page.evaluate(() => performance.timeOrigin), "the same build needs no loading again").toBe(loadedAt);
});

test("a short restart is over before anyone notices", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const screen = page.locator("#screen");
  await expect(screen).toHaveAttribute("data-state", "live");
  await server().stop();
  await server().start();
  const before = await figure(page.locator(".tiles[data-period=month] .tile.late .figure"));
  await importOneLateDossier(server());
  const late = page.locator(".tiles[data-period=month] .tile.late .figure");
  await expect(async () => expect(await figure(late)).toBe(before + 1)).toPass({ timeout: LIVE_AGAIN_MS + 3_000 });
  await expect(screen).toHaveAttribute("data-state", "live");
});
