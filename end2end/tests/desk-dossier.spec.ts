// A dossier's page: what to do first, reasons with their steps, the way on through a list, papers attached, and all of it on a phone.
import { dossier, receive, recordWithReason, signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The smallest side of what a finger presses, in CSS pixels. */
const TARGET_PX = 44;
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n");

test("the likeliest next step is the first button, and a reason comes into sight with its step @both", async ({ page, javaScriptEnabled }) => {
  await signIn(server(), page, `an-first-${javaScriptEnabled ? "js" : "plain"}`);
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  const main = page.locator(".step-main");
  await expect(main).toHaveText("Bắt đầu xử lý");
  const reason = page.getByLabel("Lý do", { exact: true });
  await expect(reason).toBeHidden();
  await expect(page.locator("#new_due")).toBeHidden();
  await page.getByLabel("Gia hạn, xin lỗi công dân").check();
  await expect(reason).toBeVisible();
  await expect(page.locator("#new_due")).toBeVisible();
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await expect(page.locator("#new_due")).toBeHidden();
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu giấy chứng sinh.");
  await expect(main).toHaveText("Đã nhận đủ giấy tờ");
  const steps = page.locator(".timeline > li");
  await expect(steps.first()).toContainText("yêu cầu bổ sung giấy tờ");
  await expect(steps.first().getByText(/yêu cầu bổ sung giấy tờ/i)).toHaveCount(1);
  await main.click();
  await expect(steps.first()).toContainText("nhận đủ giấy tờ, hồ sơ trở lại “Được tiếp nhận”");
});

test("from a list one goes on by a key, and back to the same list", async ({ page }) => {
  await signIn(server(), page, "binh-onward");
  const codes = [await receive(server(), page), await receive(server(), page)];
  await page.goto(`${server().url}/desk?tab=received`);
  const rows = page.locator(".row th a");
  const [first = "", second = ""] = await rows.allTextContents();
  expect(codes.length).toBe(2);
  await rows.first().click();
  await expect(page.getByRole("heading", { name: first })).toBeVisible();
  await expect(page.locator("dialog.keys-list")).toBeAttached();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  // The main step is one key and Enter; the dossier then leaves this list, and the next one still follows.
  await page.keyboard.press("m");
  await expect(page.locator(".step-main")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: second })).toBeVisible();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.keyboard.press("c");
  await expect(page.getByLabel("Ghi chú mới")).toBeFocused();
  await page.getByLabel("Ghi chú mới").blur();
  await page.keyboard.press("b");
  await expect(page).toHaveURL(/\/desk\?tab=received$/);
});

test("a dossier that is not there leads back to the desk", async ({ page }) => {
  await signIn(server(), page, "chi-lost");
  await page.goto(dossier(server(), "H49.99-260101-0000"));
  await page.getByRole("link", { name: "Về trang làm việc" }).click();
  await expect(page.getByRole("heading", { name: "Danh sách hồ sơ" })).toBeVisible();
});

test("a scan is attached, saved by a colleague and removed @both", async ({ page, javaScriptEnabled }) => {
  await signIn(server(), page, `dung-scan-${javaScriptEnabled ? "js" : "plain"}`);
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  const open = async () => page.locator("summary", { hasText: "Đính kèm bản chụp hoặc biểu mẫu" }).click();
  await open();
  await page.getByLabel("Tên giấy tờ").fill("Giấy khai sinh");
  await page.getByLabel("Tệp", { exact: true }).setInputFiles({ name: "x.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html></html>") });
  await page.getByRole("button", { name: "Đính kèm", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Tệp này không phải PDF, JPEG hay PNG.");
  await expect(page.getByLabel("Tên giấy tờ")).toHaveValue("Giấy khai sinh");
  await page.getByLabel("Tệp", { exact: true }).setInputFiles({ name: "x.pdf", mimeType: "application/pdf", buffer: PDF });
  await page.getByRole("button", { name: "Đính kèm", exact: true }).click();
  const link = page.getByRole("link", { name: "Giấy khai sinh" });
  await expect(link).toBeVisible();
  const [saved] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(saved.suggestedFilename()).toMatch(new RegExp(`^${code}-\\d+\\.pdf$`));
  await page.locator("summary", { hasText: "Xóa tệp này" }).click();
  await page.getByRole("button", { name: "Xóa hẳn: Giấy khai sinh" }).click();
  await expect(link).toHaveCount(0);
});

test("on a phone nothing runs over the edge, the code stays on its line, and what is pressed is large enough", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "em-phone");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu giấy chứng sinh bản chính; giấy chứng nhận kết hôn chưa được công chứng.");
  for (const lang of ["vi", "en"]) {
    for (const width of [320, 360, 390, 430, 768, 1366, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${dossier(server(), code)}?tab=waiting&lang=${lang}`);
      await expectTidy(page, `desk-dossier at ${width}`);
      const lines = await page.locator("h1").evaluate((heading) => {
        const range = document.createRange();
        range.selectNodeContents(heading);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
      });
      expect(lines, `lines of the code at ${width}`).toBe(1);
      if (width > 430) continue;
      const targets = page.locator("main").locator("a, button, summary, .step-list > label").filter({ visible: true });
      for (const target of await targets.all()) {
        const box = await target.boundingBox();
        if (box && box.width > 1) expect.soft(Math.round(box.height), `${(await target.textContent()) ?? ""} at ${width}`).toBeGreaterThanOrEqual(TARGET_PX);
      }
    }
    await expectAccessible(page);
    await picture(page, `desk-dossier-${lang}`, true);
  }
});
