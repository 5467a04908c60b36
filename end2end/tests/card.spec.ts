// The year day by day, and the small card that other sites show as a picture.
import type { Page } from "@playwright/test";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("the board leads to the year day by day: words beside each share, as tables", async ({ page }) => {
  await go(page, "/board?lang=vi");
  await page.getByRole("link", { name: "Xem từng ngày trong năm và ngày nghỉ sắp tới" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Từng ngày trong năm" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Ngày nghỉ sắp tới" })).toBeVisible();
  const month = page.getByRole("table").first();
  await expect(month.getByRole("columnheader", { name: "Đánh giá" })).toBeVisible();
  for (const row of (await month.getByRole("row").all()).slice(1)) {
    await expect(row.getByRole("cell").nth(1)).toHaveText(/đúng hạn|gần như tất cả|phần lớn|nhiều hồ sơ quá hạn|hồ sơ/);
  }
  for (const width of [360, 390, 768, 1366, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    await expectTidy(page, `card at ${width}`);
  }
  await expectAccessible(page);
});

test.describe("without script, in the dark", () => {
  test.use({ javaScriptEnabled: false, colorScheme: "dark" });
  test("the year is there all the same", async ({ page }) => {
    await go(page, "/board/days?lang=en");
    await expect(page.getByRole("heading", { level: 1, name: "The year, day by day" })).toBeVisible();
    await expect(page.getByRole("table").first()).toBeVisible();
  });
});

test("the card can be shown by another site, on either ground", async ({ page }) => {
  for (const query of ["lang=vi", "lang=en&theme=dark"]) {
    const address = `${server().url}/open/card.svg?${query}`;
    await page.setContent(`<img id="card" alt="" src="${address}">`);
    const width = () => page.locator("#card").evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
    await expect.poll(width).toBe(360);
  }
});

test("the card's figures are those of the board, with the days off", async ({ request }) => {
  const answer = await request.get(`${server().url}/open/card.json`);
  expect(answer.headers()["access-control-allow-origin"]).toBe("*");
  const card: unknown = await answer.json();
  const board: unknown = await (await request.get(`${server().url}/open/board.json`)).json();
  expect(card).toMatchObject({ schema_version: 1, source: expect.any(String), days_off: expect.any(Array) });
  expect(board).toMatchObject({ source: (card as { source: string }).source });
  const text = JSON.stringify(card);
  expect(text).not.toMatch(/[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,}/);
});
