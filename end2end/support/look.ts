// One look at a page of a room: rules of accessibility, geometry (see `in-page/room.js`), and a picture for people.
import type { Page } from "@playwright/test";
import { roomCheck, told, type Seen } from "./geometry";
import { DESK_AND_PHONE, isTouched, type Size } from "./sizes";
import { expect, expectAccessible, picture, test } from "./test";

/** Fewer words on a page than this: it has not come, and nothing was looked at. */
const WORDS_MIN = 4;

/** What a person would complain about on the page as it stands, each with its element, text and numbers. */
export async function faultsOf(page: Page): Promise<string[]> {
  const size = page.viewportSize();
  const seen = (await page.evaluate(roomCheck(size !== null && isTouched(size)))) as Seen;
  return seen.words < WORDS_MIN ? [`only ${seen.words} words on the page`] : told(seen);
}

/** Nothing over the edge, cut off, over anything else or too small for a finger; a fault fails the test without ending it. */
export async function expectTidy(page: Page, label: string): Promise<void> {
  expect.soft(await faultsOf(page), label).toEqual([]);
}

/** Looks at the page at these sizes and keeps pictures `<name>-<width>.png`; the page then has the size that it had. */
export async function look(page: Page, name: string, sizes: readonly Size[] = DESK_AND_PHONE): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    await test.step(`${name} at ${size.width}`, async () => {
      await expectAccessible(page);
      await expectTidy(page, `${name} at ${size.width}`);
      await picture(page, `${name}-${size.width}`, true);
    });
  }
  if (before) await page.setViewportSize(before);
}
