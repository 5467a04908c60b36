// Help: found by a few words with or without diacritics, one page a task, one press away from every room.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { ROOM_SIZES } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("a citizen finds a task without diacritics and reads its steps", async ({ page }) => {
  await go(page, "/help?lang=vi");
  await expect(page.getByRole("heading", { level: 1, name: "Trợ giúp" })).toBeVisible();
  await look(page, "help", ROOM_SIZES);
  await page.getByLabel("Tìm trong trợ giúp").fill("giay hen bi mat");
  await page.getByRole("button", { name: "Tìm" }).click();
  await expect(page.getByRole("status")).toContainText("giay hen bi mat");
  await page.getByRole("link", { name: "Giữ giấy hẹn, và khi bị mất giấy" }).click();
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await look(page, "help-topic", ROOM_SIZES);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Keep the slip" })).toBeVisible();
});

test("what is in no page says so", async ({ page }) => {
  await go(page, "/help?lang=en&q=zeppelin");
  await expect(page.getByRole("status")).toContainText("No page has");
  await page.getByRole("link", { name: "Show all" }).click();
  for (const name of ["Citizens and organisations", "Staff", "Managers", "Administrators"]) {
    await expect(page.getByRole("region", { name })).toBeVisible();
  }
});

test("every room's question mark leads to the help of its task", async ({ page }) => {
  await signIn(server(), page, "mai-help", "manager");
  for (const [room, heading] of [
    ["/desk", "Tìm hồ sơ"],
    ["/desk/receive", "Tiếp nhận hồ sơ và in giấy hẹn"],
    ["/manage/notices", "Đưa thông báo lên màn hình"],
  ] as const) {
    await go(page, room);
    await page.getByRole("link", { name: "Trợ giúp cho trang này" }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await page.getByRole("link", { name: "Về trang làm việc" }).click();
    await expect(page).toHaveURL(/\/manage(\?lang=vi)?$/);
  }
});

test.describe("without script and in the dark", () => {
  test.use({ javaScriptEnabled: false, colorScheme: "dark" });
  test("help is searched all the same", async ({ page }) => {
    await go(page, "/help?lang=vi");
    await page.getByLabel("Tìm trong trợ giúp").fill("Tiếp nhận");
    await page.getByRole("button", { name: "Tìm" }).click();
    await expect(page.getByRole("link", { name: "Tiếp nhận hồ sơ và in giấy hẹn" })).toBeVisible();
  });
});
