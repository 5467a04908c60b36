// Papers as Chromium prints them: each to PDF on its own paper, and what its lines look like there.
import type { Page } from "@playwright/test";
import { APPLICANT, dossier, openForm, receive, recordWithReason, signIn } from "../support/desk";
import { PAPER_WIDTHS, type Paper } from "../support/sizes";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

const LONG_NAME = "Công ty Trách nhiệm hữu hạn Thương mại và Dịch vụ Vận tải Hoàng Anh Quảng Ninh – Chi nhánh phường Uông Bí";

/** The paper's size in points and its pages. */
async function printed(page: Page): Promise<[number, number, number]> {
  const file = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const [, width = "0", height = "0"] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file) ?? [];
  return [Math.round(Number(width)), Math.round(Number(height)), file.match(/\/Type \/Page\b/g)?.length ?? 0];
}

/** Lays the page out as it is printed. */
async function asPrinted(page: Page, paper: Paper): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: Math.floor(PAPER_WIDTHS[paper]), height: 900 });
}

async function asShown(page: Page): Promise<void> {
  // Not "screen", which would also be what is printed next.
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1366, height: 850 });
}

/** How many lines each match takes. */
async function lines(page: Page, selector: string): Promise<number[]> {
  return page.locator(selector).evaluateAll((found) =>
    found.map((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const tops = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top));
      return new Set(tops).size;
    }),
  );
}

/** The heading on one line, no date and no code broken, nothing beyond the paper's edge. */
async function expectTidy(page: Page, paper: Paper): Promise<void> {
  await asPrinted(page, paper);
  expect(await lines(page, ".paper-republic"), "the national heading").toEqual([1]);
  expect(await lines(page, ".paper-motto")).toEqual([1]);
  expect(await lines(page, ".paper-date"), "place and date").toEqual([1]);
  for (const count of await lines(page, ".unbroken, .paper-code b, .pin")) expect(count).toBe(1);
  const beyond = await page.locator("main *").evaluateAll((all) => {
    const width = document.documentElement.clientWidth;
    return all.filter((element) => element.getBoundingClientRect().right > width + 1).map((element) => element.textContent);
  });
  expect(beyond, "nothing beyond the edge").toEqual([]);
  await asShown(page);
}

test("every paper has its size, one page, and lines that break where they may", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-papers");
  const code = await receive(server(), page);
  const path = dossier(server(), code);
  await page.goto(path);
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Thiếu giấy chứng sinh bản chính; giấy chứng nhận kết hôn chưa được công chứng.");
  await page.getByRole("button", { name: "Đã nhận đủ giấy tờ" }).click();
  await page.goto(path);
  const papers: [string, Paper, [number, number, number]][] = [
    ["slip", "a5", [420, 595, 1]],
    ["control-slip", "a4", [595, 842, 1]],
    ["hand-over", "a4", [595, 842, 1]],
    ["letters/2", "a4", [595, 842, 1]],
  ];
  for (const [paper, size, expected] of papers) {
    await page.goto(`${path}/${paper}`);
    expect(await printed(page), paper).toEqual(expected);
    await expectTidy(page, size);
    await expectAccessible(page);
    await expect(page.locator("main")).not.toContainText("lan-papers,");
    await picture(page, `paper-${paper.replace("/", "-")}`, true);
  }
});

test("a slip with the longest names and twenty papers goes on to a second page, and no row is cut", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(server(), page, "lan-long-papers");
  await openForm(server(), page);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(LONG_NAME);
  await page.getByLabel(/^Địa chỉ/).fill("Số 123 đường Trần Hưng Đạo, khu 5, phường Uông Bí, tỉnh Quảng Ninh, cạnh nhà văn hóa khu phố");
  await page.getByLabel(/^Người đại diện nộp thay/).fill("Nguyễn Hoàng Thị Thanh Phương Trang Anh");
  const papers = Array.from({ length: 20 }, (_, nth) => `Giấy tờ thứ ${nth + 1}: văn bản ủy quyền có công chứng, kèm bản dịch được chứng thực (bản sao)`);
  await page.getByLabel("Giấy tờ khác, mỗi dòng một loại").fill(papers.join("\n"));
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.locator(".pin")).toBeVisible();
  const [width, height, pages] = await printed(page);
  expect([width, height]).toEqual([420, 595]);
  expect(pages).toBe(2);
  await expect(page.locator(".paper-papers tbody tr")).toHaveCount(20);
  await expectTidy(page, "a5");
  await picture(page, "paper-slip-long", true);
});

test("the button opens printing, a reception opens it by itself, and loading again only shows the same slip", async ({ page }) => {
  await page.addInitScript(() => {
    const seen = () => Number(sessionStorage.getItem("printed") ?? "0");
    window.print = () => sessionStorage.setItem("printed", String(seen() + 1));
  });
  const count = () => page.evaluate(() => Number(sessionStorage.getItem("printed") ?? "0"));
  await signIn(server(), page, "lan-prints");
  await receive(server(), page);
  await expect.poll(count).toBe(1);
  await expect(page).toHaveURL(/\/slip$/);
  const pin = await page.locator(".pin").textContent();
  await page.reload();
  await expect(page.locator(".pin")).toHaveText(pin ?? "");
  expect(await count(), "loaded again it is only shown").toBe(1);
  await page.getByRole("button", { name: "In", exact: true }).click();
  expect(await count()).toBe(2);
  await page.getByRole("link", { name: /^Về hồ sơ / }).click();
  await page.getByRole("button", { name: "In lại giấy hẹn" }).click();
  await expect(page.locator(".pin"), "the same on the same day").toHaveText(pin ?? "");
  await page.getByRole("link", { name: /^Về hồ sơ / }).click();
  await page.getByRole("button", { name: "Cấp mã tra cứu mới và in" }).click();
  await expect(page.locator(".pin")).toHaveText(/^\d{8}$/);
  await expect(page.locator(".pin")).not.toHaveText(pin ?? "");
});

test("the register of the day lists what was received and names nobody to staff", async ({ page }) => {
  await signIn(server(), page, "lan-register");
  const code = await receive(server(), page);
  await page.goto(`${server().url}/desk/receive`);
  await page.getByRole("link", { name: "Sổ theo dõi hồ sơ" }).click();
  await expect(page.getByRole("row", { name: code })).toBeVisible();
  await expect(page.locator("main")).not.toContainText(APPLICANT);
  await expectAccessible(page);
  const [width, height] = await printed(page);
  expect([width, height], "A4 across").toEqual([842, 595]);
  await expectTidy(page, "across");
  await picture(page, "paper-register", true);
  await page.getByLabel("Ngày", { exact: true }).fill("01/01/2026");
  await page.getByRole("button", { name: "Xem" }).click();
  await expect(page.getByRole("row", { name: code })).toHaveCount(0);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải Excel" }).click();
  expect((await download).suggestedFilename()).toBe("register-2026-01-01.xlsx");
});

test("without script a paper says how it is printed", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "vi-VN" });
  const page = await context.newPage();
  await signIn(server(), page, "lan-without-script");
  const code = await receive(server(), page);
  await page.goto(`${dossier(server(), code)}/slip`);
  // What stands in a noscript is no text to locators; a browser without script shows it all the same.
  const hint = page.locator(".paper-bar noscript");
  await expect(hint).toBeVisible();
  await expect(hint).toHaveText("In trang này bằng Ctrl+P.", { useInnerText: true });
  await expect(page.getByRole("button", { name: "In", exact: true })).toHaveCount(0);
  await context.close();
});
