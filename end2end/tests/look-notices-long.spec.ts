// Notices as long as they may be, several of them, and a large centre's table beside them.
import { importedCentre } from "../support/centres";
import { addNotice, endNotice, type Notice } from "../support/notices";
import { type Server } from "../support/server";
import { SIZES, type Size } from "../support/sizes";
import { lookAtWall, STANDS_STILL, wallAddress, WITH_QR } from "../support/wall";
import { expect, test } from "../support/test";

const SENTENCE =
  "Từ ngày 01/12/2026 Trung tâm tiếp nhận hồ sơ đất đai, xây dựng tại quầy số 5 và số 6; hồ sơ hộ tịch, chứng thực tại quầy số 1, 2 và số 3.";
const IN_ENGLISH =
  "From 1 December 2026 the Centre takes land and building dossiers at counters 5 and 6, civil status and certification at counters 1, 2, 3.";
const LONGEST: Notice = { vi: SENTENCE.padEnd(140, "!").slice(0, 140), en: IN_ENGLISH.padEnd(140, "!").slice(0, 140) };
const CAPITALS: Notice = { vi: LONGEST.vi.toUpperCase(), en: LONGEST.en.toUpperCase() };
const UNBROKEN: Notice = { vi: "hanhchinhcong".repeat(9), en: "administration".repeat(8) };
const EVACUATE: Notice = {
  vi: `${LONGEST.vi} ${LONGEST.vi}`.slice(0, 200).toUpperCase(),
  en: `${LONGEST.en} ${LONGEST.en}`.slice(0, 200).toUpperCase(),
  isEmergency: true,
};
const FIELDS = Array.from({ length: 60 }, (_, at) => `Lĩnh vực quản lý chuyên ngành số ${at + 1}`);

let server: Server;

test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await importedCentre({
    fields: FIELDS,
    month: { early: 90, onTime: 40, late: 9, within: 60, overdue: 4, paused: 6 },
    flags: [...STANDS_STILL, ...WITH_QR],
  });
  await server.start();
});

test.afterAll(async () => server.stop());

/** Says something while `look` looks. */
async function saying(notice: Notice, look: () => Promise<void>): Promise<void> {
  const id = await addNotice(server, notice);
  const shown = async (): Promise<string> => (await fetch(wallAddress(server))).text();
  await expect.poll(shown, { timeout: 10_000 }).toContain(notice.vi);
  await look();
  await endNotice(server, id);
  await expect.poll(shown, { timeout: 10_000 }).not.toContain(notice.vi);
}

/** Rows a page has at the least, though every name takes two lines, or three on a standing screen that is read from afar. */
const rowsMin = (distance: keyof typeof ROWS_MIN, { width, height }: Size): number =>
  distance === "far" && height > width ? 1 : ROWS_MIN[distance];
const ROWS_MIN = { near: 3, middle: 2, far: 2 };

for (const distance of ["near", "middle", "far"] as const) {
  test(`beside the longest notice the table keeps its rows, ${distance}`, async ({ page }) => {
    await saying(LONGEST, async () => {
      for (const size of SIZES) {
        const name = `notice-long-${distance}`;
        await lookAtWall(page, server, { lang: "vi+en", theme: "light", distance }, { name, sizes: [size] });
        const rows = await page.locator(".fields[data-period=month] tbody tr").count();
        const pages = Number(await page.locator("[data-pages]").first().textContent());
        expect(pages, `pages ${distance} at ${size.width} x ${size.height}`).toBeLessThanOrEqual(Math.ceil(rows / rowsMin(distance, size)));
      }
    });
  });
}

test("a notice in capitals, and one without a space, stay in their place", async ({ page }) => {
  for (const [name, notice] of Object.entries({ capitals: CAPITALS, unbroken: UNBROKEN })) {
    await saying(notice, async () => {
      await lookAtWall(page, server, { lang: "vi+en", theme: "dark" }, { name: `notice-${name}-dark` });
      await lookAtWall(page, server, { lang: "vi", theme: "light", distance: "far" }, { name: `notice-${name}-far`, sizes: [SIZES[1], SIZES[3]] });
    });
  }
});

test("an emergency of two hundred capitals can be read on every screen", async ({ page }) => {
  await saying(EVACUATE, async () => {
    await lookAtWall(page, server, { theme: "light" }, { name: "emergency-long-light" });
  });
});

test("five notices take turns, and what has no English text is said in Vietnamese", async ({ page }) => {
  const ids: string[] = [];
  for (let nth = 1; nth <= 5; nth += 1) {
    const said = await server.run("notice", "add", "--vi", `Thông báo số ${nth}`, "--until", new Date(Date.now() + 3_600_000).toISOString());
    ids.push(said.stdout.trim());
  }
  await page.goto(wallAddress(server, { lang: "en" }));
  await expect(page.locator(".notice")).toHaveCount(5, { timeout: 10_000 });
  await expect(page.locator(".notice:visible")).toHaveCount(1);
  await expect(page.locator(".notice [lang=vi]").first()).toContainText("Thông báo số");
  for (const id of ids) await endNotice(server, id);
});

test("a wall that has lost contact ends an emergency by itself", async ({ page }) => {
  const until = new Date(Date.now() + 9_000).toISOString();
  const said = await server.run("notice", "add", "--emergency", "--vi", "Báo cháy", "--until", until);
  expect(said.code, said.stderr).toBe(0);
  await page.goto(wallAddress(server));
  await expect(page.getByRole("alert")).toBeVisible({ timeout: 5_000 });
  await server.stop();
  await expect(page.getByRole("alert")).toBeHidden({ timeout: 20_000 });
  await expect(page.locator("#screen")).toHaveAttribute("data-emergency", "false");
  await expect(page.locator(".figure").first()).toBeVisible();
});
