// The wall's settings and previews: other languages, periods, distances, moments. Pictures and measures as in look.spec.ts.
import type { Page } from "@playwright/test";
import { boxesOfBoth, lookAtWall, openWall, STANDS_STILL, WITH_QR, type WallRequest } from "../support/wall";
import { SIZES, sizeName } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: [...STANDS_STILL, ...WITH_QR] });

test.describe.configure({ timeout: 120_000 });

const LANDSCAPE = SIZES[1];
const PORTRAIT = SIZES[3];

test("the wall in English", async ({ page }) => {
  await lookAtWall(page, server(), { lang: "en", theme: "light" }, { name: "english-light" });
});

test("nothing moves when the languages turn", async ({ page }) => {
  for (const size of SIZES) {
    await openWall(page, server(), { lang: "vi+en", theme: "light" }, size);
    for (const state of ["live", "late", "lost"]) {
      const { vi, en } = await boxesOfBoth(page, state);
      const places = [...new Set([...Object.keys(vi), ...Object.keys(en)])];
      const moved = places.filter((place) => vi[place] !== en[place]).map((place) => `${place}: ${vi[place]} -> ${en[place]}`);
      expect.soft(places.length).toBeGreaterThan(100);
      expect.soft(moved, `${sizeName(size)}, ${state}`).toEqual([]);
    }
  }
  await lookAtWall(page, server(), { lang: "vi+en", theme: "light" }, { name: "both-light" });
});

test("from farther away everything that is small grows, and still fits", async ({ page }) => {
  const table = async (distance: string): Promise<number[]> => {
    const seen = await lookAtWall(page, server(), { lang: "vi+en", theme: "light", distance }, { name: `${distance}-light` });
    return seen.map(({ sizes }) => sizes[".fields td"] ?? 0);
  };
  const [middle, far] = [await table("middle"), await table("far")];
  for (const [at, size] of middle.entries()) {
    expect.soft(size, `table cells, middle, look ${at + 1}`).toBeGreaterThan(2.6);
    expect.soft(far[at], `table cells, far, look ${at + 1}`).toBeGreaterThan(size);
  }
});

test("each period has room", async ({ page }) => {
  for (const period of ["day", "year"]) {
    await lookAtWall(page, server(), { period, lang: "vi+en", theme: "light" }, { name: `${period}-light`, sizes: [LANDSCAPE, PORTRAIT] });
  }
  await lookAtWall(page, server(), { period: "all", lang: "vi+en", theme: "dark" }, { name: "all-dark", sizes: [LANDSCAPE, PORTRAIT] });
});

/** The centre's local time some days ago, as the address takes it. */
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 16);

for (const [name, asked] of Object.entries<WallRequest>({
  replay: { at: ago(8) },
  tomorrow: { preview: "tomorrow" },
  holiday: { preview: "holiday" },
})) {
  test(`a preview says what it is: ${name}`, async ({ page }: { page: Page }) => {
    await lookAtWall(page, server(), { ...asked, theme: "light", lang: "vi+en" }, { name: `${name}-light`, sizes: [SIZES[0], LANDSCAPE, PORTRAIT] });
    await lookAtWall(page, server(), { ...asked, theme: "dark" }, { name: `${name}-dark`, sizes: [LANDSCAPE] });
  });
}
