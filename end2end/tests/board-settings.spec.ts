// A wall that hangs follows what it is set to, and nothing is asked of anyone who stands under it.
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: ["--beat-s", "1"] });

test("a wall that hangs follows a change of its settings", async ({ page }) => {
  expect((await server().run("screen", "add", "hall-2", "--period", "month", "--night", "same")).code).toBe(0);
  await expect(async () => {
    await page.goto(`${server().url}/screen/hall-2`);
    await expect(page.locator("#screen")).toHaveAttribute("data-state", "live", { timeout: 1_000 });
  }).toPass();
  const changed = ["screen", "add", "hall-2", "--period", "year", "--lang", "en", "--theme", "dark", "--distance", "far", "--night", "same"];
  expect((await server().run(...changed)).code).toBe(0);
  const shown = page.locator("#screen");
  await expect(shown).toHaveAttribute("data-theme", "dark", { timeout: 20_000 });
  await expect(shown).toHaveAttribute("data-distance", "far");
  await expect(shown).toHaveAttribute("data-period", "year");
  await expect(shown).toHaveAttribute("data-lang", "en");
});

test("a wall that is looked at asks for nothing more, and its clock stands", async ({ page, watched }) => {
  await page.goto(`${server().url}/?lang=vi&preview=tomorrow`);
  await expect(page.locator("#screen")).toHaveAttribute("data-preview", "tomorrow");
  await expect(page.locator("[data-clock]").first()).toHaveText("08:00");
  watched.asked.length = 0;
  await page.waitForTimeout(6_000);
  expect(watched.asked.filter((address) => !address.includes("/fonts/"))).toEqual([]);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
});
