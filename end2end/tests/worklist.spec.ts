// The work list as a clerk has it: a line a dossier, what all of the selected allow, filters, order, search, and cards on a phone.
import type { Page } from "@playwright/test";
import { dossier, receive, signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const WIDTHS = [[360, 800], [390, 844], [768, 1024], [1366, 768], [1920, 1080]] as const;
const rows = (page: Page) => page.locator(".worklist tbody tr");

/** The islands of the page are awake. */
async function awake(page: Page): Promise<void> {
  await expect(page.locator(".pick-all")).not.toHaveAttribute("hidden", /.*/);
}

/** Pairs of visible cells of one row that lie over each other, and cells that reach out of their row. */
async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    for (const row of document.querySelectorAll(".worklist tbody tr")) {
      const frame = row.getBoundingClientRect();
      const cells = [...row.children].map((cell) => ({ cell, box: cell.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
      for (const [index, { cell, box }] of cells.entries()) {
        if (box.right > frame.right + 1 || box.bottom > frame.bottom + 1) wrong.push(`${cell.className} reaches out`);
        for (const other of cells.slice(index + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 1 && down > 1) wrong.push(`${cell.className} over ${other.cell.className}`);
        }
      }
    }
    return wrong;
  });
}

test("a line a dossier at 1366 with sixteen rows on the screen, a card of at most 120 px on a phone", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-lines");
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await page.goto(`${server().url}/desk`);
      await awake(page);
      await expectAccessible(page);
      await expectTidy(page, `list at ${width}`);
      expect(await overlaps(page), `${width}`).toEqual([]);
      const boxes = await rows(page).evaluateAll((all) => all.map((row) => row.getBoundingClientRect()).map(({ height, bottom }) => ({ height, bottom })));
      if (width < 768) expect(Math.max(...boxes.map((box) => box.height)), `a card at ${width}`).toBeLessThanOrEqual(120);
      if (width >= 1366) {
        // The given name, which stands last, is not cut off: only it is written out.
        const assigned = page.locator(".worklist tbody .cell-assignee").filter({ hasText: /\S/ });
        await expect(assigned.first()).toHaveText(/^\s*(\p{L}\. )+\p{L}+\s*$/u);
        expect(Math.max(...boxes.map((box) => box.height)), `a line at ${width}`).toBeLessThanOrEqual(34);
        expect(boxes.filter((box) => box.bottom <= height).length, `rows at ${width}`).toBeGreaterThanOrEqual(16);
      }
      await picture(page, `worklist-${theme}-${width}`);
    }
  }
});

test("at 320 px and at twice the size of text nothing lies over anything", async ({ page }) => {
  await signIn(server(), page, "lan-large");
  for (const [width, size] of [[320, "100%"], [430, "100%"], [390, "200%"], [1366, "200%"]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${server().url}/desk`);
    await page.evaluate((text) => { document.documentElement.style.fontSize = text; }, size);
    expect(await overlaps(page), `${width} at ${size}`).toEqual([]);
  }
});

test("on a phone the rooms are behind one button", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn(server(), page, "lan-menu", "manager");
  await page.goto(`${server().url}/desk`);
  const link = page.locator("#room-nav").getByRole("link", { name: "Tiếp nhận", exact: true });
  await expect(link).toBeHidden();
  const menu = page.getByRole("button", { name: "Menu" });
  expect((await menu.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await menu.click();
  await expect(link).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(link).toBeHidden();
  await page.setViewportSize({ width: 1366, height: 768 });
  await expect(link).toBeVisible();
  await expect(menu).toBeHidden();
});

test("only what all of the selected allow is offered, and what stands against the rest is named", async ({ page }) => {
  await signIn(server(), page, "lan-offers");
  const codes = [await receive(server(), page), await receive(server(), page)];
  const [started = ""] = codes;
  await page.goto(dossier(server(), started));
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await page.goto(`${server().url}/desk?find=nguyen+thu+nghiem`);
  await awake(page);
  for (const code of codes) await page.getByLabel(`Chọn hồ sơ ${code}`).check();
  const act = page.getByLabel("Việc cần ghi");
  await expect(act.locator("option:not([hidden])", { hasText: "Đã xử lý xong" })).toHaveCount(1);
  await expect(act.locator("option:not([hidden])", { hasText: "Bắt đầu xử lý" })).toHaveCount(0);
  await expect(page.locator(".bulk-against")).toContainText(`“Bắt đầu xử lý” không ghi được cho ${started} (Đang xử lý).`);
  await expect(page.locator(".bulk-reason")).toBeHidden();
  await act.selectOption({ value: "ask_papers" });
  await expect(page.getByLabel("Lý do (nếu việc đó cần)")).toBeVisible();
  await picture(page, "worklist-bulk");
});

test("a bulk step is undone as a whole, and its button goes when it no longer can be", async ({ page }) => {
  await signIn(server(), page, "lan-undoes");
  const codes = [await receive(server(), page), await receive(server(), page)];
  const start = async () => {
    await page.goto(`${server().url}/desk?find=nguyen+thu+nghiem`);
    await awake(page);
    for (const code of codes) await page.getByLabel(`Chọn hồ sơ ${code}`).check();
    await page.getByLabel("Việc cần ghi").selectOption({ label: "Bắt đầu xử lý" });
    await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
    await expect(page.getByText("Đã ghi cho 2 hồ sơ.")).toBeVisible();
  };
  await start();
  await expect(page.locator(".undo")).toContainText(/còn \d+ giây/);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.goto(dossier(server(), codes[0] ?? ""));
  await expect(page.locator(".dossier-now")).toContainText("Được tiếp nhận");
  await start();
  await expect(page.getByRole("button", { name: "Hoàn tác" })).toBeHidden({ timeout: 15_000 });
});

test("an order, days, a density and a name for them stay in the address", async ({ page }) => {
  await signIn(server(), page, "lan-sorts");
  await page.goto(`${server().url}/desk`);
  await page.getByRole("columnheader", { name: "Mã hồ sơ" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Mã hồ sơ" })).toHaveAttribute("aria-sort", "ascending");
  const codes = await page.locator(".worklist tbody th a").allTextContents();
  expect(codes.slice(0, 5)).toEqual([...codes.slice(0, 5)].sort());
  await expect(page.getByRole("columnheader", { name: "Người nộp" }).getByRole("link")).toHaveCount(0);
  await page.getByRole("link", { name: "Dòng thưa" }).click();
  await page.getByLabel("Nhận từ ngày").fill("31/02/2026");
  await page.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy nhập ngày, tháng, năm");
  await page.getByLabel("Nhận từ ngày").fill("01/01/2020");
  await page.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(page).toHaveURL(/received_from=2020-01-01.*sort=code.*density=wide/);
  await page.getByText("Lưu bộ lọc").click();
  await page.getByLabel("Tên bộ lọc").fill("Từ năm 2020");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.goto(`${server().url}/desk`);
  await page.getByRole("link", { name: "Từ năm 2020" }).click();
  await expect(page).toHaveURL(/received_from=2020-01-01/);
  await page.getByRole("button", { name: "Xóa bộ lọc “Từ năm 2020”" }).click();
  await expect(page.getByRole("link", { name: "Từ năm 2020" })).toHaveCount(0);
});

test("a given name and the end of a code find a dossier; names are whole only when asked for", async ({ page }) => {
  await signIn(server(), page, "lan-searches");
  const code = await receive(server(), page);
  for (const text of ["nghiem", "thu nghiem 5678", code.slice(-11)]) {
    await page.goto(`${server().url}/desk`);
    await page.getByLabel("Tìm hồ sơ").fill(text);
    await page.getByLabel("Tìm hồ sơ").press("Enter");
    await expect(rows(page).filter({ hasText: code })).toContainText("N. T. Nghiệm");
    expect(page.url()).not.toContain("nghiem");
  }
  await page.getByRole("button", { name: "Hiện họ tên" }).click();
  await expect(rows(page).filter({ hasText: code })).toContainText("Nguyễn Thử Nghiệm");
});

test("e leads from a row to what is recorded for it", async ({ page }) => {
  await signIn(server(), page, "lan-e");
  await page.goto(`${server().url}/desk`);
  await awake(page);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await expect(rows(page).first().getByRole("checkbox")).toBeChecked();
  await expect(page.getByLabel("Việc cần ghi")).toBeFocused();
});
