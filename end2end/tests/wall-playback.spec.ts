// A manager sees what a wall showed, and takes the evidence away.
import type { Page } from "@playwright/test";
import { importOneLateDossier } from "../support/dossiers";
import { signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, figure, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const SIZES = [{ width: 1366, height: 850 }, { width: 390, height: 800 }] as const;

/** The centre's date and time, as the form takes them. */
function local(at: number): { date: string; time: string } {
  const zoned = new Date(at + 7 * 3_600_000).toISOString();
  return { date: zoned.slice(0, 10), time: zoned.slice(11, 23) };
}

async function lookAt(page: Page, at: number): Promise<void> {
  const { date, time } = local(at);
  await page.getByLabel("Ngày").fill(date);
  await page.getByLabel("Giờ").fill(time);
  await page.getByRole("button", { name: "Xem", exact: true }).click();
}

const late = (page: Page) => page.getByRole("row", { name: /^Tháng/ }).getByRole("cell").nth(2);

test("what a wall showed is seen again, before a dossier and after it, and proves itself @both", async ({ page }, info) => {
  test.setTimeout(120_000);
  await page.goto(`${server().url}/board?period=month`);
  await signIn(server(), page, "binh-manager", "manager");
  await page.goto(`${server().url}/manage/replay?screen=main`);
  await expect(page.getByText("Đúng với niêm phong")).toBeVisible();
  const before = await figure(late(page));
  const then = Date.now();

  await importOneLateDossier(server());
  await expect(async () => {
    await page.goto(`${server().url}/manage/replay?screen=main`);
    expect(await figure(late(page))).toBe(before + 1);
  }).toPass();
  await lookAt(page, then);
  expect(await figure(late(page))).toBe(before);
  await page.getByRole("link", { name: "Bảng tiếp theo" }).click();
  expect(await figure(late(page))).toBe(before + 1);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải bằng chứng" }).click();
  const file = info.outputPath("evidence.zip");
  await (await saved).saveAs(file);
  const checked = await server().run("evidence", "check", file);
  expect(checked.stdout + checked.stderr).toContain("everything in it is as it was sealed");
  expect(checked.code).toBe(0);

  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    await expectTidy(page, `replay ${size.width}`);
    await picture(page, `replay-${size.width}`, true);
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole("link", { name: "Xem toàn màn hình" }).click();
  await expect(page.locator("#screen")).toHaveAttribute("data-preview", "at");
  await expect(page.locator(".preview")).toBeVisible();
  expect(await figure(page.locator('[data-k="month.late"]'))).toBe(before + 1);
});

test("a time that cannot be read is said at its field, and what was typed stays @both", async ({ page }) => {
  await signIn(server(), page, "chi-manager", "manager");
  await page.goto(`${server().url}/manage/replay`);
  await page.getByLabel("Giờ").fill("mười giờ");
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nhập giờ");
  await expect(page.getByLabel("Giờ")).toHaveValue("mười giờ");
  await expectAccessible(page);
});
