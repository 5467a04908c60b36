// An extension: until when, how far, and shown as it will be before it is recorded.
import type { Page } from "@playwright/test";
import { dossier, extensionBounds, fillMoment, receive, signIn } from "../support/desk";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The first Sunday after a time, at ten. */
function sundayAfter(time: string): string {
  const day = new Date(`${time.slice(0, 10)}T12:00:00Z`);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== 0);
  return `${day.toISOString().slice(0, 10)}T10:00`;
}

async function ask(page: Page, newDue: string): Promise<void> {
  await page.getByLabel("Gia hạn, xin lỗi công dân").check();
  await page.getByLabel("Lý do", { exact: true }).fill("Chờ kết quả giám định.");
  await fillMoment(page, "Hẹn trả mới", newDue);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
}

test("an extension is shown before and after, moved out of a Sunday, and recorded as shown @both", async ({ page }) => {
  await signIn(server(), page, "thu-extend", "manager");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  const [until] = await extensionBounds(page);
  // The due time is a working day later: the second Sunday from there is behind it.
  await ask(page, sundayAfter(sundayAfter(until)));
  const preview = page.getByRole("status").filter({ hasText: "Xem lại hẹn trả trước khi gia hạn" });
  await expect(preview).toContainText("Hẹn trả hiện nay");
  await expect(preview).toContainText("không phải giờ làm việc, nên hẹn trả mới lùi về");
  await expect(page.locator(".timeline > li")).toHaveCount(1);
  await preview.getByRole("button", { name: /^Gia hạn đến/ }).click();
  await expect(page.getByText("Đã ghi: Gia hạn")).toBeVisible();
  await expect(page.locator(".timeline > li").first()).toContainText("→");
  await expect(page.getByText("Hẹn trả lần đầu")).toBeVisible();
  await expect(page.getByLabel("Gia hạn, xin lỗi công dân")).toHaveCount(0);
});

test("beyond the limit again staff are told how far they may go", async ({ page }) => {
  await signIn(server(), page, "thu-extend-far");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  const [, most] = await extensionBounds(page);
  await ask(page, sundayAfter(sundayAfter(most)));
  await expect(page.getByRole("alert")).toContainText("Xa hơn phải do lãnh đạo quyết định.");
  await expect(page.locator("#new_due")).toBeVisible();
  await ask(page, most);
  await page.getByRole("button", { name: /^Gia hạn đến/ }).click();
  await expect(page.getByText("Đã ghi: Gia hạn")).toBeVisible();
});
