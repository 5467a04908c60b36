// A set that slept with its running clock standing still, and one whose clock was set by hand.
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The device's clock goes on by so much, and the running clock knows nothing of it. */
const jump = (ms: number): void => {
  const real = Date.now.bind(Date);
  Date.now = () => real() + ms;
};

test("a set that wakes asks the server, and stays live where it answers", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const shown = page.locator("#screen");
  await expect(shown).toHaveAttribute("data-state", "live");
  const streams: string[] = [];
  page.on("request", (request) => streams.push(new URL(request.url()).pathname));
  await page.evaluate(jump, 2 * 3_600_000);
  await expect.poll(() => streams.filter((path) => path.startsWith("/events/")).length, { message: "a new stream" }).toBeGreaterThan(0);
  const until = Date.now() + 6_000;
  while (Date.now() < until) {
    await expect(shown).toHaveAttribute("data-state", "live");
    await page.waitForTimeout(250);
  }
});

test("a set that wakes where the server is gone shows at once how old its figures are", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const shown = page.locator("#screen");
  await expect(shown).toHaveAttribute("data-state", "live");
  await server().stop();
  await page.evaluate(jump, 2 * 3_600_000);
  await expect(shown, "long before a minute has passed").toHaveAttribute("data-state", "lost", { timeout: 12_000 });
});
