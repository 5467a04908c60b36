// An administrator's change of the calendar: shown before it is made, and what it does to a dossier at the counter.
import type { Browser, Page } from "@playwright/test";
import { dossier, receive, signIn } from "../support/desk";
import { look } from "../support/look";
import { DESK_AND_PHONE } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const STORM = "Nghỉ do bão";

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

/** Somebody else, at a browser of their own. */
async function beside(browser: Browser, name: string, role: "staff" | "admin", script: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: script, locale: "vi-VN" });
  const page = await context.newPage();
  await signIn(server(), page, name, role);
  return page;
}

/** The due time of a dossier's page: "17:00 02/12/2026" as year, month, day. */
async function dueDay(page: Page, code: string): Promise<string> {
  await page.goto(dossier(server(), code));
  const text = (await page.locator(".dossier-facts").textContent()) ?? "";
  const [, day = "", month = "", year = ""] = /Hẹn trả\D*\d\d:\d\d (\d\d)\/(\d\d)\/(\d{4})/.exec(text) ?? [];
  expect(year, text).not.toBe("");
  return `${year}-${month}-${day}`;
}

/** Closes the whole centre on a day, as far as the preview. */
async function preview(page: Page, day: string, name: string): Promise<void> {
  await go(page, "/admin/calendar/day");
  await page.getByLabel("Ngày", { exact: true }).fill(day);
  await page.getByLabel("Tên gọi").fill(name);
  await page.getByLabel("Số văn bản quyết định").fill("Công điện 5/CĐ-UBND");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("heading", { name: "Xem trước thay đổi lịch" })).toBeVisible();
}

test("a closure is shown first, moves a clerk's dossier when confirmed, and back when removed @both", async ({ page, browser, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const script = javaScriptEnabled !== false;
  const own = script ? "a" : "b";
  await signIn(server(), page, `lan-${own}`);
  const code = await receive(server(), page);
  const promised = await dueDay(page, code);
  const admin = await beside(browser, `quan-${own}`, "admin", script);
  const name = `${STORM} ${own}`;
  await preview(admin, promised, name);
  await expect(admin.getByRole("row", { name: code })).toContainText("muộn hơn");
  // What looks for violations is a script itself.
  if (script) await look(admin, "admin-preview");
  expect(await dueDay(page, code), "only shown").toBe(promised);
  await admin.getByRole("button", { name: "Sửa lại" }).click();
  await expect(admin.getByLabel("Tên gọi")).toHaveValue(name);
  await admin.getByRole("button", { name: "Xem trước" }).click();
  await admin.getByRole("button", { name: "Lưu và dời các hạn này" }).click();
  await expect(admin.getByRole("status")).toContainText("dời hạn của");
  await expect(admin.getByRole("row", { name })).toContainText("Nghỉ");
  const moved = await dueDay(page, code);
  expect(moved > promised, `${moved} is after ${promised}`).toBe(true);
  await expect(page.locator(".timeline li").first()).toContainText(name);

  await admin.getByRole("row", { name }).getByRole("link", { name: "Sửa" }).click();
  if (script) await look(admin, "admin-day");
  await admin.getByRole("button", { name: "Bỏ ngày này" }).click();
  await expect(admin.getByRole("row", { name: code })).toContainText("sớm hơn");
  await admin.getByRole("button", { name: "Lưu và dời các hạn này" }).click();
  await expect(admin.getByRole("status")).toBeVisible();
  expect(await dueDay(page, code), "as it was promised").toBe(promised);
  await admin.context().close();
});

test("a dossier received while an administrator looks is shown before anything is saved", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-while");
  const first = await receive(server(), page);
  const promised = await dueDay(page, first);
  const admin = await beside(browser, "quan-while", "admin", true);
  await preview(admin, promised, "Nghỉ một ngày");
  await expect(admin.getByRole("row", { name: first })).toBeVisible();
  const second = await receive(server(), page);
  await admin.getByRole("button", { name: "Lưu, giữ nguyên các hạn" }).click();
  await expect(admin.getByRole("alert")).toContainText("Chưa lưu gì");
  await expect(admin.getByRole("row", { name: second })).toBeVisible();
  await look(admin, "admin-preview-changed");
  await admin.getByRole("button", { name: "Lưu, giữ nguyên các hạn" }).click();
  await expect(admin.getByRole("status")).toContainText("Đã lưu lịch làm việc.");
  expect(await dueDay(page, first), "left as it was promised").toBe(promised);
  await admin.context().close();
});

test("the pages of calendar and settings, in both languages, with and without faults", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(server(), page, "quan-pages", "admin");
  for (const lang of ["en", "vi"]) {
    const sizes = lang === "vi" ? DESK_AND_PHONE : DESK_AND_PHONE.slice(0, 1);
    for (const path of ["calendar", "calendar/day", "calendar/hours", "settings", "settings/deadline_rule", "settings/centre_logo", "settings/zone"]) {
      await go(page, `/admin/${path}?lang=${lang}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look(page, `admin-${path.replaceAll("/", "-")}-${lang}`, sizes);
    }
    await go(page, `/admin/calendar/day?lang=${lang}`);
    await page.locator("#date").fill("2027-05-04");
    await page.locator("#make_up").fill("2027-05-08");
    await page.locator("#name").fill("Nghỉ hoán đổi");
    await page.locator("#decision").fill("Thông báo 9/TB-BNV");
    await page.locator(".form button").click();
    await expect(page.locator("#due-times")).toBeVisible();
    await look(page, `admin-preview-${lang}`, sizes);
  }
  await go(page, "/admin/calendar/day");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await look(page, "admin-day-wrong");
  await go(page, "/admin/calendar/hours");
  await page.getByLabel("Thứ Ba").fill("sáng");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("alert")).toContainText("không chồng nhau");
  await expect(page.getByLabel("Thứ Ba")).toHaveValue("sáng");
  await look(page, "admin-hours-wrong");

  await go(page, "/admin/settings/backdate_days_max");
  await page.getByLabel("Giá trị mới").fill("99");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("alert")).toContainText("một số từ 0 đến 30");
  await page.getByLabel("Giá trị mới").fill("7");
  await page.getByLabel("Có hiệu lực từ ngày").fill("2099-01-01");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  await look(page, "admin-setting-to-come");
  await page.getByRole("button", { name: "Bỏ giá trị từ 01/01/2099" }).click();
  await expect(page.getByText("01/01/2099")).toHaveCount(0);
});
