// What the desk's pages do by themselves while they are open: rows that others change, news of a dossier, suggestions, selection,
// unsent text, shortcuts. Without script none of it is there, and everything works (desk-plain.spec.ts).
import type { Page } from "@playwright/test";
import { dossier, receive, recordWithReason, settleAgency, signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const RECEIVED = "received";

/** Another person, in a browser of their own. */
async function another(page: Page, name: string): Promise<Page> {
  const elsewhere = await page.context().browser()?.newContext({ locale: "vi-VN" });
  if (!elsewhere) throw new Error("a browser for the other person");
  const other = await elsewhere.newPage();
  await signIn(server(), other, name);
  return other;
}

/** The islands of the page are awake. */
async function awake(page: Page): Promise<void> {
  await expect(page.locator(".pick-all input")).toBeAttached();
  await expect(page.locator(".pick-all")).not.toHaveAttribute("hidden", /.*/);
}

const row = (page: Page, code: string) => page.locator(".worklist tbody tr", { hasText: code });

test("a row that another person changes is changed in place, and nothing else is touched", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-live");
  const codes = [await receive(server(), page), await receive(server(), page), await receive(server(), page)];
  const other = await another(page, "binh-live");
  await page.goto(`${server().url}/desk?find=nguyen+thu+nghiem`);
  await awake(page);
  const [first, second, third] = codes.map((code) => row(page, code));
  if (!first || !second || !third) throw new Error("three rows");
  await second.getByRole("checkbox").check();
  await third.getByRole("checkbox").check();
  await page.getByLabel("Tìm hồ sơ").fill("đang gõ");

  await other.goto(dossier(server(), codes[0] ?? ""));
  await other.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(first).toContainText("Đang xử lý");
  await expect(first).toContainText("vừa đổi · binh-live");
  await expect(first.getByRole("checkbox")).toHaveValue(`${codes[0] ?? ""}:2`);
  await picture(page, "desk-live-row");
  await expect(page.getByLabel("Tìm hồ sơ")).toHaveValue("đang gõ");
  await expect(page.getByLabel("Tìm hồ sơ")).toBeFocused();
  await expect(second.getByRole("checkbox")).toBeChecked();
  await expect(third.getByRole("checkbox")).toBeChecked();
  await expect(page.getByText("Đã chọn 2 hồ sơ")).toBeVisible();
  await expect(first).not.toContainText("vừa đổi", { timeout: 15_000 });

  // What was selected goes with the version that is there now.
  await first.getByRole("checkbox").check();
  await page.getByLabel("Việc cần ghi").selectOption({ label: "Đã xử lý xong" });
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(page.getByText("Đã ghi cho 3 hồ sơ.")).toBeVisible();
  await other.context().close();
});

test("a dossier that leaves the list stays where it is, out of the choice, and new ones are announced", async ({ page }) => {
  await signIn(server(), page, "lan-leaves");
  const code = await receive(server(), page);
  const other = await another(page, "binh-leaves");
  await page.goto(`${server().url}/desk?tab=${RECEIVED}`);
  // On whichever page it stands: it is due last.
  while ((await row(page, code).count()) === 0) await page.getByRole("link", { name: "Trang sau" }).click();
  await awake(page);
  const count = await page.locator(".worklist tbody tr").count();
  await row(page, code).getByRole("checkbox").check();
  await other.goto(dossier(server(), code));
  await other.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(row(page, code)).toHaveClass(/row-gone/);
  await expect(row(page, code).getByRole("checkbox")).toBeDisabled();
  await expect(row(page, code).getByRole("checkbox")).not.toBeChecked();
  await expect(page.locator(".bulk")).toBeHidden();
  await expect(page.locator(".worklist tbody tr")).toHaveCount(count);

  await receive(server(), other);
  await expect(page.getByText("Có hồ sơ mới")).toBeVisible();
  await expect(page.locator(".worklist tbody tr")).toHaveCount(count);
  await expectAccessible(page);
  await picture(page, "desk-live-gone", true);
  await page.getByRole("link", { name: "tải lại" }).click();
  await expect(page.getByText("Có hồ sơ mới")).toHaveCount(0);
  await other.context().close();
});

test("who is writing at a dossier is told of news, and keeps what they type through loading it", async ({ page }) => {
  await signIn(server(), page, "lan-writes");
  const code = await receive(server(), page);
  const other = await another(page, "binh-acts");
  await page.goto(dossier(server(), code));
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await page.getByLabel("Lý do", { exact: true }).fill("Thiếu bản sao");
  await other.goto(dossier(server(), code));
  await other.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  const notice = page.locator(".notice");
  await expect(notice).toContainText("binh-acts đã ghi “Bắt đầu xử lý” lúc");
  await expect(page.getByLabel("Lý do", { exact: true })).toHaveValue("Thiếu bản sao");
  await expect(page.getByLabel("Lý do", { exact: true })).toBeFocused();
  await expectAccessible(page);
  await picture(page, "desk-live-notice");
  await notice.getByRole("link", { name: "Tải phần mới" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Đang xử lý");
  await expect(page.getByLabel("Yêu cầu bổ sung giấy tờ")).toBeChecked();
  await expect(page.getByLabel("Lý do", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Lý do", { exact: true })).toHaveValue("Thiếu bản sao");
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu bản sao");
  await expect(page.locator(".dossier-now")).toContainText("Yêu cầu bổ sung giấy tờ");
  await other.context().close();
});

test("a procedure is found by typing, and taken by keyboard alone", async ({ page }) => {
  await signIn(server(), page, "lan-finds");
  await page.goto(`${server().url}/desk/receive`);
  const field = page.getByRole("combobox", { name: "Thủ tục" });
  await expect(field).toBeFocused();
  await page.keyboard.type("khai sinh");
  const list = page.getByRole("listbox");
  await expect(list).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  const chosen = list.getByRole("option").first();
  await expect(chosen).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id")) ?? "");
  await picture(page, "desk-live-finder");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("ArrowDown");
  await expect(list).toBeVisible();
  const name = (await chosen.textContent()) ?? "";
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.locator(".chosen").first()).toContainText(name.trim().split(" ")[0] ?? "");
  await settleAgency(page);
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toBeFocused();
});

test("all rows, or a range of them, are selected at once", async ({ page }) => {
  await signIn(server(), page, "lan-selects");
  await page.goto(`${server().url}/desk`);
  await awake(page);
  await expect(page.locator(".bulk")).toBeHidden();
  const boxes = page.locator(".worklist tbody input");
  const count = await boxes.count();
  expect(count).toBeGreaterThan(6);
  await page.getByLabel("Chọn tất cả hồ sơ đang hiện").check();
  await expect(page.getByText(`Đã chọn ${count} hồ sơ`)).toBeVisible();
  await expect(page.locator(".bulk")).toBeVisible();
  await picture(page, "desk-live-selected");
  await page.getByLabel("Chọn tất cả hồ sơ đang hiện").uncheck();
  await expect(page.locator(".bulk")).toBeHidden();
  await boxes.nth(1).click();
  await boxes.nth(5).click({ modifiers: ["Shift"] });
  await expect(page.getByText("Đã chọn 5 hồ sơ")).toBeVisible();
  await boxes.nth(3).click({ modifiers: ["Shift"] });
  await expect(page.getByText("Đã chọn 2 hồ sơ")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await picture(page, "desk-live-selected-phone");
});

test("a page with unsent text asks before it is left, and not after it was sent", async ({ page }) => {
  await signIn(server(), page, "lan-guards");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await expect(page.locator("dialog.keys-list")).toBeAttached();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    expect(dialog.type()).toBe("beforeunload");
    void dialog.accept();
  });
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await page.getByLabel("Lý do", { exact: true }).pressSequentially("Thiếu");
  await page.getByRole("link", { name: "Danh sách việc" }).click();
  await expect(page.getByRole("heading", { name: "Danh sách hồ sơ" })).toBeVisible();
  expect(asked).toBe(1);
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu đơn");
  await expect(page.getByText("Đã ghi: Yêu cầu bổ sung giấy tờ.")).toBeVisible();
  expect(asked).toBe(1);
});

test("sending one form asks for what was typed in another", async ({ page }) => {
  await signIn(server(), page, "lan-two-forms");
  const code = await receive(server(), page);
  const reason = page.getByLabel("Lý do", { exact: true });
  const note = page.getByLabel("Ghi chú mới");
  let asked = 0;
  let isToLeave = false;
  page.on("dialog", (dialog) => {
    asked += 1;
    expect(dialog.type()).toBe("beforeunload");
    void (isToLeave ? dialog.accept() : dialog.dismiss());
  });
  await page.goto(dossier(server(), code));
  await expect(page.locator("dialog.keys-list")).toBeAttached();
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await reason.pressSequentially("Một lý do dài");
  await page.getByRole("button", { name: "Nhận xử lý" }).click();
  await expect.poll(() => asked).toBe(1);
  await note.pressSequentially("Đã gọi điện");
  await page.getByRole("button", { name: "Lưu ghi chú" }).click();
  await expect.poll(() => asked).toBe(2);
  await expect(reason).toHaveValue("Một lý do dài");
  await expect(note).toHaveValue("Đã gọi điện");
  // Whoever stayed has sent nothing: the note is asked for again, too.
  await reason.fill("");
  await page.getByRole("link", { name: "Danh sách việc" }).click();
  await expect.poll(() => asked).toBe(3);
  await page.getByRole("button", { name: "Lưu ghi chú" }).click();
  await expect(page.locator(".note-text")).toHaveText("Đã gọi điện");
  expect(asked, "nothing was typed elsewhere").toBe(3);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await reason.pressSequentially("Một lý do dài");
  isToLeave = true;
  await page.getByRole("button", { name: "Nhận xử lý" }).click();
  await expect(page.getByText("Bạn đang xử lý hồ sơ này")).toBeVisible();
  expect(asked).toBe(4);
});

test("shortcuts lead about, are listed by ?, and keep still while one types", async ({ page }) => {
  await signIn(server(), page, "lan-presses");
  await page.goto(`${server().url}/desk`);
  await awake(page);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = page.locator(".worklist tbody tr").nth(1);
  await expect(second.getByRole("link")).toBeFocused();
  await page.keyboard.press("x");
  await expect(second.getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("k");
  await expect(page.locator(".worklist tbody tr").first().getByRole("link")).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Tìm hồ sơ")).toBeFocused();
  await page.keyboard.type("njx?");
  await expect(page.getByLabel("Tìm hồ sơ")).toHaveValue("njx?");
  await page.getByLabel("Tìm hồ sơ").fill("");
  await page.getByRole("heading", { name: "Danh sách hồ sơ" }).click();
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Phím tắt" });
  await expect(list).toBeVisible();
  await expect(list).toContainText("Tiếp nhận hồ sơ mới");
  await expectAccessible(page);
  await picture(page, "desk-live-keys");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/desk\/receive$/);
  await page.goto(`${server().url}/desk/shortcuts`);
  await expect(page.getByRole("heading", { name: "Phím tắt", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "desk-shortcuts");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/\/desk$/);
  await awake(page);
  // Turned off they stay off.
  await page.keyboard.press("?");
  await list.getByLabel("Tắt phím tắt một chữ trên trình duyệt này").check();
  await page.keyboard.press("Escape");
  await page.reload();
  await awake(page);
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/desk$/);
});

test("the list of shortcuts is a page, too @no-js", async ({ page }) => {
  await signIn(server(), page, "lan-reads");
  await page.getByRole("link", { name: "Phím tắt" }).click();
  await expect(page.getByRole("heading", { name: "Phím tắt", level: 1 })).toBeVisible();
  await page.goto(`${server().url}/desk`);
  await expect(page.locator(".bulk")).toBeVisible();
  await expect(page.locator(".pick-all")).toBeHidden();
});

test("a line that is lost is said to be, and comes back by itself", async ({ page }) => {
  await signIn(server(), page, "lan-lost");
  await page.goto(`${server().url}/desk`);
  await awake(page);
  await server().stop();
  await expect(page.getByText("Mất kết nối, danh sách có thể đã cũ.")).toBeVisible();
  await server().start();
  await expect(page.getByText("Mất kết nối, danh sách có thể đã cũ.")).toHaveCount(0, { timeout: 45_000 });
});
