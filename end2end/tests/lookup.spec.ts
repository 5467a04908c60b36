// `/lookup` on a visitor's phone and desk: by the QR code, by code and number, with script and without.
import type { Browser, Page } from "@playwright/test";
import { dossier, recordWithReason, signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { receiveSlip, type Slip } from "../support/slip";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";
import { WITH_QR } from "../support/wall";

const server = serveThisFile({ flags: WITH_QR });
const SIZES = [{ width: 360, height: 740 }, { width: 390, height: 844 }, { width: 768, height: 1024 }, { width: 1366, height: 850 }] as const;

/** One slip for each test: what it tells is not changed by another. */
async function slipOf(name: string, browser: Browser): Promise<{ slip: Slip; desk: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: true, locale: "vi-VN" });
  const desk = await context.newPage();
  await signIn(server(), desk, name);
  return { slip: await receiveSlip(server(), desk), desk };
}

test("code and number tell where the dossier stands, and name nobody @both", async ({ page, browser }, info) => {
  const { slip } = await slipOf(`lan-number-${info.project.name}`, browser);
  expect(slip.pin).toMatch(/^[0-9]{8}$/);
  await page.goto(`${server().url}/lookup`);
  await page.getByLabel("Mã hồ sơ").fill(slip.code.toLowerCase());
  await page.getByLabel("Mã tra cứu").fill(`${slip.pin.slice(0, 4)} ${slip.pin.slice(4)}`);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Hẹn trả kết quả" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Hiện tại" })).toContainText("Tiếp nhận");
  const text = await page.locator("body").innerText();
  for (const secret of [slip.code, slip.pin, "Nguyễn Thử Nghiệm", "0912"]) expect(text).not.toContain(secret);
  expect(page.url()).toBe(`${server().url}/lookup`);
});

test("a wrong number and an unknown code are refused in the same words @both", async ({ page, browser }, info) => {
  const { slip } = await slipOf(`lan-wrong-${info.project.name}`, browser);
  const told: string[] = [];
  for (const code of [slip.code, "H49.99-260101-9999"]) {
    await page.goto(`${server().url}/lookup`);
    await page.getByLabel("Mã hồ sơ").fill(code);
    await page.getByLabel("Mã tra cứu").fill("00000000");
    await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("không khớp");
    told.push(await alert.innerText());
    await expect(page.getByLabel("Mã tra cứu")).toHaveValue("");
  }
  expect(told[0]).toBe(told[1]);
});

test("the QR code opens the dossier, and its secret is in no address and no request line", async ({ page, browser }) => {
  const { slip } = await slipOf("lan-qr", browser);
  expect(slip.link).toMatch(/^[0-9]{26}$/);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.headers().referer ?? ""}`));
  await page.goto(`${server().url}/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  expect(page.url()).toBe(`${server().url}/lookup`);
  expect(await page.evaluate(() => location.hash + document.referrer)).toBe("");
  // The fragment of the first address is the browser's own; none was sent.
  for (const line of asked.slice(1)) expect(line).not.toContain(slip.link);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie)).not.toContain(slip.link);
});

test("the page follows by itself, and shows the present after a tab was put to sleep", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { slip, desk } = await slipOf("lan-live", browser);
  await page.goto(`${server().url}/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await desk.goto(dossier(server(), slip.code));
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(page.getByRole("heading", { name: /^Đang xử lý/ })).toBeVisible({ timeout: 5_000 });
  await expect(page.getByRole("status")).toHaveText("Hồ sơ của bạn có tin mới.");
  // Loaded anew, as a phone does with a tab it has dropped, it knows what it followed.
  await page.goto("about:blank");
  await desk.goto(dossier(server(), slip.code));
  await recordWithReason(desk, "Yêu cầu bổ sung giấy tờ", "Nộp thêm bản sao hợp đồng thuê nhà");
  await page.goto(`${server().url}/lookup`);
  await expect(page.getByRole("heading", { name: "Chờ bạn bổ sung giấy tờ" }).first()).toBeVisible({ timeout: 3_000 });
  await expect(page.getByText("Nộp thêm bản sao hợp đồng thuê nhà")).toBeVisible();
});

/** Puts the page out of sight, or brings it back, as a phone does with the tab of a screen that is off. */
async function setSight(page: Page, isSeen: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isSeen);
}

test("a page that was out of sight asks nothing, and shows the present within 3 s of waking", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { slip, desk } = await slipOf("lan-wakes", browser);
  await page.goto(`${server().url}/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await setSight(page, false);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await desk.goto(dossier(server(), slip.code));
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(desk.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
  expect(asked).toEqual([]);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await setSight(page, true);
  await expect(page.getByRole("heading", { name: /^Đang xử lý/ })).toBeVisible({ timeout: 3_000 });
  // It follows again.
  await recordWithReason(desk, "Yêu cầu bổ sung giấy tờ", "Nộp thêm bản sao hợp đồng thuê nhà");
  await expect(page.getByText("Nộp thêm bản sao hợp đồng thuê nhà")).toBeVisible({ timeout: 5_000 });
});

test("what was known stays while there is no connection, and the page asks again by itself", async ({ page, browser, context }) => {
  test.setTimeout(120_000);
  const { slip, desk } = await slipOf("lan-away", browser);
  await page.goto(`${server().url}/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Cập nhật ngay" }).click();
  await expect(page.getByRole("status")).toContainText("Mất kết nối");
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await desk.goto(dossier(server(), slip.code));
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(desk.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: /^Đang xử lý/ })).toBeVisible({ timeout: 10_000 });
});

test("language, contrast and size change without the slip being shown again @both", async ({ page, browser }, info) => {
  const { slip } = await slipOf(`lan-look-${info.project.name}`, browser);
  await page.goto(`${server().url}/lookup`);
  await page.getByLabel("Mã hồ sơ").fill(slip.code);
  await page.getByLabel("Mã tra cứu").fill(slip.pin);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await page.getByRole("navigation", { name: "Ngôn ngữ và cách hiển thị" }).getByRole("button", { name: /English/ }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { name: "Received", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Larger text" }).click();
  await page.getByRole("button", { name: "More contrast" }).click();
  await expect(page.getByRole("heading", { name: "Received", exact: true })).toBeVisible();
  await expect(page.locator(".lookup-strong.lookup-large")).toBeVisible();
});

test("by keyboard alone, with the focus always in sight", async ({ page, browser }) => {
  const { slip } = await slipOf("lan-look-keys", browser);
  await page.goto(`${server().url}/lookup`);
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press("Tab");
    const [id, outline] = await page.evaluate(() => {
      const focused = document.activeElement;
      return [focused?.id ?? "", focused ? getComputedStyle(focused).outlineStyle : "none"];
    });
    expect(outline).not.toBe("none");
    if (id === "code") break;
  }
  await page.keyboard.type(slip.code);
  await page.keyboard.press("Tab");
  await page.keyboard.type(slip.pin);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
});

test("no violation of accessibility rules and nothing over the edge, at every size, light and dark", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const { slip, desk } = await slipOf("lan-look-sizes", browser);
  await desk.goto(dossier(server(), slip.code));
  await recordWithReason(desk, "Yêu cầu bổ sung giấy tờ", "Nộp thêm bản sao hợp đồng thuê nhà");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const lang of ["vi", "en"]) {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.evaluate(() => sessionStorage.clear()).catch(() => undefined);
        await page.goto(`${server().url}/lookup?lang=${lang}`);
        await expectAccessible(page);
        await page.goto("about:blank");
        await page.goto(`${server().url}/lookup?lang=${lang}#${slip.link}`);
        await expect(page.locator(".lookup-told")).toBeVisible();
        await expectAccessible(page);
        await expectTidy(page, `lookup ${lang} ${size.width}`);
        await picture(page, `lookup-${lang}-${colorScheme}-${size.width}`, true);
      }
    }
  }
});
