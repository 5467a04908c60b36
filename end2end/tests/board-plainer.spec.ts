// The plainer wall: a television without CSS grid, as before Chromium 57.
import { importOneLateDossier } from "../support/dossiers";
import { inTime, monthOf, pending } from "../support/open-data";
import { SIZES } from "../support/sizes";
import { withoutGrid } from "../support/television";
import { expect, figure, serveThisFile, test } from "../support/test";
import { lookAtWall, STANDS_STILL, WITH_QR } from "../support/wall";

const server = serveThisFile({ flags: [...STANDS_STILL, ...WITH_QR] });

test("without CSS grid the wall shows every figure, whole and legible", async ({ page }) => {
  test.setTimeout(120_000);
  let isTaken = false;
  await page.route("**/*.css*", async (route) => {
    const answer = await route.fetch();
    const css = await answer.text();
    isTaken ||= withoutGrid(css) !== css;
    await route.fulfill({ response: answer, body: withoutGrid(css) });
  });
  await lookAtWall(page, server(), { lang: "vi+en", theme: "light" }, { name: "plainer-light", sizes: [SIZES[0], SIZES[1], SIZES[3]] });
  expect(isTaken, "the stylesheet asks for grid").toBe(true);
  const grids = await page.evaluate(() => [...document.querySelectorAll("#screen *")].filter((one) => /grid/.test(getComputedStyle(one).display)).length);
  expect(grids).toBe(0);

  const { total } = await monthOf(server());
  const tile = (name: string) => page.locator(`.tiles[data-period=month] .tile.${name} .figure [data-k]`).first();
  expect(await figure(tile("in-time"))).toBe(inTime(total));
  expect(await figure(tile("late"))).toBe(total.late);
  expect(await figure(tile("pending"))).toBe(pending(total));
  await importOneLateDossier(server());
  await expect(async () => expect(await figure(tile("late"))).toBe(total.late + 1)).toPass({ timeout: 6_000 });
});
