// A reception set right: amended, annulled, and recorded after the power was away.
import { APPLICANT, dossier, fillMoment, openForm, receive, signIn } from "../support/desk";
import { expect, expectAccessible, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

test("a clerk amends what they received, and the new slip replaces the old one @both", async ({ page }, info) => {
  // The checker runs in the page, and there its timers do not run without script.
  await signIn(server(), page, `an-${info.project.name}`);
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await page.getByRole("link", { name: "Sửa thông tin tiếp nhận" }).click();
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toHaveValue(APPLICANT);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill("Trần Thử Nghiệm");
  await page.getByLabel("Hình thức nộp").selectOption({ label: "Bưu chính" });
  await page.getByRole("button", { name: "Sửa", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nêu lý do.");
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toHaveValue("Trần Thử Nghiệm");
  await expectAccessible(page);
  await page.getByLabel("Lý do sửa").fill("Ghi nhầm tên và hình thức nộp.");
  await page.getByRole("button", { name: "Sửa", exact: true }).click();
  await expect(page.getByText("Giấy này thay thế giấy đã cấp trước")).toBeVisible();
  await expect(page.getByText("Trần Thử Nghiệm")).toBeVisible();
  await expect(page.locator(".pin")).toHaveText(/^\d{8}$/);
  await page.goto(dossier(server(), code));
  const amended = page.locator(".timeline > li").first();
  await expect(amended).toContainText("sửa thông tin tiếp nhận");
  await expect(amended).toContainText("Trực tiếp → Bưu chính");
  await expect(amended).toContainText("đã sửa (không hiển thị ở đây)");
  await expect(amended).not.toContainText("Thử Nghiệm");
  await expectAccessible(page);
});

test("a clerk annuls a dossier received twice: off the wall, and still found", async ({ page, context }) => {
  const wall = await context.newPage();
  await wall.goto(`${server().url}/?lang=vi&period=month`);
  await expect(wall.locator("#screen")).toHaveAttribute("data-state", "live");
  const pending = wall.locator(".tiles[data-period=month] .tile.pending .figure");
  const follows = async (expected: number) =>
    expect(async () => expect(await figure(pending)).toBe(expected)).toPass({ timeout: 5_000, intervals: [50] });
  await signIn(server(), page, "binh-annuls");
  const before = await figure(pending);
  const code = await receive(server(), page);
  await follows(before + 1);
  await page.goto(dossier(server(), code));
  await page.locator("summary", { hasText: "Hủy tiếp nhận" }).click();
  await page.getByRole("button", { name: "Hủy tiếp nhận" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nêu lý do.");
  await expectAccessible(page);
  await page.getByLabel("Lý do hủy").fill("Tiếp nhận trùng.");
  await page.getByRole("button", { name: "Hủy tiếp nhận" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Đã hủy tiếp nhận");
  await follows(before);
  await expect(page.getByRole("button", { name: "Bắt đầu xử lý" })).toHaveCount(0);
  await expectAccessible(page);
  await page.goto(`${server().url}/desk?find=${code}`);
  await expect(page.getByRole("row", { name: code })).toContainText("Đã hủy tiếp nhận");
});

test("papers taken in yesterday are received with the time they came @both", async ({ page }, info) => {
  await signIn(server(), page, `chi-${info.project.name}`);
  await openForm(server(), page);
  const day = new Date(Date.now() + (7 - 24) * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.locator("summary", { hasText: "Đã nhận giấy tờ từ trước" }).click();
  await fillMoment(page, "Thời điểm nhận giấy tờ", `${day}T09:15`);
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  const [year = "", month = "", date = ""] = day.split("-");
  await expect(page.getByText(`09:15 ${date}/${month}/${year}`)).toBeVisible();
});

test("a manager sees what was annulled in the period", async ({ page }) => {
  await signIn(server(), page, "dung-manages", "manager");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await page.locator("summary", { hasText: "Hủy tiếp nhận" }).click();
  await page.getByLabel("Lý do hủy").fill("Tiếp nhận nhầm.");
  await page.getByRole("button", { name: "Hủy tiếp nhận" }).click();
  await page.goto(`${server().url}/manage/receptions`);
  await expect(page.getByRole("row", { name: code })).toContainText("Tiếp nhận nhầm.");
  await expectAccessible(page);
});
