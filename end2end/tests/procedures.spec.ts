// The public list of procedures: found by what a visitor wants, read on a phone, printed; kept by administrators.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { ROOM_SIZES } from "../support/sizes";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();
/** On phones, tablets and desks, and on the screen that stands in the lobby. */
const SIZES = [...ROOM_SIZES.slice(0, 4), { width: 1080, height: 1920 }];

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("a visitor finds a procedure by what they want, without diacritics @both", async ({ page }) => {
  await go(page, "/procedures");
  await expect(page.getByRole("heading", { level: 1, name: "Thủ tục hành chính tại Trung tâm" })).toBeVisible();
  await page.getByLabel("Bạn muốn làm gì?").fill("toi muon lam giay khai sinh");
  await page.getByRole("button", { name: "Tìm" }).click();
  await expect(page.getByRole("status")).toContainText(/thủ tục/);
  await page.getByRole("link", { name: "Đăng ký khai sinh", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Đăng ký khai sinh" })).toBeVisible();
  await expect(page.getByText("Luật Hộ tịch số 60/2014/QH13")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Biểu mẫu: Đơn đề nghị theo mẫu/ })).toBeVisible();
  await page.getByRole("link", { name: "Bản in một trang" }).click();
  await expect(page.getByRole("heading", { name: "Đăng ký khai sinh" })).toBeVisible();
});

test("a wish leads to its procedure, and a field narrows the list @both", async ({ page }) => {
  await go(page, "/procedures?lang=en");
  await page.getByLabel("Field").selectOption({ label: "Civil status" });
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: "get married", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Marriage registration" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("link", { name: "Tiếng Việt" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Đăng ký kết hôn" })).toBeVisible();
});

test("list, page and sheet are accessible at every size, by day and by night", async ({ page }) => {
  test.setTimeout(240_000);
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const lang of ["vi", "en"]) {
      await go(page, `/procedures?lang=${lang}`);
      await look(page, `procedures-list-${lang}-${scheme}`, SIZES);
      await go(page, `/procedures/HT.02?lang=${lang}`);
      await look(page, `procedures-one-${lang}-${scheme}`, SIZES);
      await go(page, `/procedures/HT.02/sheet?lang=${lang}`);
      await look(page, `procedures-sheet-${lang}-${scheme}`, SIZES);
    }
  }
});

test("the code of a sheet stands beside the head, and the list below takes the whole width", async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await go(page, "/procedures/HT.02/sheet");
  const width = (selector: string) => page.locator(selector).evaluate((it) => Math.round(it.getBoundingClientRect().width));
  expect(await width(".guide-sheet")).toBe(await width(".guide-sheet-head"));
});

test("targets are large enough for a finger", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/procedures", "/procedures/HT.02", "/documents", "/documents/1"]) {
    await go(page, path);
    const small = await page.locator("main a, header nav a, main button, main input, main select").evaluateAll((all) =>
      all
        .filter((it) => it.closest("p.hint, li > p") === null)
        .map((it) => ({ text: it.textContent ?? "", height: it.getBoundingClientRect().height }))
        .filter((it) => it.height > 0 && it.height < 44),
    );
    expect(small, path).toEqual([]);
  }
});

test("the list is read by the keyboard alone @both", async ({ page }) => {
  await go(page, "/procedures");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Đến nội dung chính" })).toBeFocused();
  await page.getByLabel("Bạn muốn làm gì?").focus();
  await page.keyboard.type("ket hon");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Đăng ký kết hôn", exact: true })).toBeVisible();
});

test("an administrator says what visitors read, and takes the table away and back", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "tuan-admin", "admin");
  await go(page, "/admin/procedures?q=HT.02");
  await page.getByRole("link", { name: "HT.02", exact: true }).click();
  await page.getByRole("link", { name: "Thông tin công khai" }).click();
  await page.getByLabel("Nơi tiếp nhận (tiếng Việt)").fill("Quầy số 99");
  await page.getByLabel("Địa chỉ nộp trực tuyến").fill("http://a.vn");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("alert")).toContainText("https://");
  await page.getByLabel("Địa chỉ nộp trực tuyến").fill("https://dichvucong.gov.vn/");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Trang công khai" }).click();
  await expect(page.getByText("Quầy số 99")).toBeVisible();

  await go(page, "/admin/procedures/import");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /bảng tính \(XLSX\)/ }).click();
  const path = await (await download).path();
  await page.getByLabel("Bảng", { exact: true }).setInputFiles(path);
  await page.getByRole("button", { name: "Nhận bảng" }).click();
  await expect(page.getByRole("status")).toContainText("Thêm mới: 0; thay đổi: 0");
  await expectAccessible(page);
});
