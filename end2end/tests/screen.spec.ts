// Screens that are there before the server, or before they have been set up.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const COMES_ALIVE_MS = 30_000;

test("a screen that is not set up shows a code, and comes alive when it is", async ({ page }) => {
  const answer = await page.goto(`${server().url}/screen/tang-2`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("heading", { name: "Mã ghép nối của màn hình này" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Pairing code of this screen" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "screen-waiting");

  const said = await server().run("screen", "add", "tang-2");
  expect(said.code, said.stdout + said.stderr).toBe(0);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live", { timeout: COMES_ALIVE_MS });
  await expect(page.locator("#wall")).toHaveAttribute("data-screen", "tang-2");
});

test("a code that nobody answers for is not shown", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${server().url}/screen`);
  await expect(page.locator("[data-code]")).toBeVisible();
  await server().stop();
  await expect(page.getByText("Máy chủ không trả lời.")).toBeVisible({ timeout: COMES_ALIVE_MS });
  await expect(page.locator("[data-code]")).toBeHidden();
  await server().start();
  await expect(page.locator("[data-code]")).toBeVisible({ timeout: COMES_ALIVE_MS });
});

test("a screen that is not set up comes alive without script, too @no-js", async ({ page }) => {
  await page.goto(`${server().url}/screen/tang-3?lang=vi`);
  await expect(page.locator("noscript meta[http-equiv=refresh]")).toHaveCount(1);
  await server().run("screen", "add", "tang-3");
  await page.reload();
  await expect(page.locator("#wall")).toHaveAttribute("data-screen", "tang-3");
});

test("the kiosk page starts before the server and ends on the wall", async ({ page }) => {
  test.setTimeout(120_000);
  const kiosk = await (await fetch(`${server().url}/kiosk.html`)).text();
  const file = join(server().folder, "kiosk.html");
  writeFileSync(file, kiosk);
  await server().stop();

  await page.goto(`file://${file}#${server().url}/?lang=vi`);
  await page.waitForTimeout(2_000);
  expect(page.url()).toMatch(/^file:/);
  await expect(page.getByText("Bảng kết quả sẽ hiện ra khi hệ thống sẵn sàng")).toBeVisible();
  await picture(page, "kiosk-waiting");

  await server().start();
  await page.waitForURL(`${server().url}/**`, { timeout: COMES_ALIVE_MS });
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
});
