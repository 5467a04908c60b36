// Whose hands a dossier is in, and what colleagues note of it.
import type { Page } from "@playwright/test";
import { dossier, receive, signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The codes that a work list shows. */
async function listed(page: Page, address: string): Promise<string[]> {
  await page.goto(server().url + address);
  return page.locator(".worklist tbody th a").allTextContents();
}

test("a clerk takes a dossier, leaves a note and gives it to a colleague @both", async ({ browser, page, javaScriptEnabled }) => {
  const hasScript = javaScriptEnabled !== false;
  const tag = hasScript ? "js" : "plain";
  await signIn(server(), page, `lan-${tag}`);
  const other = await (await browser.newContext({ locale: "vi-VN", javaScriptEnabled })).newPage();
  await signIn(server(), other, `hoa-${tag}`);
  const code = await receive(server(), page);
  expect(await listed(page, "/desk?agency=mine"), "nothing is anybody's at first").toEqual([]);

  await page.goto(dossier(server(), code));
  await expect(page.getByText("Chưa ai nhận xử lý")).toBeVisible();
  await page.getByRole("button", { name: "Nhận xử lý" }).click();
  await expect(page.getByText("Bạn đang xử lý hồ sơ này")).toBeVisible();
  expect(await listed(page, "/desk?agency=mine")).toEqual([code]);

  await page.goto(dossier(server(), code));
  await page.getByLabel("Ghi chú mới").fill("Công dân hẹn quay lại thứ Sáu.");
  await page.getByRole("button", { name: "Lưu ghi chú" }).click();
  await expect(page.locator(".note-text")).toHaveText("Công dân hẹn quay lại thứ Sáu.");

  await page.getByText("Giao cho đồng nghiệp").click();
  await page.getByRole("button", { name: "Giao", exact: true }).click();
  await expect(page.getByRole("link", { name: "Hãy chọn người xử lý." })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Giao cho", { exact: true }).selectOption(`hoa-${tag}`);
  await page.getByRole("button", { name: "Giao", exact: true }).click();
  await expect(page.getByText(`Người xử lý: hoa-${tag}`)).toBeVisible();
  await expectAccessible(page);
  await picture(page, `desk-hands-${tag}`, true);
  expect(await listed(page, "/desk?agency=mine")).toEqual([]);

  expect(await listed(other, "/desk?agency=mine")).toEqual([code]);
  await other.goto(dossier(server(), code));
  await expect(other.locator(".note-text"), "the colleague reads the note").toBeVisible();
  await expect(other.locator(".timeline")).toContainText(`giao hoa-${tag} xử lý`);
  await other.context().close();
});

test("several dossiers are given away at once, and what is missing is told beside its field", async ({ page }) => {
  await signIn(server(), page, "mai-many", "manager");
  const codes = [await receive(server(), page), await receive(server(), page)];
  await page.goto(`${server().url}/desk?tab=received`);
  for (const code of codes) await page.getByLabel(`Chọn hồ sơ ${code}`).check();
  await page.getByLabel("Việc cần ghi").selectOption({ label: "Giao người xử lý" });
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(page.locator("#assignee-problem")).toHaveText("Hãy chọn người xử lý.");
  for (const code of codes) await expect(page.getByLabel(`Chọn hồ sơ ${code}`)).toBeChecked();
  await page.getByLabel("Giao cho", { exact: true }).selectOption("mai-many");
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(page.locator(".done")).toContainText("Đã ghi cho 2 hồ sơ.");
  expect((await listed(page, "/desk?agency=mine")).sort()).toEqual(codes.sort());
  await expectAccessible(page);
});
