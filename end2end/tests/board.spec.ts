// The lobby wall as a visitor sees it.
import type { Locator, Page } from "@playwright/test";
import { inTime, monthOf, pending } from "../support/open-data";
import { expect, expectAccessible, figure, picture, serveThisFile, test } from "../support/test";

const SLOT_S = 2;
const server = serveThisFile({ flags: ["--slot-s", String(SLOT_S)] });

const tile = (page: Page, name: string): Locator =>
  page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
const great = (page: Page, name: string): Locator => tile(page, name).locator(".figure");

test("the first paint shows the month's three great figures @both", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.getByRole("heading", { name: "Tổng hợp kết quả xử lý hồ sơ" })).toBeVisible();
  const { total } = await monthOf(server());
  expect(await figure(great(page, "Đúng và trước hạn"))).toBe(inTime(total));
  expect(await figure(great(page, "Quá hạn"))).toBe(total.late);
  expect(await figure(great(page, "Đang giải quyết"))).toBe(pending(total));
});

test("the wall stands whole in the first answer, before any script @no-js", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.locator("noscript meta[http-equiv=refresh]")).toHaveCount(1);
  await picture(page, "wall-no-script");
});

test("the wall fills the screen and nothing reaches over its edge", async ({ page }) => {
  for (const size of [{ width: 1920, height: 1080 }, { width: 1366, height: 768 }, { width: 1080, height: 1920 }]) {
    await page.setViewportSize(size);
    await page.goto(`${server().url}/?lang=vi&period=month`);
    await expect(page.getByRole("table")).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const overflow = await page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      document.documentElement.scrollHeight - window.innerHeight,
    ]);
    expect(overflow, `overflow at ${size.width} x ${size.height}`).toEqual([0, 0]);
    await picture(page, `wall-vi-${size.width}x${size.height}`);
  }
});

test("the rows that are shown are shown whole", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  const cut = await page.evaluate(() => {
    const foot = document.querySelector("footer")?.getBoundingClientRect().top ?? 0;
    return [...document.querySelectorAll("tbody tr:not([hidden]), tfoot tr")]
      .filter((row) => row.getBoundingClientRect().height > 0)
      .filter((row) => row.getBoundingClientRect().bottom > foot + 1)
      .map((row) => row.textContent);
  });
  expect(cut).toEqual([]);
});

test("the languages are Vietnamese, English, or both in turn", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.locator("html")).toHaveAttribute("lang", "vi");
  await expect(page.getByRole("heading", { name: "Quá hạn" })).toBeVisible();

  await page.goto(`${server().url}/?lang=en&period=month`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { name: "Dossier processing results" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Late", exact: true })).toBeVisible();
  await picture(page, "wall-en");

  await page.goto(`${server().url}/?lang=vi%2Ben&period=month`);
  const shown = page.locator("#screen");
  await expect(shown).toHaveAttribute("data-lang", "vi", { timeout: 20 * SLOT_S * 1_000 });
  await expect(page.getByRole("heading", { name: "Quá hạn", exact: true })).toBeVisible();
  await expect(shown).toHaveAttribute("data-lang", "en", { timeout: 20 * SLOT_S * 1_000 });
  await expect(page.getByRole("heading", { name: "Late", exact: true })).toBeVisible();
});

test("today, month and year take turns, on every screen at the same time", async ({ context }) => {
  test.setTimeout(120_000);
  const [early, late] = [await context.newPage(), await context.newPage()];
  const screens = [early, late];
  const seen = new Set<string>();
  let together = 0;
  let apart = 0;
  for (const [at, screen] of screens.entries()) {
    await screen.goto(`${server().url}/?lang=vi%2Ben&period=all`);
    // The second one is opened in the middle of things.
    if (at === 0) await screen.waitForTimeout(700);
  }
  const shows = (screen: Page): Promise<string> =>
    screen.locator("#screen").evaluate((root) => `${root.getAttribute("data-period")} ${root.getAttribute("data-lang")}`);
  // A period stays for as long as twelve pages take.
  const until = Date.now() + 3 * 13 * SLOT_S * 1_000;
  while (Date.now() < until) {
    const [first, second] = await Promise.all(screens.map(shows));
    if (first === second) together += 1;
    else apart += 1;
    seen.add(String(first).split(" ")[0] ?? "");
    const tiles = early.getByRole("article").filter({ visible: true });
    await expect(tiles, `the figures of ${first}`).toHaveCount(3, { timeout: 1_000 });
    await early.waitForTimeout(150);
  }
  expect([...seen].sort()).toEqual(["day", "month", "year"]);
  // Each screen looks at the time every half second, which is a quarter of these short slots: two may be so far apart.
  expect(apart, `${together} looks saw the same`).toBeLessThanOrEqual(together / 2);
});

test("the table turns its pages until every field has been shown", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  const rows = page.locator(".fields[data-period=month] tbody tr");
  const all = (await rows.locator("th").allTextContents()).map((name) => name.trim());
  const seen = new Set<string>();
  const until = Date.now() + 40_000;
  while (seen.size < all.length && Date.now() < until) {
    for (const row of await rows.filter({ visible: true }).locator("th").allTextContents()) seen.add(row.trim());
    await page.waitForTimeout(300);
  }
  expect([...seen].sort()).toEqual([...new Set(all)].sort());
});

test("the clock and the date are the centre's, not the device's", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const now = (): string =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
  await expect(async () => expect((await page.locator("[data-clock]").first().textContent())?.trim()).toBe(now())).toPass();
});

test("the wall asks nothing of anyone but its own server", async ({ page, watched }) => {
  await page.goto(`${server().url}/?lang=vi%2Ben`);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  await page.waitForTimeout(3 * SLOT_S * 1_000);
  const outside = watched.asked.filter((address) => !address.startsWith(server().url) && !address.startsWith("data:"));
  expect(outside).toEqual([]);
  expect(watched.asked.filter((address) => address.endsWith(".wasm"))).toEqual([]);
});

test("the wall has no violation of accessibility rules", async ({ page }) => {
  for (const lang of ["vi", "en"]) {
    await page.goto(`${server().url}/?lang=${lang}&period=month`);
    await expect(page.getByRole("table")).toBeVisible();
    await expectAccessible(page);
  }
});

test("the page's policy allows its own script by a nonce and nothing inline", async ({ page }) => {
  const policies: string[] = [];
  for (let load = 0; load < 2; load += 1) {
    const answer = await page.goto(`${server().url}/?lang=vi`);
    policies.push(answer?.headers()["content-security-policy"] ?? "");
  }
  for (const policy of policies) {
    expect(policy).toMatch(/script-src 'nonce-[A-Za-z0-9+/=_-]{16,}'/);
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).toContain("frame-ancestors 'none'");
  }
  expect(policies[0]).not.toBe(policies[1]);
  await expect(page.locator("[style]")).toHaveCount(0);
});
