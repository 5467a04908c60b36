// The frame of the pages for everybody: on a phone each entry is large enough for a finger, and nothing is pushed sideways.
import { expectTidy } from "../support/look";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const PAGES = ["/board/days", "/lookup", "/procedures", "/documents", "/feedback", "/help", "/privacy"] as const;

for (const lang of ["vi", "en"] as const)
  test(`all that visitors can read is one press away (${lang})`, async ({ page }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of PAGES) {
      await page.goto(new URL(`${path}?lang=${lang}`, server().url).href);
      const entries = page.locator(".public-nav a, .public-lang");
      expect(await entries.count()).toBeGreaterThanOrEqual(8);
      for (const entry of await entries.all()) {
        const box = await entry.boundingBox();
        const at = `${path}: ${await entry.innerText()}`;
        expect(box?.height ?? 0, at).toBeGreaterThanOrEqual(43.5);
        expect(box?.width ?? 0, at).toBeGreaterThanOrEqual(43.5);
      }
      await expect(page.locator(".public-nav [aria-current=page]")).toHaveCount(1);
      await expectTidy(page, `${path}`);
      await expectAccessible(page);
    }
  });
