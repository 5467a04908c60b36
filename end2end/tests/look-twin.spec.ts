// How the twin looks in a hand, on a desk and on paper, by day and by night.
import type { Page } from "@playwright/test";
import { expectGoodGeometry, PAGE } from "../support/geometry";
import { sizeName } from "../support/sizes";
import { picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const HAND_AND_DESK = [{ width: 360, height: 800 }, { width: 412, height: 915 }, { width: 1280, height: 800 }];
/** A4 at 96 dots an inch, less a margin of 10 mm. */
const PAPER = { width: 718, height: 1047 };

/** All of a long page is looked at, not only what a small screen shows of it at once. */
async function lookAtWhole(page: Page, label: string): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize() ?? PAPER;
  await page.setViewportSize({ width, height });
  await expectGoodGeometry(page, label, PAGE);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the twin on phones and on a desk, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const size of HAND_AND_DESK) {
      for (const lang of ["vi", "en"]) {
        await page.setViewportSize(size);
        await page.goto(`${server().url}/board?lang=${lang}&period=month`);
        const label = `twin-${lang}-${colorScheme}-${sizeName(size)}`;
        if (lang === "vi") await picture(page, label, true);
        await lookAtWhole(page, label);
      }
    }
  });
}

test("the twin on paper", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  await page.goto(`${server().url}/board?lang=vi&period=month`);
  await picture(page, "twin-paper", true);
  await lookAtWhole(page, "twin-paper");
});
