// Administrators keep agencies, fields and procedures, and see what applicants could not be told.
import type { Page } from "@playwright/test";
import { APPLICANT, settleAgency, signIn } from "../support/desk";
import { look } from "../support/look";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

// Nobody listens there: what is to be told waits for its next try.
const server = serveThisFile({ flags: ["--webhook-url", "http://127.0.0.1:9/told", "--webhook-secret", "a secret of sixteen and more"] });

const go = (page: Page, path: string) => page.goto(new URL(path, server().url).href);

test("what an administrator adds is at the counter at once @both", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "mai-admin", "admin");
  await page.getByRole("link", { name: "Cơ quan", exact: true }).click();
  await page.getByLabel("Mã", { exact: true }).fill("h49.99");
  await page.getByLabel("Tên tiếng Việt").fill("Phòng Thử nghiệm");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  await expect(page.getByRole("link", { name: "H49.99" })).toBeVisible();

  await page.getByRole("link", { name: "Lĩnh vực", exact: true }).click();
  await page.getByLabel("Mã", { exact: true }).fill("TN");
  await page.getByLabel("Tên tiếng Việt").fill("Việc thử nghiệm");
  await page.getByLabel("Lĩnh vực nhạy cảm").check();
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("row", { name: /^TN / })).toContainText("Nhạy cảm");

  await page.getByRole("link", { name: "Thủ tục", exact: true }).click();
  await page.getByRole("link", { name: "Thêm thủ tục" }).click();
  await page.getByLabel("Mã", { exact: true }).fill("9.999001");
  await page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: "Việc thử nghiệm" });
  await page.getByLabel("Tên tiếng Việt", { exact: true }).fill("Cấp giấy chứng nhận thử nghiệm");
  await page.getByLabel("Thời hạn giải quyết").fill("ba");
  await page.getByLabel("Nhận sau 15 giờ").check();
  await page.getByLabel("Phí, lệ phí (đồng)").fill("50.000");
  await page.getByLabel("Giấy tờ 1, tên tiếng Việt").fill("Tờ khai theo mẫu");
  await page.getByLabel("Giấy tờ 1, tên tiếng Anh").fill("Application form");
  await page.getByLabel("Giấy tờ 2, tên tiếng Việt").fill("Ảnh chân dung");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText([/^Thời hạn là số lớn hơn 0/]);
  await expect(page.locator("#limit-problem")).toBeVisible();
  await expect(page.getByLabel("Giấy tờ 1, tên tiếng Anh")).toHaveValue("Application form");
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const boxes = ["Việt", "Anh"].map((name) => page.getByLabel(`Giấy tờ 1, tên tiếng ${name}`).boundingBox());
  const [vi, en] = await Promise.all(boxes);
  expect(en?.y, "one below the other on a phone").toBeGreaterThan((vi?.y ?? 0) + (vi?.height ?? 0));
  if (size !== null) await page.setViewportSize(size);
  await expect(page.getByLabel("Giấy tờ 2, tên tiếng Việt")).toHaveValue("Ảnh chân dung");
  await page.getByLabel("Thời hạn giải quyết").fill("3");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Thủ tục 9.999001" })).toBeVisible();

  await page.getByRole("link", { name: "Thủ tục", exact: true }).click();
  await page.getByLabel("Tìm thủ tục").fill("chung nhan thu nghiem");
  await page.getByRole("button", { name: "Tìm" }).click();
  await expect(page.getByRole("row", { name: /^9\.999001/ })).toContainText("3 ngày làm việc · nhận sau 15 giờ tính từ hôm sau");

  await page.getByRole("link", { name: "9.999001" }).click();
  const laterYear = new Date().getFullYear() + 2;
  await page.getByLabel("Thời hạn giải quyết").fill("5");
  await page.getByLabel("Áp dụng thời hạn từ ngày").fill("2020-01-01");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.locator("#valid_from-problem")).toContainText("hôm nay hoặc một ngày sau");
  await page.getByLabel("Áp dụng thời hạn từ ngày").fill(`${laterYear}-01-01`);
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  const toCome = page.getByRole("region", { name: "Thời hạn sắp áp dụng" });
  await expect(toCome.getByRole("row")).toHaveText([new RegExp(`01/01/${laterYear}.*5 ngày làm việc`)]);
  await expect(page.getByLabel("Thời hạn giải quyết")).toHaveValue("3");
  await page.getByLabel("Thời hạn giải quyết").fill("1");
  await page.getByLabel("Áp dụng thời hạn từ ngày").fill(`${laterYear}-07-01`);
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(toCome.getByRole("row")).toHaveCount(2);
  await toCome.getByRole("button", { name: `Bỏ thời hạn từ ngày 01/07/${laterYear}` }).click();
  await expect(toCome.getByRole("row")).toHaveCount(1);
  await page.getByRole("button", { name: "Đăng xuất" }).click();

  await signIn(server(), page, "lan-counter");
  await go(page, "/desk/receive?q=chung+nhan+thu+nghiem");
  await settleAgency(page, "Phòng Thử nghiệm");
  const promise = page.locator(".dossier-facts");
  await expect(promise).toContainText("50.000 đồng");
  await expect(promise).toContainText("3 ngày làm việc");
  await expect(promise.locator(".will-due")).toHaveText(/^\d\d:\d\d \d\d\/\d\d\/\d{4}$/);
  await expect(page.getByLabel("Ảnh chân dung")).toBeVisible();
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.getByLabel(/Số điện thoại/).fill("0912 345 678");
  await page.getByLabel("Tờ khai theo mẫu").check();
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.locator(".paper-code b")).toHaveText(/^H49\.99-\d{6}-0001$/);
});

test("a time limit in days, with another for the portal, is promised at the counter", async ({ page }) => {
  await signIn(server(), page, "dao-admin", "admin");
  await go(page, "/admin/procedures/new");
  await page.getByLabel("Mã", { exact: true }).fill("9.999015");
  await page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Tên tiếng Việt", { exact: true }).fill("Cấp phép mười lăm ngày");
  await page.getByLabel("Thời hạn giải quyết").fill("15");
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "ngày (tính cả ngày nghỉ)" });
  await page.getByText("Thời gian riêng theo cách nộp hồ sơ").click();
  await page.getByLabel("Riêng cho hồ sơ nộp: Trực tuyến").fill("10");
  await page.getByLabel("Tính bằng (Trực tuyến)").selectOption({ label: "ngày làm việc" });
  await look(page, "admin-procedure-limit-by-channel");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  await expect(page.getByLabel("Riêng cho hồ sơ nộp: Trực tuyến")).toHaveValue("10");
  await go(page, "/admin/procedures?q=9.999015");
  await expect(page.getByRole("row", { name: /9\.999015/ })).toContainText("15 ngày; Trực tuyến: 10 ngày làm việc");
  await page.getByRole("button", { name: "Đăng xuất" }).click();

  await signIn(server(), page, "minh-counter");
  await go(page, "/desk/receive?q=9.999015");
  await settleAgency(page);
  const promise = page.locator(".dossier-facts");
  await expect(promise).toContainText("15 ngày");
  await expect(promise).toContainText("Hẹn trả nếu nộp: Trực tuyến");
  await expect(promise.locator(".will-due")).toHaveText(/^17:00 /);
});

test("every page can be read by everybody, on a desk and on a phone, in both languages", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(server(), page, "hoa-admin", "admin");
  const pages = {
    agencies: "/admin/agencies",
    agency: "/admin/agencies/1",
    fields: "/admin/fields",
    field: "/admin/fields/1",
    procedures: "/admin/procedures",
    "procedures-found": "/admin/procedures?q=khai+sinh",
    "procedures-none": "/admin/procedures?q=khong+co+thu+tuc+nay",
    "procedure-new": "/admin/procedures/new",
    procedure: "/admin/procedures/1",
    outbox: "/admin/outbox",
  };
  for (const lang of ["vi", "en"]) {
    for (const [name, path] of Object.entries(pages)) {
      await go(page, `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      await look(page, `admin-${name}-${lang}`);
    }
  }
});

test("faults, a change by somebody else, and a message that waits are told", async ({ page, context }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "cuc-admin", "admin");
  await go(page, "/admin/procedures/new");
  await page.getByLabel("Thời hạn giải quyết").fill("0");
  await page.getByLabel("Phí, lệ phí (đồng)").fill("nhiều");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(5);
  await look(page, "admin-procedure-wrong");

  await go(page, "/admin/procedures/2");
  const meanwhile = await context.newPage();
  await go(meanwhile, "/admin/procedures/2");
  await meanwhile.getByLabel("Phí, lệ phí (đồng)").fill("12000");
  await meanwhile.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(meanwhile.getByRole("status")).toContainText("Đã lưu.");
  await page.getByLabel("Phí, lệ phí (đồng)").fill("15000");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("alert")).toContainText("cuc-admin đã thay đổi mục này");
  await expect(page.locator(".standing")).toContainText("12.000 đồng");
  await expect(page.getByLabel("Phí, lệ phí (đồng)")).toHaveValue("15000");
  await look(page, "admin-procedure-changed");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("status")).toContainText("Đã lưu.");
  await page.getByRole("link", { name: "Xem nhật ký thay đổi" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("Phí, lệ phí: 12.000 đồng → Phí, lệ phí: 15.000 đồng");

  await go(page, "/admin/procedures/3");
  await page.getByLabel("Thời hạn giải quyết").fill("9");
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "ngày làm việc" });
  await page.getByLabel("Áp dụng thời hạn từ ngày").fill("2020-01-01");
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.locator("#valid_from-problem")).toBeVisible();
  await look(page, "admin-procedure-limit-past");
  await page.getByLabel("Áp dụng thời hạn từ ngày").fill(`${new Date().getFullYear() + 2}-01-01`);
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByRole("region", { name: "Thời hạn sắp áp dụng" })).toContainText("9 ngày làm việc");
  await look(page, "admin-procedure-limit-to-come");
  await go(page, "/admin/procedures");
  await look(page, "admin-procedures-limit-to-come");

  // The dossier of the first test: held while it could be undone, then tried in vain.
  await expect(async () => {
    await go(page, "/admin/outbox");
    await expect(page.getByRole("row").nth(1)).toContainText("Không kết nối được máy chủ", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole("row").nth(1)).not.toContainText(APPLICANT);
  await look(page, "admin-outbox-waits");
});

test("an administrator lands in the room, grants the whole centre by name, and reads of it in the audit @both", async ({ page }) => {
  await signIn(server(), page, "an-front", "admin");
  await expect(page).toHaveURL(/\/admin$/);
  await expect(page.getByRole("heading", { name: "Tổng quan quản trị" })).toBeVisible();
  // What looks for violations is a script itself.
  await expectAccessible(page);
  await page.getByRole("link", { name: "Tài khoản chưa đặt mật khẩu" }).click();
  await page.getByLabel("Tên đăng nhập").fill("lần");
  await page.getByRole("button", { name: "Thêm và tạo liên kết" }).click();
  // All that is wrong at once.
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(3);
  await page.getByLabel("Tên đăng nhập").fill("binh-front");
  await page.getByLabel("Họ tên hiển thị").fill("Trần Văn Bình");
  await page.getByLabel(/^Toàn trung tâm/).check();
  await page.getByRole("button", { name: "Thêm và tạo liên kết" }).click();
  await expect(page.getByText("Trao liên kết này tận tay")).toBeVisible();
  await page.goto(`${server().url}/admin/audit?subject=binh-front`);
  const row = page.getByRole("row").filter({ hasText: "Thêm tài khoản" });
  await expect(row).toContainText("Toàn trung tâm");
  await expect(row).not.toContainText("everywhere");
  await expectAccessible(page);
});
