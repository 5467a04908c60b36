// Being told of changes of a dossier, from the look-up: on a phone, by digits and by the link that ends it, with script and without.
import { createServer, type Server as Gateway } from "node:http";
import type { Browser, Page } from "@playwright/test";
import { dossier, signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { receiveSlip, type Slip } from "../support/slip";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";
import { WITH_QR } from "../support/wall";

interface Letter {
  kind: string;
  code: string;
  phone: string;
  text: string;
}

// Each worker has a gateway of its own.
const PORT = 20_000 + (process.pid % 20_000);
const posted: Letter[] = [];
let gateway: Gateway;

test.beforeAll(async () => {
  gateway = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      posted.push(JSON.parse(body) as Letter);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => gateway.listen(PORT, "127.0.0.1", done));
});
test.afterAll(() => gateway.close());

const server = serveThisFile({
  flags: [...WITH_QR, "--webhook-url", `http://127.0.0.1:${PORT}/told`, "--webhook-secret", "a secret of sixteen and more"],
});

async function slipOf(name: string, browser: Browser): Promise<{ slip: Slip; desk: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: true, locale: "vi-VN" });
  const desk = await context.newPage();
  await signIn(server(), desk, name);
  return { slip: await receiveSlip(server(), desk), desk };
}

async function lookUp(page: Page, slip: Slip): Promise<void> {
  await page.goto(`${server().url}/lookup`);
  await page.getByLabel("Mã hồ sơ").fill(slip.code);
  await page.getByLabel("Mã tra cứu").fill(slip.pin);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Đã tiếp nhận" })).toBeVisible();
}

/** The letter of a kind that a phone was sent. */
async function letter(phone: string, kind: string): Promise<Letter> {
  const find = (): Letter | undefined => posted.find((it) => it.phone === phone && it.kind === kind);
  await expect.poll(find, { timeout: 40_000 }).toBeTruthy();
  return find() as Letter;
}

test("a phone is told of a change after its digits were typed, until one click ends it @both", async ({ page, browser }, info) => {
  test.setTimeout(150_000);
  const phone = info.project.name === "no-js" ? "0987654321" : "0987654322";
  const { slip, desk } = await slipOf(`lan-tell-${info.project.name}`, browser);
  await lookUp(page, slip);
  await page.getByRole("button", { name: "Báo cho tôi khi có thay đổi" }).click();
  await expect(page.getByRole("heading", { name: "Báo cho tôi khi có thay đổi" })).toBeVisible();
  await expect(page.getByLabel("Địa chỉ email")).toHaveCount(0);
  await page.getByLabel("Số điện thoại").fill(phone);
  await page.getByRole("button", { name: "Gửi mã cho tôi" }).click();
  await expect(page.getByRole("alert")).toContainText("Hãy đánh dấu là bạn đồng ý");
  await expectAccessible(page);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Gửi mã cho tôi" }).click();
  await expect(page.getByRole("heading", { name: "Nhập mã xác nhận" })).toBeVisible();
  await expectAccessible(page);
  const asked = await letter(phone, "subscription.confirm");
  const digits = /[0-9]{6}/.exec(asked.text)?.[0] ?? "";
  await page.getByLabel("Mã xác nhận").fill(digits);
  await page.getByRole("button", { name: "Xác nhận" }).click();
  await expect(page.getByRole("heading", { name: "Bạn sẽ nhận được tin" })).toBeVisible();

  await desk.goto(dossier(server(), slip.code));
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  const told = await letter(phone, "subscription.changed");
  for (const secret of [slip.code, slip.pin, slip.link, "Nguyễn Thử Nghiệm"]) expect(JSON.stringify(told)).not.toContain(secret);
  const stop = /\/lookup\/tell\/stop\/[0-9a-f]{32}/.exec(told.text)?.[0] ?? "";
  await page.goto(`${server().url}${stop}`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Dừng và xóa địa chỉ" }).click();
  await expect(page.getByRole("heading", { name: "Đã dừng" })).toBeVisible();
});

test("the counter sees how many are told, never who, and ends that when a slip was lost", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const phone = "0987654323";
  const { slip, desk } = await slipOf("lan-tell-lost", browser);
  await lookUp(page, slip);
  await page.getByRole("button", { name: "Báo cho tôi khi có thay đổi" }).click();
  await page.getByLabel("Số điện thoại").fill(phone);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Gửi mã cho tôi" }).click();
  const digits = /[0-9]{6}/.exec((await letter(phone, "subscription.confirm")).text)?.[0] ?? "";
  await page.getByLabel("Mã xác nhận").fill(digits);
  await page.getByRole("button", { name: "Xác nhận" }).click();
  await expect(page.getByRole("heading", { name: "Bạn sẽ nhận được tin" })).toBeVisible();

  await desk.goto(dossier(server(), slip.code));
  await expect(desk.getByText("1 địa chỉ đã được chủ xác nhận đang nhận tin")).toBeVisible();
  await expect(desk.getByText(phone)).toHaveCount(0);
  await expectAccessible(desk);
  await picture(desk, "dossier-told");
  await desk.getByRole("button", { name: "Dừng gửi tin và xóa các địa chỉ này" }).click();
  await expect(desk.getByRole("status").filter({ hasText: "Không còn ai nhận tin về hồ sơ này" })).toBeVisible();
  await expect(desk.getByRole("button", { name: "Dừng gửi tin và xóa các địa chỉ này" })).toHaveCount(0);
});

test("the page is legible at every size, and the kiosk says where it is done", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { slip } = await slipOf("lan-tell-sizes", browser);
  for (const width of [360, 768, 1366]) {
    await page.setViewportSize({ width, height: 850 });
    await lookUp(page, slip);
    await page.getByRole("button", { name: "Báo cho tôi khi có thay đổi" }).click();
    await expect(page.getByLabel("Số điện thoại")).toBeVisible();
    await expectAccessible(page);
    await expectTidy(page, `tell ${width}`);
    await picture(page, `tell-${width}`, true);
    await page.evaluate(() => sessionStorage.clear());
  }
  await page.goto(`${server().url}/lookup?kiosk`);
  await page.getByLabel("Mã hồ sơ").fill(slip.code);
  await page.getByLabel("Mã tra cứu").fill(slip.pin);
  await page.getByRole("button", { name: "Tra cứu", exact: true }).click();
  await expect(page.getByText("quét mã QR trên giấy hẹn bằng điện thoại của mình")).toBeVisible();
  await expect(page.getByRole("button", { name: "Báo cho tôi khi có thay đổi" })).toHaveCount(0);
});
