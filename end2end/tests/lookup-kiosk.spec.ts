// `/lookup?kiosk`: the touch kiosk in the lobby, one visitor after another.
import type { Browser, Page } from "@playwright/test";
import { signIn } from "../support/desk";
import { receiveSlip, type Slip } from "../support/slip";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";
import { WITH_QR } from "../support/wall";

const server = serveThisFile({ flags: WITH_QR });
/** 21 inches of 1080 by 1920 have 4.13 pixels a millimetre. */
const TARGET_PX = 62;

test.use({ viewport: { width: 1080, height: 1920 } });

async function slipOf(name: string, browser: Browser): Promise<Slip> {
  const context = await browser.newContext({ javaScriptEnabled: true, locale: "vi-VN" });
  const desk = await context.newPage();
  await signIn(server(), desk, name);
  const slip = await receiveSlip(server(), desk);
  await context.close();
  return slip;
}

const open = (page: Page) => page.goto(`${server().url}/lookup?kiosk`);

/** Types as a scanner does: at once, and then Enter. Nobody scans before the page is there. */
async function scan(page: Page, text: string): Promise<void> {
  await page.waitForLoadState();
  await page.keyboard.type(text, { delay: 1 });
  await page.keyboard.press("Enter");
}

/** Everything that is touched is at least 15 mm high and wide. */
async function expectTargets(page: Page): Promise<void> {
  const targets = page.locator("#lookup a:visible, #lookup button:visible, #lookup input:visible");
  for (const target of await targets.all()) {
    const box = await target.boundingBox();
    const name = (await target.textContent()) || (await target.getAttribute("name"));
    expect(box?.height ?? 0, `height of ${name ?? ""}`).toBeGreaterThanOrEqual(TARGET_PX);
    expect(box?.width ?? 0, `width of ${name ?? ""}`).toBeGreaterThanOrEqual(TARGET_PX);
  }
}

test("a scanner types the slip's code, wherever the cursor is, and Done clears all", async ({ page, browser }) => {
  const slip = await slipOf("lan-scanner", browser);
  await open(page);
  await expect(page.getByLabel("Mã hồ sơ")).toBeFocused();
  await scan(page, `https://hanhchinhcong.example.vn/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await page.getByRole("button", { name: "Xong" }).click();
  await expect(page.getByLabel("Mã hồ sơ")).toHaveValue("");
  // With the cursor nowhere.
  await page.locator("h1").click();
  await scan(page, `https://hanhchinhcong.example.vn/lookup#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await page.getByRole("button", { name: "Xong" }).click();
  await expect(page.getByLabel("Mã hồ sơ")).toBeVisible();
  await page.goBack().catch(() => undefined);
  await expect(page.getByText("Đã tiếp nhận")).toHaveCount(0);
  await open(page);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie)).toBe("{}{}");
});

test("code and number are touched on the screen's own keys, which are large enough", async ({ page, browser }) => {
  const slip = await slipOf("lan-touch", browser);
  await open(page);
  await expectTargets(page);
  const keys = page.getByRole("group", { name: "Bàn phím" });
  const touch = async (text: string) => {
    for (const letter of text) await keys.getByRole("button", { name: letter, exact: true }).click();
  };
  await page.getByLabel("Mã hồ sơ").click();
  await touch(`${slip.code}1`);
  await keys.getByRole("button", { name: "Xóa ký tự cuối" }).click();
  await expect(page.getByLabel("Mã hồ sơ")).toHaveValue(slip.code);
  await keys.getByRole("button", { name: "Ô tiếp theo" }).click();
  await touch(slip.pin);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await expectTargets(page);
});

test("it counts down in sight and clears itself half a minute after the last touch", async ({ page, browser }) => {
  const slip = await slipOf("lan-clears", browser);
  await page.clock.install();
  await open(page);
  await page.clock.runFor(1_000);
  await scan(page, `x#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(page.locator("#left")).toContainText(/sau (19|20) giây/);
  await page.getByRole("button", { name: "Tôi cần thêm thời gian" }).click();
  await page.clock.runFor(1_000);
  await expect(page.locator("#left")).toContainText(/sau (29|30) giây/);
  await page.clock.runFor(31_000);
  await expect(page.getByLabel("Mã hồ sơ")).toHaveValue("");
  await expect(page.getByText("Đã tiếp nhận")).toHaveCount(0);
});

test("without a connection nothing leads to the browser's error page, and the kiosk goes on by itself", async ({ page, browser, context }) => {
  const slip = await slipOf("lan-kiosk-away", browser);
  await open(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("status")).toContainText("Mất kết nối");
  await expect(page.getByLabel("Mã hồ sơ")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByLabel("Dossier code")).toBeVisible();
  await scan(page, `x#${slip.link}`);
  await expect(page.getByRole("heading", { name: "Received", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Tiếng Việt" }).click();
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Xong" }).click();
  await expect(page.getByText("Đã tiếp nhận")).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("Mất kết nối");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByLabel("Mã hồ sơ")).toHaveValue("");
});

test("without script code and number still work, and the page clears itself @no-js", async ({ page, browser }) => {
  const slip = await slipOf("lan-kiosk-plain", browser);
  await open(page);
  await page.getByLabel("Mã hồ sơ").fill(`https://hanhchinhcong.example.vn/lookup#${slip.link}`);
  await page.getByLabel("Mã hồ sơ").press("Enter");
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await open(page);
  await page.getByLabel("Mã hồ sơ").fill(slip.code);
  await page.getByLabel("Mã tra cứu").fill(slip.pin);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await expectTargets(page);
});

test("nothing leads away, and the receipt holds the state and no key", async ({ page, browser }) => {
  const slip = await slipOf("lan-receipt", browser);
  await open(page);
  const hrefs = await page.locator("a[href]").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  for (const href of hrefs) expect(href.startsWith(`${server().url}/lookup`), href).toBe(true);
  await scan(page, `x#${slip.link}`);
  await expect(page.getByRole("button", { name: "In", exact: true })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Xong" })).toBeHidden();
  await expect(page.getByRole("button", { name: "In", exact: true })).toBeHidden();
});

test("no violation of accessibility rules, in both languages, with more contrast and larger text", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const slip = await slipOf("lan-kiosk-axe", browser);
  for (const look of ["lang=vi", "lang=en", "lang=vi&contrast=more&text=large", "lang=en&contrast=more&text=large"]) {
    await page.goto(`${server().url}/lookup?kiosk&${look}`);
    await expectAccessible(page);
    await picture(page, `lookup-kiosk-${look.replace(/\W/g, "-")}`, true);
    await scan(page, `x#${slip.link}`);
    await expect(page.locator(".lookup-told")).toBeVisible();
    await expectAccessible(page);
    await expectTargets(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    await picture(page, `lookup-kiosk-told-${look.replace(/\W/g, "-")}`, true);
  }
});
