// An emergency in the largest type that fits, and nothing beside it but the centre, the clock, the time it ends, and the mark of lost contact.
import { addNotice, ALARM, endNotice, type Notice } from "../support/notices";
import { lookAtWall, openWall, STANDS_STILL, wallAddress, WITH_QR } from "../support/wall";
import { SIZES, sizeName } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: [...STANDS_STILL, ...WITH_QR] });

test.describe.configure({ timeout: 180_000 });

const SHAPES = [SIZES[1], SIZES[2], SIZES[3]];
const SHORT: Notice = { vi: "Cháy! Ra lối B", en: "Fire! Leave by exit B", isEmergency: true };
const LONG: Notice = { vi: `${ALARM.vi}. ${ALARM.vi}`.slice(0, 200), en: `${ALARM.en}. ${ALARM.en}`.slice(0, 200), isEmergency: true };

async function saying(notice: Notice, look: () => Promise<void>): Promise<void> {
  const id = await addNotice(server(), notice);
  const shown = async (): Promise<string> => (await fetch(wallAddress(server()))).text();
  await expect.poll(shown, { timeout: 10_000 }).toContain(notice.vi);
  await look();
  await endNotice(server(), id);
  await expect.poll(shown, { timeout: 10_000 }).not.toContain(notice.vi);
}

for (const [name, notice] of Object.entries({ short: SHORT, usual: ALARM, long: LONG })) {
  test(`its type is as large as fits, ${name}`, async ({ page }) => {
    await saying(notice, async () => {
      for (const size of SHAPES) {
        await lookAtWall(page, server(), { theme: "light" }, { name: `emergency-fit-${name}`, sizes: [size] });
        const { fit, larger } = await page.evaluate(() => {
          const place = document.querySelector(".emergency-place");
          const text = place?.firstElementChild as HTMLElement;
          // The rest is left to the marks of letters, which reach beyond the first and the last line.
          const share = 0.96;
          const fits = (): boolean => text.offsetHeight <= (place?.clientHeight ?? 0) * share && text.scrollWidth <= text.clientWidth;
          const step = Number(place?.getAttribute("data-fit"));
          const isFit = fits();
          place?.setAttribute("data-fitting", "");
          place?.setAttribute("data-fit", String(step + 1));
          const isLargerFit = fits();
          place?.setAttribute("data-fit", String(step));
          place?.removeAttribute("data-fitting");
          return { fit: isFit, larger: step < 28 && isLargerFit };
        });
        expect.soft([fit, larger], `${name}, ${sizeName(size)}`).toEqual([true, false]);
      }
    });
  });
}

test("nothing stands beside it but centre, clock and the time it ends", async ({ page }) => {
  await saying(ALARM, async () => {
    for (const size of SHAPES) {
      await openWall(page, server(), {}, size);
      const alert = page.getByRole("alert");
      await expect(alert.getByText(/^Đến \d\d:\d\d/)).toBeVisible();
      await expect(alert.getByText(/^Until \d\d:\d\d/)).toBeVisible();
      await expect(page.locator("[data-clock]")).toBeVisible();
      for (const part of [".date", ".fresh", ".page"]) await expect(page.locator(part).first()).toBeHidden();
      await expect(page.getByText("Trực tiếp")).toBeHidden();
    }
  });
});

test("it says when contact is lost", async ({ page }) => {
  await saying(ALARM, async () => {
    await lookAtWall(page, server(), { preview: "lost", theme: "light" }, { name: "emergency-lost", sizes: SHAPES });
    await expect(page.getByText(/Mất liên lạc/)).toBeVisible();
  });
});

test("it does not shift once it is there", async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifts += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await openWall(page, server(), {}, SIZES[1]);
  await saying(ALARM, async () => {
    await expect(page.getByRole("alert")).toBeVisible({ timeout: 5_000 });
    await page.waitForTimeout(2_000);
    expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBeLessThan(0.02);
  });
});
