// A linked procedure: its parts are set, one dossier is received, each agency works on its part, and the whole ends with the last.
import type { Page } from "@playwright/test";
import { APPLICANT, dossier, openForm, recordWithReason, signIn } from "../support/desk";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const AGENCIES = ["Quầy Chứng thực", "Quầy Tư pháp – Hộ tịch"] as const;
const PARTS = ["Trích lục bản đồ", "Xác định nghĩa vụ tài chính"] as const;

async function readable(page: Page): Promise<void> {
  await expectAccessible(page);
}

/** Gives the procedure of a household business two parts. */
async function setParts(page: Page): Promise<void> {
  await page.goto(`${server().url}/admin/procedures?q=HKD.01`);
  await page.getByRole("link", { name: "HKD.01", exact: true }).click();
  await page.getByRole("link", { name: "Các phần liên thông" }).click();
  for (const [at, name] of PARTS.entries()) {
    const part = page.getByRole("group", { name: `Phần ${at + 1}` });
    await part.getByLabel("Cơ quan, đơn vị").selectOption({ label: AGENCIES[at] ?? "" });
    await part.getByLabel("Thời hạn giải quyết").fill("1");
    await part.getByLabel("Nội dung phần việc").fill(name);
  }
  await readable(page);
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
}

test("a linked dossier is received once and ends with the last of its parts @both", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const rooms = await browser.newContext();
  const admin = await rooms.newPage();
  await signIn(server(), admin, "mai-links", "admin");
  await setParts(admin);
  await rooms.close();

  await signIn(server(), page, "lan-links", "manager");
  await openForm(server(), page, "HKD.01", AGENCIES[1]);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  for (const name of PARTS) await expect(page.locator(".slip")).toContainText(name);
  const code = ((await page.locator(".paper-code b").textContent()) ?? "").trim();

  await page.goto(dossier(server(), code));
  const linked = page.getByRole("region", { name: "Hồ sơ liên thông" });
  await expect(page.locator("button[value=resolve]")).toHaveCount(0);
  const parts = await linked.getByRole("row").getByRole("link").allTextContents();
  expect(parts).toHaveLength(2);
  await readable(page);

  await page.goto(dossier(server(), parts[0] ?? ""));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu bản sao.");
  await expect(linked.getByRole("row", { name: PARTS[0] })).toContainText("bổ sung");
  await page.goto(dossier(server(), code));
  await expect(page.locator(".dossier-now")).toContainText("bổ sung");
  await page.goto(dossier(server(), parts[0] ?? ""));
  await page.locator("button[value=papers_received]").click();

  for (const part of parts) {
    await page.goto(dossier(server(), part));
    await page.locator("button[value=resolve]").click();
    await expect(page.locator(".done")).toBeVisible();
  }
  await page.goto(dossier(server(), code));
  await page.locator("button[value=hand_over]").click();
  await expect(page.locator(".dossier-now")).toContainText("Đã trả kết quả");
  await page.goto(dossier(server(), parts[1] ?? ""));
  await expect(page.locator(".dossier-now")).toContainText("Đã trả kết quả");
});
