import type { Page } from "@playwright/test";
import { expectGoodGeometry, geometryOfBoth, WALL, type Rules, type Seen } from "./geometry";
import type { Server } from "./server";
import { SIZES, sizeName, type Size } from "./sizes";
import { expect, picture } from "./test";

/** Longer than any test: nothing turns while it is looked at. */
export const STANDS_STILL = ["--slot-s", "2592000"];
export const WITH_QR = ["--public-url", "https://hanhchinhcong.example.vn"];

/** What a wall's address asks for. */
export interface WallRequest {
  lang?: "vi" | "en" | "vi+en";
  period?: string;
  theme?: string;
  distance?: string;
  preview?: string;
  at?: string;
}

/** Tests run at any hour, so a wall does not dim unless that is what is looked at. */
export const wallAddress = (server: Server, { lang = "vi", period = "month", ...rest }: WallRequest = {}): string =>
  `${server.url}/?${new URLSearchParams({ lang, period, night: "same", ...rest })}`;

/** Lets the wall's script tick now, not within half a second: it measures the table at its next tick after a change of size. */
async function tick(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const work of (window as unknown as Ticking).ticks ?? []) work();
  });
}

interface Ticking {
  ticks?: (() => void)[];
}

const hearTicks = (): void => {
  const every = window.setInterval.bind(window);
  window.setInterval = ((work: () => void, afterMs: number) => {
    const ticking = window as unknown as Ticking;
    ticking.ticks = [...(ticking.ticks ?? []), work];
    return every(work, afterMs);
  }) as typeof window.setInterval;
};

/** Opens a wall and waits until it stands as it will stay. */
export async function openWall(page: Page, server: Server, asked: WallRequest, size: Size): Promise<void> {
  await page.addInitScript(hearTicks);
  await page.setViewportSize(size);
  await page.goto(wallAddress(server, asked));
  const state = asked.preview === "late" || asked.preview === "lost" ? asked.preview : "live";
  await expect(page.locator("#screen")).toHaveAttribute("data-state", state);
  await expect(page.locator("#screen")).toHaveAttribute("data-script", "on");
  await tick(page);
}

export interface Look {
  /** Name of the pictures: <name>-<size>.png. */
  name: string;
  sizes?: readonly Size[];
  rules?: Rules;
}

/** Shows a wall at every size, keeps pictures, and looks for what a person would complain about. */
export async function lookAtWall(page: Page, server: Server, asked: WallRequest, { name, sizes = SIZES, rules = WALL }: Look): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [at, size] of sizes.entries()) {
    if (at === 0) await openWall(page, server, asked, size);
    else {
      await page.setViewportSize(size);
      await tick(page);
    }
    const label = `${name}-${sizeName(size)}`;
    await picture(page, label);
    for (const lang of (asked.lang ?? "vi").split("+")) {
      await turnTo(page, lang);
      seen.push(await expectGoodGeometry(page, `${label} (${lang})`, rules));
    }
  }
  return seen;
}

/** Shows the other language by hand, on a wall that does not turn by itself. */
async function turnTo(page: Page, lang: string): Promise<void> {
  await page.evaluate((code) => document.getElementById("screen")?.setAttribute("data-lang", code), lang);
}

/** Where everything lies that both languages share, by language. */
export async function boxesOfBoth(page: Page, state: string): Promise<Record<"vi" | "en", Record<string, string>>> {
  const [vi = {}, en = {}] = (await page.evaluate(geometryOfBoth(state))) as Record<string, string>[];
  return { vi, en };
}
