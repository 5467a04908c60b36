// Who is away, and whose dossiers go to whom meanwhile.
import type { Page } from "@playwright/test";
import { dossier, receive, signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** A date of the centre's zone, so many days from today, as a browser's field takes it. */
function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });
}

/** The codes that a work list shows. */
async function listed(page: Page): Promise<string[]> {
  await page.goto(`${server().url}/desk?agency=mine`);
  return page.locator(".worklist tbody th a").allTextContents();
}

test("while a clerk is away the substitute has the dossiers, and afterwards all is as before @both", async ({ browser, page, javaScriptEnabled }) => {
  const hasScript = javaScriptEnabled !== false;
  const tag = hasScript ? "js" : "plain";
  const [lan, hoa] = [`lan-${tag}`, `hoa-${tag}`];
  await signIn(server(), page, lan);
  const other = await (await browser.newContext({ locale: "vi-VN", javaScriptEnabled })).newPage();
  await signIn(server(), other, hoa);
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await page.getByRole("button", { name: "Nhận xử lý" }).click();

  await page.goto(`${server().url}/account`);
  await page.getByRole("link", { name: "Khai báo vắng mặt và người thay" }).click();
  await page.getByLabel("Từ ngày").fill(day(0));
  await page.getByLabel("Đến hết ngày").fill(day(2));
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("link", { name: "Hãy chọn người thay." }), "nothing is guessed").toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Người thay", { exact: true }).selectOption(hoa);
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu lượt vắng.");
  await expect(page.getByRole("row", { name: new RegExp(lan) })).toContainText("đang vắng");
  await expectAccessible(page);
  await picture(page, `desk-absence-${tag}`, true);

  expect(await listed(other)).toEqual([code]);
  await expect(other.getByText(`Bạn đang thay: ${lan}`)).toBeVisible();
  await expect(other.locator(".worklist tbody")).toContainText(`thay ${lan}`);

  const second = await receive(server(), other);
  await other.goto(dossier(server(), second));
  await other.getByText("Giao cho đồng nghiệp").click();
  await other.getByLabel("Giao cho", { exact: true }).selectOption(lan);
  await other.getByRole("button", { name: "Giao", exact: true }).click();
  await expect(other.locator("#assignee-problem")).toContainText(`${lan} vắng đến`);
  await expect(other.getByLabel("Giao cho", { exact: true }), "the substitute is offered").toHaveValue(hoa);
  await other.getByLabel("Giao cho", { exact: true }).selectOption(lan);
  await other.getByRole("button", { name: "Giao", exact: true }).click();
  await expect(other.getByText(`Người xử lý: thay ${lan}`)).toBeVisible();
  expect((await listed(other)).sort()).toEqual([code, second].sort());

  await page.goto(`${server().url}/account/absence`);
  await page.getByRole("button", { name: "Kết thúc" }).click();
  await expect(page.getByRole("status")).toContainText("Đã kết thúc lượt vắng.");
  expect(await listed(other), "all is as before").toEqual([]);
  expect((await listed(page)).sort()).toEqual([code, second].sort());
  await other.context().close();
});

test("a manager sets the absence of a clerk", async ({ page, browser }) => {
  const clerk = await (await browser.newContext({ locale: "vi-VN" })).newPage();
  await signIn(server(), clerk, "an-away");
  await signIn(server(), page, "chi-manager", "manager");
  await page.goto(`${server().url}/manage`);
  await page.getByRole("link", { name: "Vắng mặt", exact: true }).click();
  await page.getByLabel("Người vắng").selectOption("an-away");
  await page.getByLabel("Từ ngày").fill(day(1));
  await page.getByLabel("Đến hết ngày").fill(day(3));
  await page.getByLabel("Người thay", { exact: true }).selectOption("chi-manager");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("row", { name: /an-away/ })).toContainText("chi-manager");
  await expectAccessible(page);
  await clerk.goto(`${server().url}/account/absence`);
  await expect(clerk.getByRole("row", { name: /an-away/ })).toBeVisible();
  await clerk.context().close();
});
