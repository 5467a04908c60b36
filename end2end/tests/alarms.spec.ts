// The wall watches itself: one that goes dark is an alarm until it is back.
import type { Browser, Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { pairedWall } from "../support/pairing";
import { DESK_AND_PHONE } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: ["--alarm-every-s", "1", "--alarm-dark-s", "2", "--alarm-disk-free-pct", "0"] });
/** It is looked every second, after two seconds of darkness, and the page looks every ten. */
const COMES_MS = 20_000;

test.describe.configure({ timeout: 120_000 });

/** From today on the office works at all hours: the tests run at any. */
async function neverClose(browser: Browser): Promise<void> {
  const page = await (await browser.newContext({ viewport: DESK_AND_PHONE[0] })).newPage();
  await signIn(server(), page, "root-alarms", "admin");
  await page.goto(`${server().url}/admin/calendar/hours`);
  for (const day of ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]) await page.locator(`#${day}`).fill("00:00-24:00");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await page.getByRole("button", { name: /^Lưu/ }).last().click();
  await expect(page.getByRole("status")).toBeVisible();
  await page.context().close();
}

/** Decides the calendar of this year and the next, so that nothing of it is missed, whenever the tests run. */
async function decideCalendar(browser: Browser): Promise<void> {
  const page = await (await browser.newContext({ locale: "vi-VN" })).newPage();
  await signIn(server(), page, "root-calendar", "admin");
  const year = new Date().getFullYear();
  const waiting = ["2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-09-03"];
  const days = [year, year + 1].flatMap((it) => Array.from({ length: 11 }, (_, day) => `${it}-07-${String(day + 1).padStart(2, "0")}`));
  await page.goto(`${server().url}/admin/calendar/file`);
  await page.getByLabel("Hoặc dán nội dung vào đây").fill([...waiting, ...days].map((day) => `${day};Ngày nghỉ;nghỉ`).join("\n"));
  await page.getByLabel("Số văn bản quyết định").fill("1/TTg");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await page.getByRole("button", { name: /^Lưu/ }).last().click();
  await expect(page.getByRole("status")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Lịch còn thiếu" })).toHaveCount(0);
  await page.context().close();
}

test.beforeAll(async ({ browser }) => decideCalendar(browser));

const openWall = (browser: Browser, manager: Page): Promise<Page> => pairedWall(server(), browser, manager, "lobby");

test("a wall that goes dark is an alarm that is counted, muted, and over when it is back", async ({ browser, page }) => {
  await neverClose(browser);
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, "lan-notices", "manager");
  const wall = await openWall(browser, page);
  // Long enough to be seen there.
  await page.waitForTimeout(2_500);
  await page.goto(`${server().url}/manage/alarms`);
  await expect(page.getByText("Mọi thứ đều ổn.")).toBeVisible();
  await look(page, "alarms-none");
  await wall.context().close();
  await expect(page.getByRole("heading", { name: "Màn hình không hoạt động: lobby" })).toBeVisible({ timeout: COMES_MS });
  await page.goto(`${server().url}/manage/notices`);
  await expect(page.getByRole("link", { name: "Cảnh báo: 1 cảnh báo" })).toBeVisible();
  await page.goto(`${server().url}/manage/alarms`);
  await look(page, "alarms-dark");
  await page.getByRole("button", { name: /^Tắt tiếng/ }).click();
  await expect(page.getByText(/đã tắt tiếng đến/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Cảnh báo", exact: true })).toBeVisible();
  await page.goto(`${server().url}/manage/alarms?lang=en`);
  await look(page, "alarms-muted-en");
  await page.getByRole("button", { name: "Unmute" }).click();
  const back = await openWall(browser, page);
  await expect(page.getByText("No problems.")).toBeVisible({ timeout: COMES_MS });
  await page.reload();
  await expect(page.getByRole("row", { name: /A screen is dark: lobby/ })).toBeVisible();
  await look(page, "alarms-past-en");
  await back.context().close();
});

test("@no-js alarms are read and muted without script", async ({ page }) => {
  await signIn(server(), page, "plain-notices", "manager");
  await page.goto(`${server().url}/manage/alarms`);
  await expect(page.getByRole("heading", { name: "Cảnh báo", exact: true })).toBeVisible();
  await expect(page.getByText("Mọi thứ đều ổn.")).toBeVisible();
});
