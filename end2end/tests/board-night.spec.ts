// What spares the screen and the people: dark hours, night, a drift too small to be seen, no cursor.
import { expect, serveThisFile, test } from "../support/test";

const ZONE_OFFSET_MIN = 7 * 60;
const DAY_MS = 86_400_000;

/** Seconds from now to twenty seconds before half past five on the next Tuesday: half an hour after office hours. */
function secondsToEvening(): number {
  const local = new Date(Date.now() + ZONE_OFFSET_MIN * 60_000);
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  const days = ((2 - local.getUTCDay() + 7) % 7) + 7;
  const evening = midnight + days * DAY_MS + (17 * 3_600 + 29 * 60 + 40) * 1_000;
  return Math.round((evening - local.getTime()) / 1_000);
}

const server = serveThisFile({ flags: ["--clock-offset", String(secondsToEvening())] });

test("at half past five the wall dims or turns dark as it was set, and one that is not to stays", async ({ context }) => {
  const [dims, stays, turns] = [await context.newPage(), await context.newPage(), await context.newPage()];
  await turns.goto(`${server().url}/?lang=vi&period=month&theme=17:30-06:00&night=17:30-06:00`);
  await dims.goto(`${server().url}/?lang=vi&period=month`);
  await stays.goto(`${server().url}/?lang=vi&period=month&night=same`);
  await expect(dims.locator("#screen")).toHaveAttribute("data-night", "true", { timeout: 30_000 });
  const ground = await dims.locator("#screen").evaluate((root) => getComputedStyle(root).backgroundColor);
  const light = ground.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  expect(Math.max(...light), `the night's ground is ${ground}`).toBeLessThan(24);
  await expect(stays.locator("#screen")).toHaveAttribute("data-night", "false");
  await expect(turns.locator("#screen")).toHaveAttribute("data-theme", "dark", { timeout: 30_000 });
  await expect(turns.locator("#screen")).toHaveAttribute("data-night", "true");
});

test("a theme by the hour is dark in its hours and light in the others", async ({ page }) => {
  const shown = page.locator("#screen");
  await page.goto(`${server().url}/?night=same&theme=17:00-06:00`);
  await expect(shown).toHaveAttribute("data-theme", "dark");
  await page.goto(`${server().url}/?night=same&theme=06:00-17:00`);
  await expect(shown).toHaveAttribute("data-theme", "light");
  // The script says the same as the server, and goes on saying it.
  await page.waitForTimeout(1_500);
  await expect(shown).toHaveAttribute("data-theme", "light");
});

test("the wall stands a little elsewhere every three minutes, by no more than three pixels, and shows no cursor", async ({ page }) => {
  await page.goto(`${server().url}/?night=same`);
  const shown = page.locator("#screen");
  await expect(shown).toHaveAttribute("data-drift", /^[0-8]$/);
  const shifts = await shown.evaluate((root) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((step) => {
      root.setAttribute("data-drift", String(step));
      const { left, top } = root.getBoundingClientRect();
      return [Math.round(left), Math.round(top)];
    }),
  );
  expect(new Set(shifts.map(String)).size, `all places differ: ${shifts.join(" ")}`).toBe(9);
  for (const shift of shifts.flat()) expect(Math.abs(shift)).toBeLessThanOrEqual(3);
  expect(await shown.evaluate((root) => getComputedStyle(root).cursor)).toBe("none");
});
