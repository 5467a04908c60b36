// Dates of the calendar from a file: shown first, each bad line named, saved when confirmed.
import { signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text, "utf8") });
const EVENTS = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20400120", "DTEND;VALUE=DATE:20400124",
  "SUMMARY:Tết thử", "STATUS:TENTATIVE", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");

test("an administrator takes dates from a file after seeing what they change @both", async ({ page, javaScriptEnabled }) => {
  const hasScript = javaScriptEnabled !== false;
  const tag = hasScript ? "js" : "plain";
  await signIn(server(), page, `root-file-${tag}`, "admin");
  await page.goto(`${server().url}/admin/calendar`);
  await page.getByRole("link", { name: "Lấy từ tệp" }).click();
  await expectAccessible(page);
  const year = hasScript ? 2040 : 2046;

  await page.getByLabel("Tệp", { exact: true }).setInputFiles(file("sai.csv", `01/02/${year};Ngày thử;nghỉ\n31/02/${year};Lạ;nghỉ\n`));
  await page.getByLabel("Số văn bản quyết định").fill("1/QĐ-TTg");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("link", { name: /^Dòng 2: “31\/02/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Tệp", { exact: true }).setInputFiles(file("lich.ics", EVENTS.replaceAll("2040", String(year))));
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("heading", { name: "Xem trước thay đổi lịch" })).toBeVisible();
  await expect(page.getByText(/^Ngày mới: \d/)).toBeVisible();
  await expect(page.getByRole("row", { name: /23\/01\// }).first(), "the end is the day after the last").toContainText("Chờ quyết định");
  await expect(page.getByRole("row", { name: /24\/01\// })).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, `admin-calendar-file-${tag}`, true);
  await page.getByRole("button", { name: /^Lưu/ }).last().click();
  await expect(page.getByRole("status")).toBeVisible();
  await expect(page.getByRole("cell", { name: "Tết thử" }).first()).toBeVisible();
  await expect(page.getByText(`Năm ${year} chưa có lịch được công bố`)).toBeVisible();
});
