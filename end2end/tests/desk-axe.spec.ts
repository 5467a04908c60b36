// What the desk says when something is wrong, over or empty: readable by everybody, on a desk and on a phone.
import type { Page } from "@playwright/test";
import { APPLICANT, appCode, dossier, link, OF_TWO, openForm, receive, recordWithReason, signIn } from "../support/desk";
import { look } from "../support/look";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const PASSWORD = "năm con vịt vàng bơi ngang";

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("before the door: sign-in, one-time link, second factor", async ({ page }) => {
  test.setTimeout(120_000);
  await go(page, "/sign-in");
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await look(page, "desk-state-sign-in-blank");
  await page.getByLabel("Tên đăng nhập").fill("nobody");
  await page.getByLabel("Mật khẩu").fill("không phải thế này");
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await expect(page.getByRole("alert")).toContainText("không đúng");
  await look(page, "desk-state-sign-in-wrong");

  await go(page, "/welcome/rubbish");
  await expect(page.getByRole("heading", { name: "Liên kết không còn dùng được" })).toBeVisible();
  await look(page, "desk-state-welcome-over");
  const welcome = await link(server(), "mai-door", "manager");
  await page.goto(welcome);
  await look(page, "desk-state-welcome");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu mới").fill(`${PASSWORD}.`);
  await page.getByLabel(/^Mã 6 chữ số/).fill("000000");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("alert")).toContainText("Hai mật khẩu không giống nhau.");
  await look(page, "desk-state-welcome-wrong");
  const secret = (await page.locator(".front-secret").textContent()) ?? "";
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  await page.getByLabel(/^Mã 6 chữ số/).fill(appCode(secret));
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("heading", { name: "Mã dự phòng" })).toBeVisible();
  await look(page, "desk-state-welcome-done");

  await page.getByRole("link", { name: "Đến trang đăng nhập" }).click();
  await page.getByLabel("Tên đăng nhập").fill("mai-door");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await look(page, "desk-state-code");
  await page.getByLabel(/^Mã 6 chữ số/).fill("12345");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert")).toContainText("Mã không đúng");
  await look(page, "desk-state-code-wrong");
});

test("the work list: nothing found, nothing chosen, one that cannot go", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-states");
  await go(page, "/desk?find=H49.99-260101-0000");
  await expect(page.getByText("Không tìm thấy hồ sơ này")).toBeVisible();
  await look(page, "desk-state-list-none-found");
  const codes = [await receive(server(), page), await receive(server(), page), await receive(server(), page)];
  const [first = "", changed = ""] = codes;
  await page.goto(dossier(server(), first));
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await look(page, "desk-state-dossier-done");
  await go(page, `/desk?find=${encodeURIComponent(APPLICANT)}`);
  await page.getByLabel(`Chọn hồ sơ ${first}`).check();
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy chọn việc cần ghi.");
  await expectAccessible(page);
  // Where nothing is told meanwhile, one of the selected is started elsewhere.
  await page.route("**/desk/events*", (line) => line.abort());
  await go(page, `/desk?find=${encodeURIComponent(APPLICANT)}`);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(dossier(server(), changed));
  await elsewhere.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await elsewhere.close();
  for (const code of codes.slice(1)) await page.getByLabel(`Chọn hồ sơ ${code}`).check();
  await page.getByLabel("Việc cần ghi").selectOption({ label: "Bắt đầu xử lý" });
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(page.getByRole("alert")).toContainText("Chưa ghi hồ sơ nào");
  await look(page, "desk-state-list-cannot");
});

test("a dossier: a step not chosen, no reason, somebody else's step, the end", async ({ page, context }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-wrong");
  const code = await receive(server(), page);
  await look(page, "desk-state-slip");
  await page.goto(dossier(server(), code));
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Hãy chọn một việc để ghi.");
  await look(page, "desk-state-dossier-nothing-chosen");
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "  ");
  await expect(page.getByRole("alert")).toContainText("Hãy nêu lý do.");
  await look(page, "desk-state-dossier-no-reason");

  const meanwhile = await context.newPage();
  await meanwhile.goto(dossier(server(), code));
  await meanwhile.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(meanwhile.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Bổ sung giấy ủy quyền.");
  await expect(page.getByRole("alert")).toContainText("Hồ sơ vừa thay đổi");
  await look(page, "desk-state-dossier-changed");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByRole("link", { name: "In văn bản" }).click();
  await look(page, "desk-state-letter");
  await go(page, `/desk/dossiers/${code}/control-slip`);
  await look(page, "desk-state-control-slip");
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Dừng xử lý", "Không đủ điều kiện.");
  await expect(page.locator(".dossier-now")).toContainText("Dừng xử lý");
  await look(page, "desk-state-dossier-over");
  await go(page, "/desk/dossiers/H49.99-260101-0000");
  await look(page, "desk-state-not-found");
});

test("the counter: no such procedure, fields left wrong, a refusal without its reason", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-counter");
  await go(page, "/desk/receive?q=khong+co+thu+tuc+nay");
  await expect(page.getByText("Không có thủ tục nào như vậy.")).toBeVisible();
  await look(page, "desk-state-receive-none");
  await go(page, `/desk/receive?q=${OF_TWO.code}`);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy chọn cơ quan, đơn vị");
  await look(page, "desk-state-receive-agency-wrong");
  await openForm(server(), page);
  await page.getByLabel(/Số điện thoại/).fill("12");
  await page.getByLabel(/Số định danh/).fill("34");
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await look(page, "desk-state-receive-wrong");
  await openForm(server(), page);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.locator("summary", { hasText: "Từ chối tiếp nhận" }).click();
  await page.getByRole("button", { name: "Từ chối và in phiếu" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nêu lý do.");
  await look(page, "desk-state-receive-refuse-wrong");
  await page.getByLabel("Lý do từ chối").fill("Hồ sơ không thuộc thẩm quyền giải quyết.");
  await page.getByRole("button", { name: "Từ chối và in phiếu" }).click();
  await expect(page.getByText("Hồ sơ không thuộc thẩm quyền giải quyết.")).toBeVisible();
  await look(page, "desk-state-letter-refused");
});

test("a reception amended: nothing changed, and annulled", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-amends");
  const code = await receive(server(), page);
  await go(page, `/desk/dossiers/${code}/amend`);
  await look(page, "desk-state-amend");
  await page.getByLabel("Lý do sửa").fill("Xem lại.");
  await page.getByRole("button", { name: "Sửa", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Không có gì được sửa");
  await look(page, "desk-state-amend-nothing");
  await page.goto(dossier(server(), code));
  await page.locator("summary", { hasText: "Hủy tiếp nhận" }).click();
  await look(page, "desk-state-annul");
  await page.getByLabel("Lý do hủy").fill("Tiếp nhận trùng.");
  await page.getByRole("button", { name: "Hủy tiếp nhận" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Đã hủy tiếp nhận");
  await look(page, "desk-state-annulled");
});

test("one's account: a password that will not do", async ({ page }) => {
  await signIn(server(), page, "lan-account");
  await go(page, "/account");
  await page.getByLabel("Mật khẩu hiện tại").fill("không phải thế này");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await expect(page.getByRole("alert")).toContainText("Mật khẩu hiện tại không đúng.");
  await look(page, "desk-state-account-wrong");
});
