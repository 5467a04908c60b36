import { expect, type Browser, type Page } from "@playwright/test";
import type { Server } from "./server";

/** A television that a manager pairs with a wall that is there; another one that was paired with it shows a code again. */
export async function pairedWall(server: Server, browser: Browser, manager: Page, name: string): Promise<Page> {
  const tv = await (await browser.newContext()).newPage();
  await tv.goto(`${server.url}/screen`);
  const code = (await tv.locator("[data-code]").getAttribute("data-code")) ?? "";
  const answer = await manager.request.post(`${server.url}/manage/screens/wall/${name}/pair`, {
    form: { code },
    headers: { "sec-fetch-site": "same-origin" },
    maxRedirects: 0,
  });
  expect(answer.status(), await answer.text()).toBe(303);
  await expect(tv.locator("#wall")).toBeVisible({ timeout: 15_000 });
  await expect(tv.locator("#screen")).toHaveAttribute("data-state", "live");
  return tv;
}
