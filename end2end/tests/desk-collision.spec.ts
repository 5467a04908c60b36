// Two people at one dossier, and one form that is sent twice: nothing is lost, and nothing is done twice.
import type { Page, Request, Response } from "@playwright/test";
import { APPLICANT, dossier, openForm, receive, recordWithReason, signIn } from "../support/desk";
import { monthOf, pending } from "../support/open-data";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();
const REASON = "Bổ sung giấy ủy quyền “có công chứng” & bản sao.";

/** What the server says to the next form that a page sends to this path, which is where a finger presses. */
async function answerTo(page: Page, path: RegExp, press: () => Promise<void>): Promise<Response> {
  const isAsked = (answer: Response) => answer.request().method() === "POST" && path.test(answer.url());
  const [answer] = await Promise.all([page.waitForResponse(isAsked), press()]);
  return answer;
}

/** The same form once more, byte for byte, as an impatient browser sends it. */
async function sendAgain(page: Page, sent: Request): Promise<{ status: number; location: string }> {
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: server().url };
  const answer = await page.request.post(sent.url(), { headers, data: sent.postData() ?? "", maxRedirects: 0 });
  return { status: answer.status(), location: answer.headers()["location"] ?? "" };
}

const steps = (page: Page) => page.locator(".timeline > li");

/** Two people, each with a page of their own. */
async function two(page: Page, isScripted: boolean, names: [string, string]): Promise<[Page, Page]> {
  const elsewhere = await page.context().browser()?.newContext({ locale: "vi-VN", javaScriptEnabled: isScripted });
  if (!elsewhere) throw new Error("a browser for the other person");
  const other = await elsewhere.newPage();
  await signIn(server(), page, names[0]);
  await signIn(server(), other, names[1]);
  return [page, other];
}

test("who saves second is told so, keeps what they typed, and has written nothing @both", async ({ page, javaScriptEnabled }) => {
  const [one, other] = await two(page, javaScriptEnabled, ["an-first", "binh-second"]);
  const code = await receive(server(), one);
  await one.goto(dossier(server(), code));
  await other.goto(dossier(server(), code));
  await one.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(one.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();

  const answer = await answerTo(other, /\/move$/, () => recordWithReason(other, "Yêu cầu bổ sung giấy tờ", REASON));
  expect(answer.status()).toBe(409);
  const told = other.getByRole("alert");
  await expect(told).toContainText("an-first đã ghi “Bắt đầu xử lý” lúc");
  await expect(told).not.toContainText("Tiếp nhận");
  if (javaScriptEnabled) await expect(told).toBeFocused();
  await expect(other.getByLabel("Lý do", { exact: true })).toHaveValue(REASON);
  await one.goto(dossier(server(), code));
  await expect(steps(one)).toHaveCount(2);

  const saved = await answerTo(other, /\/move$/, () => other.getByRole("button", { name: "Lưu", exact: true }).click());
  expect(saved.status()).toBe(303);
  await expect(steps(other)).toHaveCount(3);
  await expect(steps(other).first()).toContainText(REASON);
  await other.context().close();
});

test("what was typed is kept where its step is no longer possible", async ({ page }) => {
  const [one, other] = await two(page, true, ["an-ends", "binh-late"]);
  const code = await receive(server(), one);
  await one.goto(dossier(server(), code));
  await other.goto(dossier(server(), code));
  await one.getByRole("button", { name: "Đã xử lý xong" }).click();
  await one.getByRole("button", { name: "Trả kết quả" }).click();
  await expect(one.getByText("Đã ghi: Trả kết quả.")).toBeVisible();

  const answer = await answerTo(other, /\/move$/, () => recordWithReason(other, "Yêu cầu bổ sung giấy tờ", REASON));
  expect(answer.status()).toBe(409);
  await expect(other.getByRole("alert").getByRole("listitem")).toHaveText([/Đã xử lý xong/, /Trả kết quả/]);
  await expect(other.getByLabel("Lý do", { exact: true })).toHaveValue(REASON);
  await expect(other.getByLabel("Yêu cầu bổ sung giấy tờ")).toHaveCount(0);
  await expect(steps(other)).toHaveCount(3);
  await other.context().close();
});

test("of two who save at the same moment one wins", async ({ page }) => {
  const [one, other] = await two(page, true, ["an-races", "binh-races"]);
  const code = await receive(server(), one);
  const both = [one, other];
  for (const person of both) await person.goto(dossier(server(), code));
  const press = (person: Page) => answerTo(person, /\/move$/, () => person.getByRole("button", { name: "Bắt đầu xử lý" }).click());
  const answers = await Promise.all(both.map(press));
  expect(answers.map((answer) => answer.status()).sort()).toEqual([303, 409]);
  await one.goto(dossier(server(), code));
  await expect(steps(one)).toHaveCount(2);
  await other.context().close();
});

test("a row that somebody else has changed holds back the whole selection, and the others can go on", async ({ page }) => {
  const [one, other] = await two(page, true, ["an-list", "binh-list"]);
  const codes = [await receive(server(), one), await receive(server(), one)];
  const [changed = "", fresh = ""] = codes;
  // Where nothing is told meanwhile: a list that is told shows the change, and sends what it shows.
  await other.route("**/desk/events*", (line) => line.abort());
  await other.goto(`${server().url}/desk?find=${encodeURIComponent(APPLICANT)}`);
  await one.goto(dossier(server(), changed));
  await one.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(one.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();

  for (const code of codes) await other.getByLabel(`Chọn hồ sơ ${code}`).check();
  await other.getByLabel("Việc cần ghi").selectOption({ label: "Đã xử lý xong" });
  await other.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  await expect(other.getByRole("alert").getByRole("listitem")).toHaveText([`${changed}: Hồ sơ vừa được người khác thay đổi.`]);
  await one.goto(dossier(server(), fresh));
  await expect(steps(one)).toHaveCount(1);

  await other.getByRole("button", { name: "Ghi 1 hồ sơ còn lại" }).click();
  await expect(other.getByText("Đã ghi cho 1 hồ sơ.")).toBeVisible();
  await one.reload();
  await expect(one.locator(".dossier-now")).toContainText("Đã xử lý xong");
  await one.goto(dossier(server(), changed));
  await expect(one.locator(".dossier-now")).toContainText("Đang xử lý");
  await other.context().close();
});

test("a step that is sent twice is recorded once", async ({ page }) => {
  await signIn(server(), page, "an-again");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  const first = await answerTo(page, /\/move$/, () => recordWithReason(page, "Yêu cầu bổ sung giấy tờ", REASON));
  expect(first.status()).toBe(303);
  const second = await sendAgain(page, first.request());
  expect(second.status, "the answer to the same form again").toBe(303);
  expect(second.location).toBe(first.headers()["location"]);
  await page.reload();
  await expect(steps(page)).toHaveCount(2);

  await page.getByRole("button", { name: "Đã nhận đủ giấy tờ" }).dblclick();
  await expect(page.getByText("Đã ghi: Đã nhận đủ giấy tờ.")).toBeVisible();
  await expect(steps(page)).toHaveCount(3);
});

test("a bulk step that is sent twice is recorded once", async ({ page }) => {
  await signIn(server(), page, "an-bulk");
  const code = await receive(server(), page);
  await page.goto(`${server().url}/desk?find=${code}`);
  await page.getByLabel(`Chọn hồ sơ ${code}`).check();
  await page.getByLabel("Việc cần ghi").selectOption({ label: "Bắt đầu xử lý" });
  const first = await answerTo(page, /\/desk\/move/, () => page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click());
  expect(first.status()).toBe(303);
  expect((await sendAgain(page, first.request())).status).toBe(303);
  await page.goto(dossier(server(), code));
  await expect(steps(page)).toHaveCount(2);
});

test("a dossier is received once, however often its form is sent", async ({ page }) => {
  await signIn(server(), page, "an-counter");
  const before = pending((await monthOf(server())).total);
  await openForm(server(), page);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  const first = await answerTo(page, /\/receive$/, () => page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click());
  expect(first.status()).toBe(200);
  const code = ((await page.locator(".paper-code b").textContent()) ?? "").trim();
  expect(await sendAgain(page, first.request())).toEqual({ status: 303, location: `/desk/dossiers/${code}` });

  await openForm(server(), page);
  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).dblclick();
  // The slip, or, where the second click came in between, the dossier with its way to print the slip again.
  await expect(page.getByRole("button", { name: "In lại giấy hẹn" }).or(page.locator(".pin"))).toBeVisible();
  await expect(async () => expect(pending((await monthOf(server())).total)).toBe(before + 2)).toPass({ timeout: 5_000 });
});
