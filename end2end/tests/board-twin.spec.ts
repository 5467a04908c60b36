// `/board`: the same figures for a phone, a screen reader, a sheet of paper, a browser without script.
import { expectTidy } from "../support/look";
import { edition, inTime, isQuiet, monthOf, onWall, pending } from "../support/open-data";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const written = (figure: number): string => figure.toLocaleString("vi-VN").replace(/,/g, ".");

test("the twin tells the wall's figures in words and tables @both", async ({ page }) => {
  await page.goto(`${server().url}/board?lang=vi&period=month`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Tổng hợp kết quả xử lý hồ sơ/);
  const { total, rows } = await monthOf(server());
  const main = page.getByRole("main");
  for (const figure of [inTime(total), total.late, pending(total), total.within, total.overdue, total.paused]) {
    await expect(main.getByText(new RegExp(`(^|[^0-9.])${written(figure)}([^0-9.]|$)`)).first()).toBeVisible();
  }
  const table = page.getByRole("table", { name: /Theo lĩnh vực/ });
  for (const { name } of rows.filter(isQuiet)) await expect(page.locator(".quiet-fields")).toContainText(name?.vi ?? "");
  for (const row of onWall(rows)) {
    const name = row.name?.vi ?? "Lĩnh vực khác";
    const line = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    await expect(line).toHaveCount(1);
    for (const figure of [row.received, row.early, row.on_time, row.pending]) {
      await expect(line.getByRole("cell", { name: written(figure), exact: true }).first()).toBeVisible();
    }
  }
});

test("the twin has every period and both languages behind plain links @both", async ({ page }) => {
  await page.goto(`${server().url}/board?lang=vi`);
  await page.getByRole("navigation", { name: "Ngôn ngữ" }).getByRole("link", { name: /English/ }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Dossier processing results/);
  const periods = page.getByRole("navigation", { name: "Period" }).getByRole("link");
  expect(await periods.count()).toBeGreaterThanOrEqual(2);
  await periods.last().click();
  await expect(page.getByRole("table", { name: /By field/ })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("the chart's figures can be read day by day @both", async ({ page }) => {
  await page.goto(`${server().url}/board?lang=vi&period=month`);
  await page.getByText("Xem số liệu từng ngày").click();
  const days = page.getByRole("table").filter({ has: page.getByRole("columnheader", { name: "Ngày" }) });
  expect(await days.getByRole("row").count()).toBeGreaterThan(20);
});

test("the twin leads to the open data @both", async ({ page }) => {
  await page.goto(`${server().url}/board?lang=vi`);
  for (const kind of ["JSON", "CSV"]) {
    const address = await page.getByRole("link", { name: new RegExp(kind) }).getAttribute("href");
    expect((await fetch(new URL(address ?? "", server().url))).status).toBe(200);
  }
});

test("the twin has no violation of accessibility rules, wide and narrow, light and dark", async ({ page }) => {
  for (const size of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.goto(`${server().url}/board?lang=vi&period=month`);
      await expectAccessible(page);
      await expectTidy(page, `twin at ${size.width} px`);
    }
    await picture(page, `twin-${size.width}`, true);
  }
});

test("the twin can be printed", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await page.goto(`${server().url}/board?lang=vi&period=month`);
  await expect(page.getByRole("table", { name: /Theo lĩnh vực/ })).toBeVisible();
  await picture(page, "twin-print", true);
});

test("the twin asks nothing of anyone but its own server", async ({ page, watched }) => {
  await page.goto(`${server().url}/board?lang=vi`);
  expect(watched.asked.filter((address) => !address.startsWith(server().url) && !address.startsWith("data:"))).toEqual([]);
});

test("wall, twin and open data count from one edition", async () => {
  const { boards } = await edition(server());
  for (const { period, total, rows } of boards) {
    const received = total.received_online + total.received_direct;
    const ended = inTime(total) + total.late + total.withdrawn + total.ineligible;
    expect(received + total.carried, `identity of ${period.kind}`).toBe(ended + pending(total));
    const sum = (of: "received" | "early" | "on_time" | "late" | "pending"): number => rows.reduce((all, row) => all + row[of], 0);
    expect([sum("received"), sum("early"), sum("on_time"), sum("late"), sum("pending")]).toEqual([
      received, total.early, total.on_time, total.late, pending(total),
    ]);
  }
});

test("on a phone each field is a card with late and rate first, and nothing lies off the screen", async ({ page }) => {
  for (const width of [320, 390, 430]) {
    await page.setViewportSize({ width, height: 844 });
    for (const lang of ["vi", "en"]) {
      await page.goto(`${server().url}/board?lang=${lang}&period=month`);
      const table = page.getByRole("table", { name: lang === "vi" ? /Theo lĩnh vực/ : /By field/ });
      const card = table.getByRole("row").nth(1);
      const places = await card.getByRole("cell").evaluateAll((cells) =>
        cells.slice(0, 3).map((cell) => {
          const { left, right, top } = cell.getBoundingClientRect();
          return { left, right, top };
        }),
      );
      const [late, rate, received] = places;
      expect(late?.top, `late and rate on one line at ${width}`).toBe(rate?.top);
      expect(received?.top ?? 0, `before the rest at ${width}`).toBeGreaterThan(late?.top ?? 0);
      for (const { left, right } of places) expect(left >= 0 && right <= width, `on the screen at ${width}`).toBe(true);
      await expectTidy(page, `twin at ${width}`);
      await expectAccessible(page);
    }
  }
  await picture(page, "twin-cards", true);
});
