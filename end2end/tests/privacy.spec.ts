// Personal data: what is kept, for what, how long and who reads it, for everybody to read.
import type { Page } from "@playwright/test";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("the list is a table that a phone and a screen reader can read", async ({ page }) => {
      await go(page, "/privacy?lang=vi");
      await expect(page.getByRole("heading", { level: 1, name: "Dữ liệu cá nhân" })).toBeVisible();
      for (const width of [360, 768, 1366, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await expectTidy(page, `privacy at ${width}`);
        await expectAccessible(page);
      }
      const row = page.getByRole("row", { name: /Người nộp hồ sơ: họ tên/ });
      await expect(row).toContainText("năm sau khi hồ sơ kết thúc");
      await expect(row).toContainText("Cán bộ của cơ quan giải quyết hồ sơ");
    });
  });
}

test("in English, and from the year day by day", async ({ page }) => {
  await go(page, "/board/days?lang=en");
  await page.getByRole("navigation").getByRole("link", { name: "Personal data" }).click();
  await expect(page.getByRole("heading", { name: "Your rights" })).toBeVisible();
  await expect(page.getByRole("cell", { name: /Nobody; the program only compares/ }).first()).toBeVisible();
});
