// What a centre says on its walls: written, approved by a second manager, an emergency that every wall acknowledges.
import type { Browser, Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { look } from "../support/look";
import { pairedWall } from "../support/pairing";
import { DESK_AND_PHONE } from "../support/sizes";
import { expect, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
/** An emergency is on every wall within this time. */
const COMES_MS = 2_000;
const HOUR_MS = 3_600_000;

test.describe.configure({ timeout: 120_000 });

/** A local time of the centre, as its field takes it. */
const inHours = (hours: number): string => new Date(Date.now() + (7 + hours) * HOUR_MS).toISOString().slice(0, 16);

const go = (page: Page, path: string) => page.goto(server().url + path);

/** The screen of a wall: only of one that is paired is believed what it shows. */
const openWall = (browser: Browser, manager: Page, name: string): Promise<Page> => pairedWall(server(), browser, manager, name);

const row = (page: Page, screen: string) => page.locator("#painted tr", { has: page.getByRole("rowheader", { name: screen, exact: true }) });

test("an emergency takes two walls, and the page tells live which of them show it", async ({ browser, page }) => {
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, "lan-notices", "manager");
  const lobby = await openWall(browser, page, "lobby");
  let land = await openWall(browser, page, "land");
  await go(page, "/manage/notices");
  await look(page, "notices-empty");
  await page.getByRole("link", { name: "Phát thông báo khẩn" }).click();
  await page.getByLabel("Nội dung tiếng Việt").fill("Báo cháy: mời mọi người rời khỏi tòa nhà theo lối thoát hiểm gần nhất");
  await page.getByLabel("Nội dung tiếng Anh").fill("Fire alarm: please leave the building by the nearest exit");
  await expect(page.locator("#look .look-emergency")).toContainText("Báo cháy");
  await look(page, "notices-emergency-form");
  await page.getByRole("button", { name: "Đưa lên màn hình" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Hãy xác nhận trước khi phát thông báo khẩn.");
  await expect(page.getByLabel("Nội dung tiếng Anh")).toHaveValue(/Fire alarm/);
  await page.getByLabel("Tôi biết thông báo khẩn che toàn bộ").check();
  const sent = Date.now();
  await page.getByRole("button", { name: "Đưa lên màn hình" }).click();
  for (const wall of [lobby, land]) await expect(wall.getByRole("alert")).toBeVisible({ timeout: COMES_MS });
  await expect(page.getByText("2 trong 2 màn hình đã hiện")).toBeVisible({ timeout: COMES_MS + 2_000 });
  test.info().annotations.push({ type: "sent to shown", description: `${Date.now() - sent} ms` });
  for (const screen of ["lobby", "land"]) await expect(row(page, screen)).toContainText("Đã hiện");
  await expect(row(page, "lobby-en")).toContainText("Không rõ");
  await look(page, "notices-emergency");
  await land.context().close();
  await expect(row(page, "land")).toContainText("Đã hiện, nay không kết nối");
  await expect(page.getByText("1 trong 2 màn hình đã hiện")).toBeVisible();
  land = await openWall(browser, page, "land");
  await expect(row(page, "land")).toContainText(/^land\s*Đã hiện\d/);
  await page.getByRole("button", { name: "Rút khỏi màn hình ngay" }).click();
  await expect(page.getByText("Đã rút thông báo.")).toBeVisible();
  for (const wall of [lobby, land]) {
    await expect(wall.getByRole("alert")).toBeHidden({ timeout: COMES_MS });
    await wall.context().close();
  }
});

test("an emergency ends by itself, and what the walls said of it is kept", async ({ browser, page }) => {
  await signIn(server(), page, "hoa-notices", "manager");
  const wall = await openWall(browser, page, "lobby");
  const until = new Date(Date.now() + 5_000).toISOString();
  const said = await server().run("notice", "add", "--vi", "Diễn tập", "--until", until, "--emergency");
  await expect(wall.getByRole("alert")).toBeVisible({ timeout: COMES_MS });
  await expect(wall.getByRole("alert")).toBeHidden({ timeout: 8_000 });
  await go(page, `/manage/notices/${said.stdout.trim()}`);
  await expect(page.getByText("Đã hết", { exact: true })).toBeVisible();
  await expect(row(page, "lobby")).toContainText("Đã hiện");
  await expect(page.getByText("người vận hành máy chủ")).toBeVisible();
  await wall.context().close();
});

test("a notice for one wall waits for a second manager, and never for its author", async ({ browser, page }) => {
  const set = await server().run("setting", "set", "notice_second_manager", "both");
  expect(set.code, set.stderr).toBe(0);
  await page.setViewportSize(DESK_AND_PHONE[0]);
  await signIn(server(), page, "mai-notices", "manager");
  await go(page, "/manage/notices");
  await page.getByRole("link", { name: "Viết thông báo" }).click();
  const vi = "Chiều thứ Sáu quầy đất đai nghỉ từ 15 giờ";
  await page.getByLabel("Nội dung tiếng Việt").fill(vi);
  await expect(page.locator('[data-left="vi"]')).toHaveText(String(140 - [...vi].length));
  await expect(page.locator("#look .look-vi .notice")).toHaveText(vi);
  await page.getByLabel("Nội dung tiếng Việt").fill("x".repeat(150));
  await expect(page.locator('[data-left="vi"]')).toHaveText("-10");
  await page.getByLabel("Nội dung tiếng Việt").fill(vi);
  await page.locator("#until").fill(inHours(3));
  await page.getByLabel("Chỉ những màn hình này").check();
  await page.getByLabel("land", { exact: true }).check();
  await look(page, "notices-form");
  await page.getByRole("button", { name: "Gửi để duyệt" }).click();
  await expect(page.getByText("Thông báo chờ một lãnh đạo khác duyệt.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Đồng ý cho hiện" })).toHaveCount(0);
  await look(page, "notices-waits");

  const land = await openWall(browser, page, "land");
  const lobby = await openWall(browser, page, "lobby");
  const context = await browser.newContext({ viewport: DESK_AND_PHONE[0] });
  const other = await context.newPage();
  await signIn(server(), other, "tuan-notices", "manager");
  await go(other, "/manage/notices?lang=en");
  await expect(other.getByRole("heading", { name: "Waiting for approval: 1" })).toBeVisible();
  await look(other, "notices-list-en");
  await other.getByRole("link", { name: vi }).click();
  await look(other, "notices-decide-en");
  await expect(land.getByText(vi)).toHaveCount(0);
  await other.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(other.getByText("Approved.")).toBeVisible();
  await expect(land.getByText(vi).first()).toBeVisible({ timeout: COMES_MS });
  await expect(lobby.getByText(vi)).toHaveCount(0);
  for (const opened of [land, lobby, other]) await opened.context().close();
});

test("@no-js a notice is written, looked at and put on the walls without script", async ({ page }) => {
  await signIn(server(), page, "plain-notices", "manager");
  await go(page, "/manage/notices/new");
  await page.getByLabel("Nội dung tiếng Việt").fill("Thang máy số 2 đang sửa");
  await page.locator("#until").fill(inHours(1));
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.locator("#look .look-vi .notice")).toHaveText("Thang máy số 2 đang sửa");
  await picture(page, "notices-plain", true);
  await page.getByRole("button", { name: "Đưa lên màn hình" }).click();
  await expect(page.getByText("Đã đưa thông báo lên màn hình.")).toBeVisible();
  await go(page, "/screen/lobby");
  await expect(page.getByText("Thang máy số 2 đang sửa").first()).toBeVisible();
});
