// A clerk's export comes in by the browser: uploaded, its columns pointed out, tried, written; and what is wrong with it is told.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const HEADER = "STT;Mã HS;Tên thủ tục;Lĩnh vực;Đơn vị xử lý;Ngày tiếp nhận;Ngày hẹn trả;Ngày hoàn thành;Tình trạng;Kênh nộp";
const GOOD = [
  "1;H49.88-260105-0001;Đăng ký khai sinh;Hộ tịch;UBND phường;05/01/2026 08:00;07/01/2026 17:00;06/01/2026 09:00;Đã có kết quả;Cổng DVC",
  "2;H49.88-260105-0002;Cấp giấy chứng nhận;Đất đai;Chi nhánh đất đai;05/01/2026 09:00;20/01/2026 17:00;;Đang làm;Tại quầy",
];
const BAD = "3;H49.88-260105-0003;Đăng ký khai tử;Hộ tịch;UBND phường;05/01/2026 10:00;hôm qua;;Đang làm;Tại quầy";

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

/** A file as an office would save it; the codes are a test's own. */
function file(own: string, rows: string[]): { name: string; mimeType: string; buffer: Buffer } {
  const text = [HEADER, ...rows].join("\n").replaceAll("H49.88", `H49.${own}`);
  return { name: `Hồ sơ tháng 01 (${own}).csv`, mimeType: "text/csv", buffer: Buffer.from(`${text}\n`) };
}

async function upload(page: Page, own: string, rows: string[]): Promise<void> {
  await go(page, "/admin/import");
  await page.getByLabel("Chọn tệp").setInputFiles(file(own, rows));
  await page.getByRole("button", { name: "Tải lên" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hồ sơ tháng 01");
}

/** Agrees with what was guessed, and saves it under a name. */
async function pointOut(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Chỉ ra các cột" }).click();
  await expect(page.getByLabel("Ngày tiếp nhận")).toContainText("Ngày tiếp nhận (ví dụ: 05/01/2026 08:00)");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Đang làm").selectOption({ label: "Đang xử lý" });
  await page.getByLabel("Tên cách đọc").fill(name);
  await page.getByRole("button", { name: "Lưu và chạy thử" }).click();
}

test("an export is uploaded, pointed out, tried and written; the next one only chosen @both", async ({ page, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  const script = javaScriptEnabled !== false;
  const own = script ? "81" : "82";
  await signIn(server(), page, `quan-import-${own}`, "admin");
  await upload(page, own, GOOD);
  await expect(page.getByRole("region")).toContainText(`H49.${own}-260105-0001`);
  await pointOut(page, `Một cửa ${own}`);
  await expect(page.getByRole("button", { name: "Ghi 2 hồ sơ" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("chưa ghi gì")).toBeVisible();
  if (script) await look(page, "admin-import-checked");
  await page.reload();
  await page.getByRole("button", { name: "Ghi 2 hồ sơ" }).click();
  await expect(page.getByRole("status")).toContainText("Đã ghi xong", { timeout: 30_000 });
  if (script) await look(page, "admin-import-applied");

  await upload(page, own, GOOD);
  if (script) await look(page, "admin-import-uploaded-again");
  await page.getByRole("button", { name: `Chọn cách đọc Một cửa ${own} và chạy thử` }).click();
  await expect(page.getByText("Không có gì mới để ghi.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Xóa tệp" }).click();
  await expect(page.getByRole("status")).toContainText("Tệp đã được xóa");
});

test("bad rows are named with line, column and reason, and the good ones are taken when asked for", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(server(), page, "quan-import-bad", "admin");
  await upload(page, "83", [...GOOD, BAD]);
  await pointOut(page, "Một cửa 83");
  const row = page.locator(".bad-values").getByRole("row", { name: /hôm qua/ });
  await expect(row).toContainText("4", { timeout: 30_000 });
  await expect(row).toContainText("Ngày hẹn trả");
  await expect(row).toContainText("không phải ngày");
  await look(page, "admin-import-bad");
  const [bad] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Tải về tất cả lỗi (CSV)" }).click()]);
  expect(bad.suggestedFilename()).toMatch(/^import-\d+-bad\.csv$/);
  await page.getByLabel(/Bỏ lại các hồ sơ có lỗi/).check();
  await page.getByRole("button", { name: "Ghi 2 hồ sơ" }).click();
  await expect(page.getByRole("status")).toContainText("Đã ghi xong", { timeout: 30_000 });
});

test("each page of the import, with and without faults, in both languages", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(server(), page, "quan-import-pages", "admin");
  await go(page, "/admin/import");
  await look(page, "admin-import-list");
  await page.getByLabel("Chọn tệp").setInputFiles({ name: "ảnh.csv", mimeType: "text/csv", buffer: Buffer.from("\n\n") });
  await page.getByRole("button", { name: "Tải lên" }).click();
  await expect(page.getByRole("alert")).toContainText("Không tìm thấy dòng tiêu đề");
  await look(page, "admin-import-refused");
  await upload(page, "84", GOOD);
  await look(page, "admin-import-uploaded");
  await page.getByRole("link", { name: "Chỉ ra các cột" }).click();
  await look(page, "admin-import-columns");
  await page.getByLabel("Mã hồ sơ", { exact: true }).selectOption({ index: 0 });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy chọn cột cho “Mã hồ sơ”.");
  await look(page, "admin-import-columns-wrong");
  await page.getByLabel("Mã hồ sơ", { exact: true }).selectOption({ index: 2 });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await look(page, "admin-import-words");
  await page.getByLabel("Đang làm").selectOption({ index: 0 });
  await page.getByRole("button", { name: "Lưu và chạy thử" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy chọn nghĩa của: Đang làm.");
  await look(page, "admin-import-words-wrong");
  await go(page, "/admin/import?lang=en");
  await look(page, "admin-import-list-en");
});
