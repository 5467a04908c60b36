// A manager's morning: the figures, another period, the dossiers behind a figure, the chart by keyboard, and giving what is due.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { expect, expectAccessible, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("the figures of a period, and the dossiers behind one of them", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "mai-figures", "manager");
  await go(page, "/manage/throughput");
  await expect(page.getByRole("heading", { name: "Theo dõi kết quả giải quyết" })).toBeVisible();
  const paused = page.locator('.answer.open a[href$="figure=paused"]');
  const count = await figure(paused);
  await look(page, "throughput-overview");
  await paused.click();
  await expect(page.getByRole("heading", { name: "Tạm dừng" })).toBeVisible();
  const rows = await page.locator(".listed tbody tr").count();
  expect(rows).toBe(Math.min(count, 50));
  await look(page, "throughput-dossiers");
  await page.locator(".listed tbody th a").first().click();
  await expect(page.locator(".dossier-now")).toBeVisible();

  await go(page, "/manage/throughput");
  await page.getByRole("link", { name: "Quý này" }).click();
  await expect(page).toHaveURL(/period=quarter/);
  await page.getByRole("link", { name: /^Kỳ trước/ }).click();
  await expect(page).toHaveURL(/date=/);
  await page.getByLabel("Nhóm theo").selectOption({ label: "Lĩnh vực" });
  await page.getByRole("button", { name: "Lọc", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Theo: Lĩnh vực" })).toBeVisible();
  await expect(page).toHaveURL(/date=.*by=field/);
  await expect(page.getByRole("button", { name: "Xem các ngày này" })).toBeVisible();
  await page.getByRole("columnheader", { name: "Quá hạn", exact: true }).getByRole("link").click();
  await expect(page.locator('th[aria-sort="descending"]')).toHaveCount(1);
});

test("a manager's rooms stand on one line from 1280 on, in both languages @both", async ({ page }) => {
  await signIn(server(), page, "mai-rooms", "manager");
  const rooms = page.locator("#room-nav a");
  for (const lang of ["vi", "en"]) {
    await go(page, `/manage/throughput?lang=${lang}`);
    for (const width of [1280, 1366, 1920]) {
      await page.setViewportSize({ width, height: 850 });
      const feet = await rooms.evaluateAll((all) => all.map((room) => Math.round(room.getBoundingClientRect().bottom)));
      expect(new Set(feet).size, `${lang} at ${width}: ${feet.join(", ")}`).toBe(1);
    }
    await page.setViewportSize({ width: 768, height: 1024 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond, `${lang} at 768`).toBeLessThanOrEqual(0);
  }
});

test("what a figure means, in English too", async ({ page }) => {
  await signIn(server(), page, "mai-meaning", "manager");
  await go(page, "/manage/throughput?lang=en");
  await page.getByText("How these figures are counted").first().click();
  await expect(page.getByText("there is no rate").first()).toBeVisible();
  await look(page, "throughput-english");
  await go(page, "/manage/definitions#rate");
  await look(page, "throughput-definitions");
});

test("the chart by keyboard, and as a table", async ({ page }) => {
  await signIn(server(), page, "mai-chart", "manager");
  await go(page, "/manage/throughput?period=month");
  const reader = page.getByRole("slider", { name: "Đọc biểu đồ theo từng ngày" });
  await reader.focus();
  const last = await reader.getAttribute("aria-valuetext");
  expect(last).toMatch(/tiếp nhận \d/);
  await page.keyboard.press("ArrowLeft");
  await expect(reader).not.toHaveAttribute("aria-valuetext", last ?? "");
  await page.keyboard.press("Home");
  await expect(reader).toHaveAttribute("aria-valuenow", "1");
  await expect(page.locator(".reader-said")).toContainText("tiếp nhận");
  const drawing = page.locator(".flow .drawing");
  const whole = await drawing.getAttribute("viewBox");
  await page.keyboard.press("+");
  await expect(drawing).not.toHaveAttribute("viewBox", whole ?? "");
  await page.keyboard.press("-");
  await expect(drawing).toHaveAttribute("viewBox", whole ?? "");
  const behind = page.locator(".flow .behind");
  await behind.locator("summary").click();
  // Days off are in the table and not in the drawing.
  const days = Number(await reader.getAttribute("aria-valuemax"));
  expect(await behind.locator("tbody tr").count()).toBeGreaterThanOrEqual(days);
  await expect(page.getByText("Trục dọc: số hồ sơ mỗi ngày làm việc.")).toBeVisible();
  await expectAccessible(page);
});

test("a view is kept and opened again", async ({ page }) => {
  await signIn(server(), page, "mai-views", "manager");
  await go(page, "/manage/throughput?period=year&by=procedure");
  await page.getByText("Lưu chế độ xem này").click();
  await page.getByLabel("Tên chế độ xem").fill("Năm theo thủ tục");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await go(page, "/manage/throughput");
  await page.getByRole("link", { name: "Năm theo thủ tục" }).click();
  await expect(page).toHaveURL(/period=year&by=procedure/);
  await look(page, "throughput-views");
  await page.getByRole("button", { name: "Xóa chế độ xem “Năm theo thủ tục”" }).click();
  await expect(page.getByRole("link", { name: "Năm theo thủ tục" })).toHaveCount(0);
});

test("what is due soon is given to a colleague", async ({ page }) => {
  await signIn(server(), page, "mai-due", "manager");
  await go(page, "/manage/due");
  await look(page, "throughput-due");
  await page.setViewportSize({ width: 1366, height: 768 });
  const cut = await page.locator(".cell-what, .cell-agency").evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth).length);
  expect(cut, "procedure and agency are told whole").toBe(0);
  await page.locator(".pick-one").first().check();
  await page.locator(".pick-one").nth(1).check();
  await page.getByRole("button", { name: "Giao" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator(".pick-one").first()).toBeChecked();
  await page.locator("#assignee").selectOption({ label: "Nguyễn Thị Lan" });
  await page.getByRole("button", { name: "Giao" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Đã giao 2 hồ sơ." })).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("figures, charts, explanations and the due list are all there", async ({ page }) => {
    await signIn(server(), page, "mai-plain", "manager");
    await go(page, "/manage/throughput");
    await expect(page.locator(".flow .drawing")).toBeVisible();
    await expect(page.getByRole("slider")).toHaveCount(0);
    await expect(page.locator(".bars tbody tr").first()).toBeVisible();
    await page.getByText("Xem dạng bảng").first().click();
    await expect(page.locator(".flow .behind tbody tr").first()).toBeVisible();
    await go(page, "/manage/throughput?period=range&from=2026-02-10&to=2026-01-10");
    await expect(page.getByRole("alert")).toContainText("Ngày cuối kỳ không được trước ngày đầu kỳ.");
    await go(page, "/manage/due");
    await page.locator(".pick-one").first().check();
    await page.locator("#assignee").selectOption({ label: "Nguyễn Thị Lan" });
    await page.getByRole("button", { name: "Giao" }).click();
    await expect(page.getByText("Đã giao 1 hồ sơ.")).toBeVisible();
  });
});

test("a manager lands on what is wrong today, and each card leads to where it is dealt with", async ({ page }) => {
  await signIn(server(), page, "mai-front", "manager");
  await expect(page).toHaveURL(/\/manage$/);
  await expect(page.getByRole("heading", { name: "Tổng quan hôm nay" })).toBeVisible();
  await look(page, "throughput-front");
  const overdue = page.locator(".manage-card").filter({ hasText: "Hồ sơ đang quá hạn" });
  await expect(overdue.locator(".manage-count")).toHaveText(/^\d/);
  await overdue.getByRole("link").click();
  await expect(page).toHaveURL(/\/manage\/due/);
  await go(page, "/manage?lang=en");
  await look(page, "throughput-front-english");
});

test("late dossiers say when they were done and how late", async ({ page }) => {
  await signIn(server(), page, "mai-late", "manager");
  await go(page, "/manage/dossiers?figure=late&period=year");
  await expect(page.getByRole("columnheader", { name: "Có kết quả lúc" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Quá hạn (giờ làm việc)" })).toBeVisible();
  await expect(page.locator(".listed tfoot")).toContainText("Quá hạn tổng cộng");
  await look(page, "throughput-late");
});
