// A clerk's morning at the counter, with the wall open beside it.
import { APPLICANT, dossier, receive, recordWithReason, signIn } from "../support/desk";
import { expect, figure, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** From a step's answer to its figure on the wall. */
const FOLLOWED_MS = 3_000;

test("what a clerk records in a morning is on the wall at once", async ({ page, context }) => {
  test.setTimeout(120_000);
  const wall = await context.newPage();
  await wall.goto(`${server().url}/?lang=vi&period=month`);
  await expect(wall.locator("#screen")).toHaveAttribute("data-state", "live");
  const tile = (name: string) => wall.locator(`.tiles[data-period=month] .tile.${name} .figure`);
  const follows = async (name: string, expected: number) =>
    expect(async () => expect(await figure(tile(name))).toBe(expected)).toPass({ timeout: FOLLOWED_MS, intervals: [50] });
  const pending = await figure(tile("pending"));
  const inTime = await figure(tile("in-time"));

  await signIn(server(), page, "thu");
  const codes: string[] = [];
  for (let received = 1; received <= 5; received += 1) {
    codes.push(await receive(server(), page));
    await follows("pending", pending + received);
  }
  expect(new Set(codes).size, "five codes").toBe(5);
  await picture(page, "desk-slip", true);

  const [first = ""] = codes;
  await page.goto(dossier(server(), first));
  await expect(page.getByText(APPLICANT)).toBeVisible();
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Bổ sung bản sao giấy tờ tùy thân.");
  await expect(page.getByText("Đã ghi: Yêu cầu bổ sung giấy tờ.")).toBeVisible();
  await expect(page.locator(".dossier-now")).toContainText("tạm dừng");
  await page.getByRole("button", { name: "Đã nhận đủ giấy tờ" }).click();
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await page.getByRole("button", { name: "Đã xử lý xong" }).click();
  await follows("in-time", inTime + 1);
  await follows("pending", pending + 4);
  await page.getByRole("button", { name: "Trả kết quả" }).click();
  await expect(page.getByText("Đã ghi: Trả kết quả.")).toBeVisible();

  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Đã xử lý xong");
  await expect(page.locator(".timeline li").first()).toContainText("lùi lại bước vừa ghi, hồ sơ trở lại “Đã xử lý xong”");
  await picture(page, "desk-dossier", true);

  const [, second = ""] = codes;
  await page.goto(dossier(server(), second));
  await page.getByRole("button", { name: "Đã xử lý xong" }).click();
  await follows("in-time", inTime + 2);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await follows("in-time", inTime + 1);
  await follows("pending", pending + 4);
});

test("slip, letter and control slip print on their paper", async ({ page }) => {
  await signIn(server(), page, "hoa");
  const code = await receive(server(), page);
  const size = async () => {
    const file = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const [, width = "0", height = "0"] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file) ?? [];
    const pages = file.match(/\/Type \/Page\b/g)?.length;
    return [Math.round(Number(width)), Math.round(Number(height)), pages];
  };
  expect(await size(), "A5, one page").toEqual([420, 595, 1]);
  await expect(page.locator(".pin")).toHaveText(/^\d{8}$/);
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Bổ sung đơn.");
  await page.getByRole("link", { name: "In văn bản" }).click();
  await expect(page.getByText("Kính gửi: " + APPLICANT)).toBeVisible();
  expect(await size(), "A4, one page").toEqual([595, 842, 1]);
  await page.goto(`${dossier(server(), code)}/control-slip`);
  expect(await size(), "A4, one page").toEqual([595, 842, 1]);
});

test("two clerks collide: the second is told what is new and loses nothing", async ({ browser }) => {
  const people = await Promise.all([browser.newContext({ locale: "vi-VN" }), browser.newContext({ locale: "vi-VN" })]);
  const [one, two] = await Promise.all(people.map((person) => person.newPage()));
  if (!one || !two) throw new Error("two pages");
  await signIn(server(), one, "minh");
  await signIn(server(), two, "binh");
  const code = await receive(server(), one);
  await one.goto(dossier(server(), code));
  await two.goto(dossier(server(), code));
  await one.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await recordWithReason(two, "Yêu cầu bổ sung giấy tờ", "Bổ sung giấy ủy quyền.");
  const told = two.getByRole("alert");
  await expect(told).toContainText("Hồ sơ vừa thay đổi");
  await expect(told).toContainText("minh đã ghi “Bắt đầu xử lý” lúc");
  await expect(two.getByLabel("Lý do", { exact: true })).toHaveValue("Bổ sung giấy ủy quyền.");
  await expect(two.getByLabel("Yêu cầu bổ sung giấy tờ")).toBeChecked();
  await expect(two.locator(".dossier-now")).toContainText("Đang xử lý");
  await picture(two, "desk-conflict", true);
  await two.getByRole("button", { name: "Lưu", exact: true }).click();
  await expect(two.getByText("Đã ghi: Yêu cầu bổ sung giấy tờ.")).toBeVisible();
  for (const person of people) await person.close();
});
