// Posted documents: read and saved by visitors; posted, replaced and taken down by administrators.
import type { Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const SIZES = [360, 768, 1366, 1920] as const;
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n");

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("a visitor reads what is posted and saves it @both", async ({ page }) => {
  await go(page, "/documents");
  await expect(page.getByRole("heading", { level: 1, name: "Văn bản niêm yết" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Tải về \(PDF.*: Nội quy/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  await page.getByRole("link", { name: /^Quyết định công bố/ }).click();
  await expect(page.getByRole("heading", { name: "Các bản trước" })).toBeVisible();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Earlier versions" })).toBeVisible();
});

test("the documents are accessible at every size, by day and by night", async ({ page }) => {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ["/documents", "/documents?lang=en", "/documents/2"]) {
      await go(page, path);
      for (const width of SIZES) {
        await page.setViewportSize({ width, height: 900 });
        await expectAccessible(page);
        await expectTidy(page, `${path} at ${width}`);
        await picture(page, `documents${path.replace(/\W+/g, "-")}-${scheme}-${width}`, true);
      }
    }
  }
});

test("an administrator posts, replaces and takes down", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "hoa-admin", "admin");
  await page.getByRole("link", { name: "Văn bản", exact: true }).click();
  await page.getByRole("link", { name: "Niêm yết văn bản" }).click();
  await page.getByLabel("Tiêu đề tiếng Việt").fill("Thông báo thử nghiệm");
  await page.getByLabel("Số, ký hiệu").fill("7/TB-UBND");
  await page.getByLabel("Ngày văn bản").fill("2026-11-20");
  await page.getByLabel("Tệp PDF").setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
  await page.getByRole("button", { name: "Niêm yết" }).click();
  await expect(page.getByRole("alert")).toContainText("Tệp này không phải PDF.");
  await expect(page.getByLabel("Tiêu đề tiếng Việt")).toHaveValue("Thông báo thử nghiệm");
  await expectAccessible(page);
  await page.getByLabel("Tệp PDF").setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: PDF });
  await page.getByRole("button", { name: "Niêm yết" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");

  await page.getByLabel("Tiêu đề tiếng Việt").fill("Thông báo thử nghiệm (bản 2)");
  await page.getByRole("button", { name: "Niêm yết", exact: true }).click();
  await expect(page.getByRole("link", { name: "Bản 2" })).toBeVisible();
  await expectAccessible(page);
  await go(page, "/documents");
  await expect(page.getByRole("link", { name: "Thông báo thử nghiệm (bản 2)", exact: true })).toBeVisible();

  await go(page, "/admin/documents");
  await page.getByRole("link", { name: "Thông báo thử nghiệm (bản 2)" }).click();
  await page.getByRole("button", { name: "Gỡ văn bản" }).click();
  await expect(page.getByText("Đã gỡ", { exact: true })).toBeVisible();
  await go(page, "/documents");
  await expect(page.getByText("Thông báo thử nghiệm")).toHaveCount(0);
});
