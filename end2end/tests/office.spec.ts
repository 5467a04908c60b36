// Who handles a procedure: set by an administrator, obeyed at the counter; a limit within the day; the national list's table.
import { APPLICANT, OF_TWO, signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const SIZES = [[1366, 850], [390, 800], [360, 780]] as const;

test("one agency is chosen by itself and several are the only ones offered @both", async ({ page }) => {
  await signIn(server(), page, "lan-office");
  // Found by its code in the national list.
  await page.goto(`${server().url}/desk/receive?q=1.001193`);
  await expect(page.locator("select#agency")).toHaveCount(0);
  await expect(page.locator(".chosen").last()).toContainText("Quầy Tư pháp – Hộ tịch");
  await expect(page.locator(".will-code")).toHaveText(/^H49\.86\.02-/);
  await expect(page.locator(".dossier-facts")).toContainText("trong ngày");
  await expect(page.locator(".will-due")).toHaveText(/^17:00 /);

  await page.goto(`${server().url}/desk/receive?q=${OF_TWO.code}`);
  await expect(page.getByLabel("Cơ quan, đơn vị").getByRole("option")).toHaveCount(OF_TWO.agencies.length + 1);
  await page.goto(`${server().url}/desk/receive?q=1.001193&agency=17`);
  await expect(page.getByRole("alert")).toContainText("Cơ quan, đơn vị này không giải quyết thủ tục đã chọn.");
});

test("a wrong office in the form is told beside its field and nothing that was typed is lost @both", async ({ page }) => {
  await signIn(server(), page, "lan-wrong");
  await page.goto(`${server().url}/desk/receive?q=1.001193`);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.locator("input[name=agency]").evaluate((field) => field.setAttribute("value", "17"));
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(/không giải quyết thủ tục đã chọn/);
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toHaveValue(APPLICANT);
  // What looks for violations is a script itself.
  await expectAccessible(page);
});

test("another row for a paper keeps what was typed, saves nothing, and Enter still saves @both", async ({ page }) => {
  await signIn(server(), page, "an-papers", "admin");
  await page.goto(`${server().url}/admin/procedures/new`);
  await page.getByLabel("Mã", { exact: true }).fill("9.GT");
  for (const nth of [1, 2, 3, 4]) await page.getByLabel(`Giấy tờ ${nth}, tên tiếng Việt`).fill(`Bản sao ${nth}`);
  await expect(page.getByLabel("Giấy tờ 5, tên tiếng Việt")).toHaveCount(0);
  await page.getByRole("button", { name: "Thêm một hàng" }).click();
  await expect(page.getByLabel("Giấy tờ 5, tên tiếng Việt")).toBeFocused();
  await expect(page.getByLabel("Giấy tờ 5, tên tiếng Việt")).toHaveValue("");
  await expect(page.getByLabel("Giấy tờ 4, tên tiếng Việt")).toHaveValue("Bản sao 4");
  await expect(page.getByLabel("Mã", { exact: true })).toHaveValue("9.GT");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expectAccessible(page);
  // Without its field and its name it cannot be saved: it was asked for.
  await page.getByLabel("Mã", { exact: true }).press("Enter");
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expect(page.getByLabel("Giấy tờ 4, tên tiếng Việt")).toHaveValue("Bản sao 4");
});

test("an administrator sets agencies, national code and rule hour, and sees what has none yet @both", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "an-office", "admin");
  await page.goto(`${server().url}/admin/procedures/new`);
  await page.getByLabel("Mã", { exact: true }).fill("9.TN");
  await page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Tên tiếng Việt", { exact: true }).fill("Thử nghiệm trong ngày");
  await page.getByLabel("Mã thủ tục quốc gia").fill("1.00119");
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "trong ngày" });
  await page.getByLabel("Giải quyết trong ngày: giờ nhận muộn nhất").fill("25:00");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText([/^Hãy nhập giờ và phút/, /^Mã thủ tục quốc gia gồm/]);
  await page.getByLabel("Mã thủ tục quốc gia").fill("1.001193");
  await page.getByLabel("Giải quyết trong ngày: giờ nhận muộn nhất").fill("10:00");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText([/^Thủ tục HT\.02 đã có mã quốc gia này/]);
  await page.getByLabel("Mã thủ tục quốc gia").fill("9.000001");
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await expect(page.getByRole("status").first()).toContainText("Đã lưu.");

  await page.goto(`${server().url}/admin/procedures`);
  await expect(page.getByText("1 thủ tục chưa có cơ quan giải quyết")).toBeVisible();
  await page.getByRole("link", { name: "Xem và chọn cơ quan" }).click();
  await expect(page.getByRole("row", { name: /9\.TN/ })).toContainText("Chưa có cơ quan giải quyết");
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await expectAccessible(page);
    await picture(page, `office-list-${width}`, true);
  }
  await page.getByRole("link", { name: "9.TN" }).click();
  await page.getByLabel("Quầy Chứng thực").check();
  await page.getByLabel("Cấp thực hiện").selectOption({ label: "Cấp xã" });
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await expectAccessible(page);
    await picture(page, `office-form-${width}`, true);
  }
  await page.getByRole("button", { name: "Lưu thay đổi" }).click();
  await expect(page.getByLabel("Quầy Chứng thực")).toBeChecked();
  await page.goto(`${server().url}/procedures/9.TN`);
  await expect(page.locator("main")).toContainText("Mã thủ tục quốc gia 9.000001");
  await expect(page.locator("main")).toContainText("Quầy Chứng thực (Cấp xã)");
  await expect(page.locator("main")).toContainText("trong ngày nếu nhận đến 10:00");
});

test("the national list's table is looked at before it is taken @both", async ({ page }) => {
  await signIn(server(), page, "an-table", "admin");
  const table = [
    "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện,Thời hạn giải quyết,Phí,Thành phần hồ sơ,Cơ quan thực hiện",
    "9.000002,Thử nghiệm nhập bảng,Hộ tịch,Cấp xã,03 ngày làm việc,8.000 đồng,Tờ khai; Bản sao,Quầy Tư pháp – Hộ tịch",
  ];
  const send = async (lines: string[], button: string) => {
    await page.goto(`${server().url}/admin/procedures/import`);
    const buffer = Buffer.from(lines.join("\n"), "utf8");
    await page.getByLabel("Bảng", { exact: true }).setInputFiles({ name: "danh-muc.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: button }).click();
  };
  await send([...table, "9.000003,Sai,Không có,Cấp xã,mười ngày,0,,Không có"], "Xem trước");
  await expect(page.getByRole("alert")).toContainText("Dòng 3, cột “Lĩnh vực”");
  await expect(page.getByRole("alert")).toContainText("Dòng 3, cột “Thời hạn giải quyết”");
  await expect(page.getByRole("alert")).toContainText("Dòng 3, cột “Cơ quan thực hiện”: Không có cơ quan “Không có”");
  await send(table, "Xem trước");
  await expect(page.getByRole("status")).toContainText("Xem trước, chưa nhận gì. Thêm mới: 1");
  await expect(page.getByRole("listitem").filter({ hasText: "9.000002" })).toContainText("thêm mới");
  await expectAccessible(page);
  await send(table, "Nhận bảng");
  await expect(page.getByRole("status")).toContainText("Thêm mới: 1");
  await page.goto(`${server().url}/admin/procedures?q=9.000002`);
  await expect(page.getByRole("row", { name: /9\.000002/ })).toContainText("3 ngày làm việc");
});
