// The official report in the hands of a manager: looked at, signed, corrected at the desk, told as revised, taken away.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { dossier, signIn } from "../support/desk";
import { look } from "../support/look";
import { lastMonth } from "../support/reports";
import { DESK_AND_PHONE } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();
/** Rows of one page of a list. */
const LIST_ROWS = 50;

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

/** The page of last month's report, once the list of periods was made. */
async function openReport(page: Page): Promise<void> {
  await expect(async () => {
    await go(page, "/manage/report?kind=month");
    await expect(page.locator(".table tbody tr").first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await page.locator(`a[href="/manage/report/month-${lastMonth()}"]`).click();
  await expect(page.locator(".report-table")).toBeVisible();
}

/** The totals of the sheet, columns 3 to 13. */
async function totals(page: Page): Promise<number[]> {
  const cells = await page.locator(".report tfoot .report-figure").allTextContents();
  return cells.map((text) => Number(text.replaceAll(".", "")));
}

/** From the total of a column to its dossiers, as they stood when the month ended, and back. */
async function openCell(page: Page, count: number, column: number, heading: RegExp): Promise<void> {
  await page.locator(".report tfoot .report-figure").nth(column - 3).getByRole("link").click();
  await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  await expect(page.getByText(/^Tính đến hết ngày \d\d\/\d\d\/\d{4}: /)).toBeVisible();
  await expect(page.locator(".table.listed tbody tr")).toHaveCount(Math.min(count, LIST_ROWS));
  await look(page, `report-form-column-${column}`);
  await page.getByRole("link", { name: /^Trở lại: / }).click();
  await expect(page.locator(".report-table")).toBeVisible();
}

/** Another program tells of a dossier that was received and resolved last month; its code. */
async function importResolved(): Promise<string> {
  const [year = "", month = ""] = lastMonth().split("-");
  const day = (date: string): string => `${year}-${month}-${date}T02:00:00Z`;
  const code = `H49.99-${year.slice(2)}${month}05-9001`;
  const header = "Mã hồ sơ,Hình thức nộp,Ngày tiếp nhận,Hẹn trả,Ngày xong,Trạng thái,Cơ quan,Lĩnh vực,Thủ tục";
  const row = [code, "Trực tuyến", day("05"), day("20"), day("10"), "Đã xử lý xong", "Phòng Tư pháp", "Hộ tịch", "Đăng ký khai sinh"];
  const file = join(server().folder, "resolved.csv");
  writeFileSync(file, `${header}\n${row.join(",")}\n`);
  const said = await server().run("import", file);
  expect(said.code, said.stdout + said.stderr).toBe(0);
  return code;
}

async function beside(browser: Browser, name: string, script: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: script, locale: "vi-VN", viewport: DESK_AND_PHONE[0] });
  const page = await context.newPage();
  await signIn(server(), page, name, "manager");
  return page;
}

test("a month is looked at, signed, corrected at the desk, and told as revised @both", async ({ page, browser, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  const script = javaScriptEnabled !== false;
  const code = await importResolved();
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, script ? "mai-js" : "mai-plain", "manager");
  await openReport(page);
  const before = await totals(page);
  expect(before).toHaveLength(11);
  const [received = 0, online = 0, direct = 0, carried = 0, resolved = 0, early = 0, onTime = 0, late = 0, open = 0, within = 0, overdue = 0] = before;
  expect(received).toBe(online + direct + carried);
  expect(resolved).toBe(early + onTime + late);
  expect(open).toBe(within + overdue);
  expect(received).toBe(resolved + open);
  await expect(page.locator(".report-checks .report-fails")).toHaveCount(0);
  await look(page, "report-form-finished");

  await openCell(page, carried, 6, /^Cột 6: /);
  await openCell(page, open, 11, /^Cột 11: /);

  await page.getByRole("link", { name: "Ký chốt kỳ này" }).click();
  await expect(page.getByRole("heading", { name: /^Ký chốt báo cáo/ })).toBeVisible();
  await look(page, "report-form-sign");
  await page.getByRole("button", { name: "Tôi đã kiểm tra và ký chốt" }).click();
  await expect(page.getByRole("status")).toContainText("Đã ký chốt báo cáo.");
  await expect(page.locator("h1 .tag")).toHaveText("Đã ký chốt");
  expect(await totals(page)).toEqual(before);
  await look(page, "report-form-signed");

  const desk = await beside(browser, script ? "minh-js" : "minh-plain", script);
  await desk.goto(dossier(server(), code));
  await desk.getByLabel("Lùi lại bước vừa ghi").check();
  await desk.getByLabel("Lý do", { exact: true }).fill("Ghi nhầm hồ sơ");
  await desk.getByRole("button", { name: "Lưu", exact: true }).click();
  await expect(desk.getByText("Ghi nhầm hồ sơ").first()).toBeVisible();

  await page.reload();
  await expect(page.locator("h1 .tag")).toHaveText("Đã ký, số liệu có thay đổi");
  await expect(page.getByRole("heading", { name: "Số liệu đã thay đổi sau khi ký" })).toBeVisible();
  expect(await totals(page), "what was signed stays").toEqual(before);
  await look(page, "report-form-revised");
  await page.getByRole("link", { name: "Tính lại hiện nay" }).click();
  const now = await totals(page);
  expect([now[4], now[8]]).toEqual([resolved - 1, open + 1]);
  await page.getByRole("link", { name: "Theo cơ quan, đơn vị" }).click();
  expect(await totals(page)).toEqual(now);
  await page.getByRole("link", { name: "Ký chốt bản tính lại" }).click();
  await page.getByRole("button", { name: "Tôi đã kiểm tra và ký chốt" }).click();
  await expect(page.locator("h1 .tag")).toHaveText("Đã ký chốt");
  await expect(page.getByRole("navigation", { name: "Bản số liệu" }).getByRole("link")).toHaveCount(3);
});

test("the workbook and the CSV are saved", async ({ page }) => {
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, "mai-files", "manager");
  await openReport(page);
  const sideways = page.getByText("Bảng rộng hơn màn hình: vuốt ngang để xem hết.");
  await expect(sideways).toBeHidden();
  await page.setViewportSize(DESK_AND_PHONE[1]);
  await expect(sideways).toBeVisible();
  await page.setViewportSize(DESK_AND_PHONE[0]);
  for (const [link, begins] of [["Tải XLSX", "PK"], ["Tải CSV", "\u{FEFF}"]] as const) {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: link }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^ii06a-field-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.(xlsx|csv)$/);
    expect(readFileSync(await download.path(), "utf8").startsWith(begins)).toBe(true);
  }
});

test("the list, a period of one's own, any days, in both languages", async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, "mai-list", "manager");
  await openReport(page);
  await go(page, "/manage/report");
  await expect(page.locator(".table tbody tr").first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Hạn gửi" })).toBeVisible();
  await expect(page.locator(".table tbody tr").first().getByText(/^\d\d\/\d\d\/\d{4}$/)).toBeVisible();
  await look(page, "report-form-list");
  const old = page.getByText(/^Các kỳ cũ chưa ký: \d+$/);
  const folded = page.locator("details.earlier tbody tr").first();
  await expect(folded, "what nobody waits for is folded").toBeHidden();
  await old.click();
  await expect(folded).toBeVisible();
  await go(page, "/manage/report/new");
  await page.getByRole("button", { name: "Lưu kỳ báo cáo" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await look(page, "report-form-new-wrong");
  await page.getByLabel("Loại kỳ").selectOption({ label: "Kỳ khác" });
  await page.getByLabel("Từ ngày").fill("2026-01-05");
  await page.getByLabel("Đến hết ngày").fill("2026-02-10");
  await page.getByLabel("Căn cứ").fill("Công văn 1234/UBND-KSTT");
  await page.getByRole("button", { name: "Lưu kỳ báo cáo" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu kỳ báo cáo.");
  await page.getByRole("link", { name: "Từ 05/01/2026 đến 10/02/2026" }).click();
  await page.getByRole("link", { name: "Sửa kỳ báo cáo" }).click();
  await look(page, "report-form-edit");
  await page.getByRole("button", { name: "Xóa kỳ báo cáo" }).click();
  await expect(page.getByRole("status")).toContainText("Đã xóa kỳ báo cáo");
  await page.getByLabel("Từ ngày").fill("2020-01-01");
  await page.getByLabel("Đến hết ngày").fill("2020-01-31");
  await page.getByRole("button", { name: "Xem số liệu" }).click();
  await expect(page.getByText("Không có hồ sơ nào trong kỳ này.")).toBeVisible();
  await go(page, `/manage/report/month-${lastMonth()}?lang=en&by=agency`);
  await expect(page.getByText("Dossiers received")).toBeVisible();
  await look(page, "report-form-en");
  await page.emulateMedia({ media: "print" });
  await page.pdf({ path: "../target/look-form/page.pdf", preferCSSPageSize: true });
});
