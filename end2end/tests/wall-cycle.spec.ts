// A wall of many fields: every one of them within a minute, on pages that are filled evenly, and what has no figure only counted.
import type { Page } from "@playwright/test";
import { importedCentre, LONG_FIELDS, MANY_FIELDS } from "../support/centres";
import { isQuiet, monthOf, onWall } from "../support/open-data";
import type { Server } from "../support/server";
import { lookAtWall, openWall, STANDS_STILL, WITH_QR } from "../support/wall";
import { SIZES, sizeName } from "../support/sizes";
import { expect, test } from "../support/test";

const SHAPES = SIZES.slice(0, 4);
/** What a script counts on: so many pages in the time of a period, at the most. */
const PAGES_MAX = 12;
const MOVING = 22;

test.describe.configure({ timeout: 240_000 });

let server: Server;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await importedCentre({
    fields: [...LONG_FIELDS, ...MANY_FIELDS],
    // Dealt out in turn: the fields beyond these have none.
    month: { early: MOVING, late: 3, within: MOVING },
    flags: [...STANDS_STILL, ...WITH_QR],
  });
  await server.start();
});

test.afterAll(async () => {
  await server.stop();
  expect(server.log).not.toContain("panicked at");
});

const number = async (page: Page, selector: string): Promise<number> => Number(await page.locator(selector).first().textContent());

/** A row stands alone on its page only where it is so high that no other fits. */
const isFilled = (page: Page): Promise<boolean> =>
  page.locator(".fields[data-period=month]").evaluate((part) => {
    const height = (selector: string): number => part.querySelector(selector)?.getBoundingClientRect().height ?? 0;
    const rows = [...part.querySelectorAll("tbody tr")].map((row) => row.getBoundingClientRect().height).filter((high) => high > 0);
    const room = part.clientHeight - height("thead") - height("tfoot") - height(".left-out");
    return rows.length > 1 || (rows[0] ?? 0) > room * 0.4;
  });

test("fields without figures are counted below the table and have no row", async ({ page }) => {
  const { rows } = await monthOf(server);
  const quiet = rows.filter(isQuiet).length;
  expect(quiet).toBeGreaterThan(30);
  for (const [lang, words] of [["vi", `${quiet} lĩnh vực không phát sinh hồ sơ`], ["en", `${quiet} fields have no dossiers`]] as const) {
    await openWall(page, server, { lang }, SIZES[1]);
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.locator(".fields[data-period=month] tbody tr")).toHaveCount(onWall(rows).length);
  }
});

for (const distance of ["near", "middle", "far"] as const) {
  for (const lang of ["vi", "en", "vi+en"] as const) {
    test(`pages are filled evenly and fit into a minute, ${distance}, ${lang}`, async ({ page }) => {
      for (const size of SHAPES) {
        await lookAtWall(page, server, { lang, theme: "light", distance }, { name: `cycle-${distance}-${lang}`, sizes: [size] });
        const rows = onWall((await monthOf(server)).rows).length;
        const pages = await number(page, "[data-pages]");
        const label = `${distance}, ${lang}, ${sizeName(size)}`;
        expect.soft(pages, label).toBeLessThanOrEqual(PAGES_MAX / lang.split("+").length);
        expect.soft(await isFilled(page), `rows of a page: ${label}`).toBe(true);
        const beyond = page.locator(".fields[data-period=month] .beyond");
        if (await beyond.isVisible()) expect.soft(await number(page, ".fields[data-period=month] [data-beyond]"), label).toBeLessThan(rows);
      }
    });
  }
}

test("the rows of a page are level where there is room", async ({ page }) => {
  await openWall(page, server, { lang: "vi+en", distance: "near" }, SIZES[1]);
  const body = page.locator(".fields[data-period=month] tbody");
  if ((await body.getAttribute("data-lines")) === null) return;
  const heights = await body.locator("tr:visible").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(3);
});

test("headings of the table do not run together", async ({ page }) => {
  for (const lang of ["vi", "en"] as const) {
    for (const distance of ["near", "middle", "far"]) {
      for (const size of SHAPES) {
        await openWall(page, server, { lang, distance }, size);
        const gaps = await page.locator(".fields[data-period=month] thead th").evaluateAll((headings) => {
          // The lines of text of each heading: what is around them may be as wide as its column.
          const lines = headings.flatMap((heading, column) => {
            const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
            const found: { column: number; box: DOMRect }[] = [];
            while (texts.nextNode()) {
              const range = document.createRange();
              range.selectNodeContents(texts.currentNode);
              for (const box of range.getClientRects()) if (box.width > 0) found.push({ column, box });
            }
            return found;
          });
          const unit = Math.min(window.innerWidth, window.innerHeight) / 100;
          return lines.flatMap((one) =>
            lines.filter((other) => other.column > one.column && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 2)
              .map((other) => (other.box.left - one.box.right) / unit),
          );
        });
        expect.soft(Math.min(...gaps), `${lang}, ${distance}, ${sizeName(size)}`).toBeGreaterThan(0.5);
      }
    }
  }
});
