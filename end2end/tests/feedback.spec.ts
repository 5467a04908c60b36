// A message goes from a visitor to the centre, to the agency and back; a rating is given once. On a phone, a tablet and a desk.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { expect, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const SIZES = [
  { width: 360, height: 740 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1366, height: 850 },
] as const;

test.describe.configure({ timeout: 120_000 });

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

async function expectTargets(page: Page): Promise<void> {
  const targets = page.locator("main button, main input:not([type=hidden]):not([type=radio]), .feedback-nav a, .public-nav a, .public-lang");
  for (const target of await targets.all()) {
    const box = await target.boundingBox();
    expect(box?.height ?? 0, await target.evaluate((it) => it.outerHTML)).toBeGreaterThanOrEqual(43.5);
  }
}

async function write(page: Page): Promise<{ code: string; pin: string }> {
  await go(page, "/feedback");
  await page.getByLabel("Khiếu nại").check();
  await page.getByLabel("Nội dung", { exact: true }).fill("Tôi đợi ba giờ mà không ai gọi.");
  await page.getByRole("button", { name: "Gửi", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Đã nhận phản ánh của bạn" })).toBeVisible();
  const [code, pin] = await page.locator(".feedback-secrets dd").allTextContents();
  expect(page.url()).not.toContain(code ?? "-");
  return { code: code ?? "", pin: pin ?? "" };
}

test("a visitor writes, an agency explains, the centre answers, and the visitor reads it", async ({ browser, page }) => {
  await go(page, "/feedback");
  await look(page, "feedback-form", SIZES);
  await expectTargets(page);
  await page.getByRole("button", { name: "Gửi", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy chọn loại nội dung.");
  await look(page, "feedback-wrong", SIZES);
  const { code, pin } = await write(page);
  await look(page, "feedback-sent", SIZES);

  const boss = await (await browser.newContext({ locale: "vi-VN" })).newPage();
  await signIn(server(), boss, "boss-feedback", "manager");
  await go(boss, "/manage/feedback");
  await look(boss, "feedback-list", SIZES);
  await boss.getByRole("link", { name: /^Khiếu nại số/ }).last().click();
  await expect(boss.getByText("Tôi đợi ba giờ mà không ai gọi.")).toBeVisible();
  await look(boss, "feedback-case", SIZES);
  await boss.getByLabel("Cơ quan liên quan").selectOption({ index: 1 });
  await boss.getByLabel("Cần giải trình điều gì").fill("Vì sao không ai gọi?");
  await boss.getByRole("button", { name: "Gửi yêu cầu" }).click();
  await expect(boss.getByRole("status")).toContainText("Đã yêu cầu cơ quan giải trình.");

  await go(boss, "/desk/feedback");
  await look(boss, "feedback-explanations", SIZES);
  await boss.getByRole("link", { name: /^Khiếu nại số/ }).last().click();
  await boss.getByLabel("Nội dung giải trình").fill("Loa gọi số bị hỏng.");
  await boss.getByRole("button", { name: "Gửi giải trình" }).click();
  await expect(boss.getByRole("status")).toContainText("Đã gửi giải trình");

  await go(boss, "/manage/feedback");
  await boss.getByRole("link", { name: /^Khiếu nại số/ }).last().click();
  await boss.getByLabel("Trả lời người gửi").fill("Trung tâm xin lỗi bạn. Loa đã được sửa.");
  await boss.getByLabel("Công khai cả trả lời").check();
  await boss.getByLabel("Tóm tắt nội dung để công khai").fill("Loa gọi số tại sảnh");
  await boss.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(boss.getByRole("status")).toContainText("Đã trả lời phản ánh.");
  await boss.context().close();

  await go(page, "/feedback/follow");
  await look(page, "feedback-follow", SIZES);
  await expectTargets(page);
  await page.getByLabel("Mã phản ánh").fill(code.toLowerCase());
  await page.getByLabel("Mã số bí mật").fill(pin);
  await page.getByRole("button", { name: "Xem" }).click();
  await expect(page.getByText("Trung tâm xin lỗi bạn. Loa đã được sửa.")).toBeVisible();
  await expect(page.getByText("Tôi đợi ba giờ")).toHaveCount(0);
  await look(page, "feedback-answered", SIZES);
  await go(page, "/feedback/answers");
  await expect(page.getByRole("heading", { name: "Loa gọi số tại sảnh" })).toBeVisible();
  await look(page, "feedback-answers", SIZES);
});

test("the page of a rating takes the secret out of its address and is big enough for a finger", async ({ page }) => {
  await go(page, "/feedback/rate#12345678");
  await expect(page.getByLabel("Số đánh giá")).toHaveValue("12345678");
  expect(page.url()).not.toContain("12345678");
  await look(page, "feedback-rate", SIZES);
  await expectTargets(page);
  await page.getByRole("button", { name: "Rất hài lòng" }).click();
  await expect(page.getByRole("alert")).toContainText("Không có lượt đánh giá nào mở với số này.");
});

test("a message is written and followed by the keyboard alone @both", async ({ page }) => {
  await go(page, "/feedback");
  await page.getByRole("radio", { name: "Góp ý, kiến nghị" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Nội dung", { exact: true })).toBeFocused();
  await page.keyboard.type("Xin thêm ghế ngồi chờ ở sảnh.");
  await page.getByRole("button", { name: "Gửi", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Đã nhận phản ánh của bạn" })).toBeVisible();
  const [code, pin] = await page.locator(".feedback-secrets dd").allTextContents();
  await go(page, "/feedback/follow");
  await page.getByLabel("Mã phản ánh").focus();
  await page.keyboard.type(code ?? "");
  await page.keyboard.press("Tab");
  await page.keyboard.type(pin ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Góp ý, kiến nghị, nhận ngày/)).toBeVisible();
});

test("everything works in English, in the dark and without script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "dark", locale: "en-GB" });
  const page = await context.newPage();
  await go(page, "/feedback?lang=en");
  await page.getByLabel("A suggestion").check();
  await page.getByLabel("Your message").fill("More chairs in the hall, please.");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "We have received your message" })).toBeVisible();
  await page.getByRole("button", { name: "See where it stands" }).click();
  await expect(page.getByText(/A suggestion, received on/)).toBeVisible();
  await picture(page, "feedback-dark-en", true);
  await context.close();
});
