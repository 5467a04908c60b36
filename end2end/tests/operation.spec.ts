// What those who run the server ask it, and what it says to addresses that lead nowhere.
import { METRICS_HEADERS } from "../support/server";
import { expect, expectAccessible, serveThisFile, test } from "../support/test";

const server = serveThisFile();

test("the server is alive, ready, and tells what it does", async ({ request }) => {
  expect((await request.get(`${server().url}/healthz`)).status()).toBe(200);
  expect((await request.get(`${server().url}/readyz`)).status()).toBe(200);
  const metrics = await (await request.get(`${server().url}/metrics`, { headers: METRICS_HEADERS })).text();
  for (const name of ["sanh_ready 1", "sanh_board_version", "sanh_streams"]) expect(metrics).toContain(name);
});

for (const { lang, title, back } of [
  { lang: "vi-VN", title: "Không có trang này", back: "Về bảng kết quả" },
  { lang: "en-GB", title: "This page does not exist", back: "To the results board" },
]) {
  test.describe(lang, () => {
    test.use({ locale: lang });
    test(`an address that leads nowhere says so in the visitor's language, ${lang} @both`, async ({ page }) => {
      const answer = await page.goto(`${server().url}/khong-co-gi`);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      // The checker itself is a script.
      await expectAccessible(page);
      await page.getByRole("link", { name: back }).click();
      await expect(page).toHaveURL(/\/board/);
    });
  });
}

test("an address that cannot be read is refused with a page, not with a wrong board", async ({ page }) => {
  for (const path of ["/?lang=xx", "/board?period=century", "/screen/%00", "/?period=%FF"]) {
    const answer = await page.goto(server().url + path);
    expect([400, 404], path).toContain(answer?.status());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("every answer carries the security headers", async ({ request }) => {
  for (const path of ["/", "/board", "/open/board.json", "/healthz", "/nowhere", "/kiosk.html"]) {
    const headers = (await request.get(server().url + path)).headers();
    expect(headers["content-security-policy"], path).not.toContain("unsafe-inline");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
  }
});

test("pages are never kept, files of the site are", async ({ page, watched }) => {
  const answer = await page.goto(`${server().url}/?lang=vi`);
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  const style = watched.asked.find((address) => address.includes(".css"));
  expect(style).toBeDefined();
  const kept = (await page.request.get(style ?? "")).headers()["cache-control"];
  expect(kept).toMatch(/max-age/);
});

test("a changing request from another site is refused", async ({ request }) => {
  const answer = await request.post(`${server().url}/painted`, {
    headers: { "sec-fetch-site": "cross-site", origin: "https://elsewhere.example" },
    data: { version: 1, token: "x" },
  });
  expect(answer.status()).toBe(403);
});
