// The fleet: televisions paired by a code, told apart, commanded and previewed by a manager.
import { type BrowserContext, type Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { importOneLateDossier } from "../support/dossiers";
import { expect, expectAccessible, figure, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
/** What a command may take to reach a screen, and the browser to load it again. */
const REACHES_MS = 4_000;
const LIVE_MS = 15_000;

const at = (path: string): string => new URL(path, server().url).href;

/** A television: its own browser, which keeps its own cookie. */
async function television(contexts: BrowserContext[], make: () => Promise<BrowserContext>): Promise<Page> {
  const context = await make();
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(at("/screen"));
  await expect(page.locator("[data-code]")).toBeVisible();
  return page;
}

const codeOf = async (page: Page): Promise<string> => (await page.locator("[data-code]").getAttribute("data-code")) ?? "";

/** Types the code of a television, as a manager does who stands before it. */
async function pair(manager: Page, tv: Page, label: string, place: string): Promise<void> {
  await manager.goto(at("/manage/screens/new"));
  await manager.locator("#code").fill((await codeOf(tv)).toLowerCase());
  await manager.getByLabel("Tên màn hình").fill(label);
  await manager.getByLabel("Vị trí").fill(place);
  await manager.getByLabel("Ngoài giờ làm việc").selectOption("same");
  await manager.getByLabel("Kỳ số liệu").selectOption("month");
  await manager.getByRole("button", { name: "Ghép nối" }).click();
  await expect(manager.getByRole("status").first()).toContainText("Đã ghép nối");
  await expect(tv.locator("#wall")).toBeVisible({ timeout: REACHES_MS });
  await expect(tv.locator("#screen")).toHaveAttribute("data-state", "live");
}

test("two televisions are paired, one is changed, told apart, held and sent back to its code", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const contexts: BrowserContext[] = [];
  const make = () => browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "vi-VN" });
  await page.setViewportSize({ width: 1366, height: 850 });
  await signIn(server(), page, "mai-fleet", "manager");
  const first = await television(contexts, make);
  const second = await television(contexts, make);
  expect(await codeOf(first)).not.toBe(await codeOf(second));
  for (const size of [{ width: 1920, height: 1080 }, { width: 1080, height: 1920 }, { width: 3840, height: 2160 }]) {
    await first.setViewportSize(size);
    await expectAccessible(first);
    await picture(first, `fleet-pairing-${size.width}x${size.height}`);
  }
  await first.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(at("/manage/screens"));
  await expect(page.getByText("2 màn hình đang hiện mã và chờ ghép nối.")).toBeVisible();

  await pair(page, first, "Sảnh chính", "Tầng 1, đối diện quầy số 5");
  await pair(page, second, "Sảnh phụ", "Tầng 2");

  await test.step("the list tells of both and follows by itself", async () => {
    await page.goto(at("/manage/screens"));
    const state = page.locator("#state-sanh-chinh");
    await expect(state).toContainText("Đang chiếu", { timeout: LIVE_MS });
    await expect(state).toContainText(/Chromium \d+/);
    await expect(state).toContainText("Đang hiện số liệu mới nhất", { timeout: LIVE_MS });
    await expect(page.frameLocator("iframe[title*='Sảnh chính']").locator("#wall")).toBeVisible();
    for (const size of [{ width: 1366, height: 850 }, { width: 390, height: 800 }]) {
      await page.setViewportSize(size);
      await expectAccessible(page);
      await picture(page, `fleet-list-${size.width}`, true);
    }
    await page.setViewportSize({ width: 1366, height: 850 });
  });

  await test.step("a change of its settings is followed, and by no other", async () => {
    await page.goto(at("/manage/screens/wall/sanh-chinh"));
    await page.getByLabel("Màu nền").selectOption("dark");
    await page.getByLabel("Ngôn ngữ").selectOption("en");
    await page.getByLabel(/Đường chéo/).fill("43");
    await page.getByLabel(/Khoảng cách đọc/).fill("4,5");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await expect(first.locator("#screen")).toHaveAttribute("data-theme", "dark", { timeout: REACHES_MS });
    await expect(first.locator("#screen")).toHaveAttribute("data-lang", "en");
    await expect(second.locator("#screen")).toHaveAttribute("data-theme", "light");
    await expect(page.locator(".screens-warning")).toContainText("3,0 m");
    for (const size of [{ width: 1366, height: 850 }, { width: 390, height: 800 }]) {
      await page.setViewportSize(size);
      await expectAccessible(page);
      await picture(page, `fleet-wall-${size.width}`, true);
    }
    await page.setViewportSize({ width: 1366, height: 850 });
  });

  await test.step("it says who it is", async () => {
    await page.getByRole("button", { name: "Nhận diện" }).click();
    await expect(first.locator(".identity")).toBeVisible({ timeout: REACHES_MS });
    await expect(first.locator(".identity")).toContainText("Tầng 1, đối diện quầy số 5");
    await expect(second.locator(".identity")).toBeHidden();
    await picture(first, "fleet-identity");
  });

  await test.step("held, it says so while the other one moves", async () => {
    await page.getByRole("button", { name: "Giữ nguyên số liệu" }).click();
    await expect(first.locator("#screen")).toHaveAttribute("data-held", /\d+/, { timeout: REACHES_MS });
    await expect(first.locator(".if-held")).toBeVisible();
    const late = (tv: Page) => figure(tv.locator("[data-k='month.late']"));
    const before = [await late(first), await late(second)] as const;
    await importOneLateDossier(server());
    await expect.poll(() => late(second), { timeout: LIVE_MS }).toBe(before[1] + 1);
    expect(await late(first)).toBe(before[0]);
    await first.reload();
    await expect(first.locator(".if-held")).toBeVisible();
    expect(await late(first)).toBe(before[0]);
    await expect(first.locator(".identity")).toBeHidden({ timeout: 40_000 });
    for (const size of [{ width: 1920, height: 1080 }, { width: 1080, height: 1920 }, { width: 3840, height: 2160 }]) {
      await first.setViewportSize(size);
      await first.waitForTimeout(700);
      await picture(first, `fleet-held-${size.width}x${size.height}`);
    }
    await first.setViewportSize({ width: 1920, height: 1080 });
    await page.goto(at("/manage/screens/wall/sanh-chinh"));
    await expect(page.locator(".tag-held")).toBeVisible();
    await page.getByRole("button", { name: "Cập nhật trở lại" }).click();
    await expect.poll(() => late(first), { timeout: LIVE_MS }).toBe(before[0] + 1);
    await expect(first.locator(".if-live")).toBeVisible();
  });

  await test.step("it is still paired after the server was away", async () => {
    await server().stop();
    await server().start();
    await expect(first.locator("#screen")).toHaveAttribute("data-state", "live", { timeout: 30_000 });
    await first.goto(at("/screen"));
    await expect(first).toHaveURL(at("/screen/sanh-chinh"));
  });

  await test.step("unpaired, it shows a code and the other one goes on", async () => {
    await page.goto(at("/manage/screens/wall/sanh-chinh"));
    await page.locator("summary", { hasText: "Ghép nối" }).click();
    await page.getByRole("button", { name: "Hủy ghép nối" }).click();
    await expect(first.locator("[data-code]")).toBeVisible({ timeout: REACHES_MS });
    await expect(first.getByRole("textbox")).toHaveCount(0);
    await expect(second.locator("#screen")).toHaveAttribute("data-state", "live");
    const list = page.locator("#state-sanh-chinh");
    await expect(list).toContainText("Chưa ghép màn hình nào");
  });
  await test.step("a wall whose screen is gone shows its last picture, never as live", async () => {
    await second.close();
    await page.goto(at("/manage/screens"));
    await expect(page.locator("#state-sanh-phu")).toContainText("Mất kết nối", { timeout: LIVE_MS });
    await page.reload();
    await expect(page.locator(".shot-last figcaption")).toContainText("Hình cuối cùng, lúc");
    await expect(page.frameLocator("iframe[title*='Sảnh phụ']").locator(".if-live:visible")).toHaveCount(0);
    await page.goto(at("/manage/alarms"));
    await expect(page.getByText("Đang mất kết nối 1 màn hình: Sảnh phụ.")).toBeVisible();
    await expect(page.getByText("Mọi thứ đều ổn.")).toHaveCount(0);
    await page.goto(at("/manage"));
    await expect(page.locator(".manage-card.wrong-today").filter({ hasText: "Màn hình mất kết nối" })).toContainText("Sảnh phụ");
    await expectAccessible(page);
  });
  await test.step("what the televisions keep is in no log", async () => {
    for (const context of contexts) {
      const kept = (await context.cookies()).find((cookie) => cookie.name === "sanh-screen");
      expect(kept?.httpOnly).toBe(true);
      expect(kept?.value).toMatch(/^[0-9a-f]{64}$/);
      expect(server().log).not.toContain(kept?.value);
      await context.close();
    }
  });
});

test("a wall is looked at before anything is published", async ({ page, context }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1366, height: 850 });
  await signIn(server(), page, "mai-preview", "manager");
  const wall = await context.newPage();
  await wall.goto(at("/?night=same"));
  await page.goto(at("/manage/screens/preview"));
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("#wall")).toBeVisible();
  await page.getByLabel("Kèm nội dung").selectOption("emergency");
  await page.getByRole("textbox", { name: "Tiếng Việt" }).fill("Xin rời khỏi sảnh theo lối B.");
  await page.getByRole("textbox", { name: "Tiếng Anh" }).fill("Please leave by exit B.");
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await expect(frame.locator(".emergency")).toContainText("Xin rời khỏi sảnh theo lối B.");
  await expect(frame.locator("#screen")).toHaveAttribute("data-script", "on");
  expect(page.url()).toBe(at("/manage/screens/preview"));
  await picture(page, "fleet-preview-emergency", true);
  await expectAccessible(page);
  await expect(wall.locator(".emergency")).toHaveCount(0);
  for (const [moment, shape] of [["lost", "4k"], ["tomorrow", "portrait"], ["night", "4x3"], ["holiday", "1080p"]] as const) {
    await page.getByLabel("Kèm nội dung").selectOption("none");
    await page.getByLabel("Thời điểm").selectOption(moment);
    await page.getByLabel("Trên màn hình").selectOption(shape);
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await expect(frame.locator("#screen")).toHaveAttribute("data-preview", moment);
    await picture(page, `fleet-preview-${moment}-${shape}`, true);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await picture(page, "fleet-preview-390", true);
  await expectAccessible(page);
  await page.goto(at("/manage/screens/preview?lang=en"));
  await picture(page, "fleet-preview-en-390", true);
  await page.goto(at("/manage/screens/new?lang=en"));
  await page.getByRole("button", { name: "Pair" }).click();
  await expect(page.getByRole("alert")).toContainText("Type the six letters and digits");
  await expectAccessible(page);
  await picture(page, "fleet-new-wrong-390", true);
});

test("commands reach a television without event streams, too, and the list says how it watches", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1366, height: 850 });
  await signIn(server(), page, "mai-polled", "manager");
  const context = await browser.newContext({ locale: "vi-VN" });
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, "EventSource");
  });
  const tv = await context.newPage();
  await tv.goto(at("/screen"));
  await pair(page, tv, "Không luồng", "Tầng 3");
  await page.goto(at("/manage/screens/wall/khong-luong"));
  await expect(page.locator("#state-khong-luong")).toContainText("không có luồng trực tiếp", { timeout: LIVE_MS });
  await page.getByRole("button", { name: "Nhận diện" }).click();
  await expect(tv.locator(".identity")).toBeVisible({ timeout: LIVE_MS });
  await page.getByRole("button", { name: "Giữ nguyên số liệu" }).click();
  await expect(tv.locator(".if-held")).toBeVisible({ timeout: LIVE_MS });
  await page.locator("summary", { hasText: "Ghép nối" }).click();
  await page.getByRole("button", { name: "Hủy ghép nối" }).click();
  await expect(tv.locator("[data-code]")).toBeVisible({ timeout: LIVE_MS });
  await context.close();
});

test("without script a screen is paired, told and sent away @no-js", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "mai-plain", "manager");
  const context = await browser.newContext({ locale: "vi-VN", javaScriptEnabled: false });
  const tv = await context.newPage();
  await tv.goto(at("/screen"));
  await expect(tv.locator("noscript meta[http-equiv=refresh]")).toHaveCount(1);
  await page.goto(at("/manage/screens/new"));
  await page.locator("#code").fill(await codeOf(tv));
  await page.getByRole("button", { name: "Ghép nối" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nhập tên");
  await page.getByLabel("Tên màn hình").fill("Không mã lệnh");
  await page.getByLabel("Ngoài giờ làm việc").selectOption("same");
  await page.getByRole("button", { name: "Ghép nối" }).click();
  await expect(page.getByRole("status").first()).toContainText("Đã ghép nối");
  const arrives = async (selector: string) =>
    expect(async () => {
      await tv.goto(at("/screen"));
      await expect(tv.locator(selector)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: LIVE_MS });
  await arrives("#wall");
  await page.goto(at("/manage/screens"));
  await page.getByRole("button", { name: "Nhận diện: Không mã lệnh" }).click();
  await expect(page.getByRole("status").first()).toContainText("đang hiện tên");
  await arrives(".identity");
  await page.getByRole("button", { name: "Giữ nguyên số liệu: Không mã lệnh" }).click();
  await arrives(".if-held");
  await page.goto(at("/manage/screens/preview"));
  await page.getByLabel("Kèm nội dung").selectOption("emergency");
  await page.getByRole("textbox", { name: "Tiếng Việt" }).fill("Xin rời khỏi sảnh.");
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await expect(page.frameLocator("iframe").locator(".emergency")).toContainText("Xin rời khỏi sảnh.");
  await page.goto(at("/manage/screens/wall/khong-ma-lenh"));
  await page.locator("summary", { hasText: "Xóa bảng này" }).click();
  await page.getByRole("button", { name: "Xóa bảng này" }).click();
  await arrives("[data-code]");
  await context.close();
});
