// The wall with something to say: a notice, and an emergency that covers everything else.
import type { Page } from "@playwright/test";
import { addNotice, ALARM, NOTICE, type Notice } from "../support/notices";
import type { Server } from "../support/server";
import { lookAtWall, STANDS_STILL, wallAddress, WITH_QR, type WallRequest } from "../support/wall";
import { SIZES } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: [...STANDS_STILL, ...WITH_QR] });

test.describe.configure({ timeout: 120_000 });

const COMES_MS = 5_000;
const isSaid = new Set<Notice>();

/** Says it once: the walls of this file's server show it from then on. */
async function say(on: Server, notice: Notice): Promise<void> {
  if (isSaid.has(notice)) return;
  await addNotice(on, notice);
  isSaid.add(notice);
  await expect(async () => expect(await (await fetch(wallAddress(on))).text()).toContain(notice.vi)).toPass({ timeout: COMES_MS });
}

test("a notice has a line of its own, and everything else keeps its place", async ({ page }) => {
  await say(server(), NOTICE);
  await lookAtWall(page, server(), { lang: "vi+en", theme: "light" }, { name: "notice-light" });
  await lookAtWall(page, server(), { lang: "vi+en", theme: "dark" }, { name: "notice-dark", sizes: [SIZES[1], SIZES[3]] });
  await lookAtWall(page, server(), { lang: "vi+en", theme: "light", preview: "lost" }, { name: "notice-lost-light", sizes: [SIZES[1], SIZES[3]] });
  await lookAtWall(page, server(), { lang: "vi+en", theme: "light", distance: "far" }, { name: "notice-far-light", sizes: [SIZES[1], SIZES[3]] });
});

const themes: Record<string, WallRequest> = { light: { theme: "light" }, dark: { theme: "dark" }, night: { preview: "night" } };

test("an emergency comes to the open wall, in both languages at once", async ({ page }: { page: Page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  await expect(page.locator("#screen")).toHaveAttribute("data-state", "live");
  await say(server(), ALARM);
  const alert = page.getByRole("alert");
  await expect(alert).toBeVisible({ timeout: COMES_MS });
  await expect(alert).toContainText("Báo cháy");
  await expect(alert).toContainText("Fire alarm");
});

for (const [theme, asked] of Object.entries(themes)) {
  test(`an emergency can be read on every screen, ${theme}`, async ({ page }) => {
    await say(server(), ALARM);
    await lookAtWall(page, server(), asked, { name: `emergency-${theme}` });
  });
}

for (const preview of ["late", "lost"]) {
  test(`an emergency stays when the figures are ${preview}`, async ({ page }) => {
    await say(server(), ALARM);
    await lookAtWall(page, server(), { preview, theme: "light" }, { name: `emergency-${preview}-light`, sizes: [SIZES[1], SIZES[3]] });
  });
}
