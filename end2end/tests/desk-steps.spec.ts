// The rest of a clerk's day: pauses on the wall, the ten seconds of the way back, what is told beside each field, English.
import { dossier, OF_TWO, receive, recordWithReason, settleAgency, signIn } from "../support/desk";
import { expect, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** From a step's answer to its figure on the wall. */
const FOLLOWED_MS = 3_000;
/** A little more than a step may be taken back by who made it. */
const TOO_LATE_MS = 11_000;

test("a pause is on the wall while it lasts, and the way back takes it off", async ({ page, context }) => {
  const wall = await context.newPage();
  await wall.goto(`${server().url}/?lang=vi&period=month`);
  await expect(wall.locator("#screen")).toHaveAttribute("data-state", "live");
  const parts = wall.locator(".tiles[data-period=month] .tile.pending .parts li");
  const follows = async (changed: [number, number]) =>
    expect(async () => {
      expect([await figure(parts.first()), await figure(parts.last())]).toEqual(changed);
    }).toPass({ timeout: FOLLOWED_MS, intervals: [50] });
  await signIn(server(), page, "thu-pause");
  const before = [await figure(parts.first()), await figure(parts.last())];
  const [within = 0, paused = 0] = before;
  const code = await receive(server(), page);
  await follows([within + 1, paused]);
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Bổ sung đơn.");
  await follows([within, paused + 1]);
  await page.getByRole("button", { name: "Đã nhận đủ giấy tờ" }).click();
  await follows([within + 1, paused]);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await follows([within, paused + 1]);
  await expect(page.locator(".timeline > li").filter({ hasText: "đã lùi lại" })).toHaveCount(1);
});

test("the time to undo is counted down, and after it the way back is closed to staff", async ({ page, context }) => {
  await signIn(server(), page, "thu-late");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(page.getByRole("button", { name: "Hoàn tác" })).toBeVisible();
  await expect(page.getByText(/^Còn \d+ giây\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Hoàn tác" }).focus();
  const before = await page.locator(".undo").evaluate((form) => new URLSearchParams([...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)])).toString());
  // The button goes by itself when its time is over, and the focus stays where it stood.
  await expect(page.getByRole("button", { name: "Hoàn tác" })).toHaveCount(0, { timeout: TOO_LATE_MS });
  await expect(page.locator(".done")).toBeFocused();
  const again = await context.newPage();
  await again.goto(page.url());
  await expect(again.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
  await expect(again.getByRole("button", { name: "Hoàn tác" })).toHaveCount(0);
  await expect(page.getByLabel("Lùi lại bước vừa ghi"), "a manager's").toHaveCount(0);
  // Sent all the same it is refused.
  const late = await page.request.post(`${dossier(server(), code)}/move`, {
    headers: { "content-type": "application/x-www-form-urlencoded", origin: server().url },
    data: `${before}&action=correct`,
  });
  expect(late.status()).toBe(422);
  expect(await late.text()).toContain("Lùi bước này phải do lãnh đạo quyết định.");
  await again.reload();
  await expect(again.locator(".dossier-now")).toContainText("Đang xử lý");
  await expect(again.locator(".timeline > li")).toHaveCount(2);
});

test("without script it is told until when a step can be undone @no-js", async ({ page }) => {
  await signIn(server(), page, "thu-until");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(page.getByText(/Hoàn tác được đến \d\d:\d\d:\d\d\./)).toBeVisible();
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Được tiếp nhận");
});

test("a step whose time will not do is told beside that time, and every link of the summary leads somewhere @both", async ({ page }) => {
  await signIn(server(), page, "thu-times");
  const code = await receive(server(), page);
  // On the centre's clock, days from now.
  const day = (days: number): string => new Date(Date.now() + (days * 24 + 7) * 3_600_000).toISOString().slice(0, 10).split("-").reverse().join("/");
  for (const [occurred, message] of [
    [day(2), "Thời điểm xảy ra không thể ở tương lai."],
    [day(-1), "Thời điểm xảy ra không thể trước bước gần nhất"],
    [day(-30), "Ghi lùi quá"],
  ] as const) {
    await page.goto(dossier(server(), code));
    await page.locator("summary", { hasText: "Việc đã xảy ra từ trước" }).click();
    const occurredAt = page.getByRole("group", { name: "Đã xảy ra lúc" });
    await occurredAt.getByLabel("Ngày").fill(occurred);
    await occurredAt.getByLabel("Giờ").fill("9h30");
    await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
    await page.getByLabel("Lý do", { exact: true }).fill("Bổ sung đơn.");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    const summary = page.getByRole("alert");
    await expect(summary).toContainText(message);
    await expect(occurredAt.getByLabel("Ngày")).toHaveValue(occurred);
    await expect(occurredAt.getByLabel("Giờ")).toHaveValue("09:30");
    await expect(page.getByLabel("Lý do", { exact: true })).toHaveValue("Bổ sung đơn.");
    await expect(page.getByLabel("Yêu cầu bổ sung giấy tờ")).toBeChecked();
    await expect.soft(page.locator(".problem", { hasText: message }), `"${message}" beside a field`).toBeVisible();
    for (const target of await summary.getByRole("link").evaluateAll((links) => links.map((it) => it.getAttribute("href") ?? ""))) {
      await expect.soft(page.locator(target), `the summary's link to ${target}`).toBeVisible();
    }
  }
  await page.goto(dossier(server(), code));
  await expect(page.locator(".timeline > li")).toHaveCount(1);
});

test("the desk speaks English to whoever asks for it", async ({ page }) => {
  await signIn(server(), page, "john-en");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { name: "Work list" })).toBeVisible();
  await page.goto(`${server().url}/desk/receive?q=${OF_TWO.code}&lang=en`);
  await expect(page.locator("#agency")).toHaveValue("");
  await settleAgency(page, "Education and Training Desk");
  await page.locator("#name").fill("Nguyễn Thử Nghiệm");
  await page.locator("button[value=receive]").click();
  // The slip is an official form, in Vietnamese whoever prints it.
  await expect(page.getByRole("heading", { name: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" })).toBeVisible();
  const code = ((await page.locator(".paper-code b").textContent()) ?? "").trim();
  await page.goto(`${dossier(server(), code)}?lang=en`);
  await page.getByRole("button", { name: "Start work" }).click();
  await expect(page.getByText("Recorded: Start work.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(page.locator(".timeline > li").first()).toContainText("john-en started work");
  await page.getByLabel("Ask for more papers").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Give a reason.");
});

test("the switch of language leads to a page, also from a form that was not accepted", async ({ page }) => {
  await signIn(server(), page, "john-switch");
  const code = await receive(server(), page);
  const wrong: [string, string][] = [
    ["/account", "Đổi mật khẩu"],
    [`/desk/receive?q=${OF_TWO.code}`, "Tiếp tục"],
    ["/desk/receive?q=HKD.01", "Tiếp nhận và in giấy hẹn"],
    [`/desk/dossiers/${code}`, "Lưu"],
    [`/desk?find=${code}`, "Ghi cho các hồ sơ đã chọn"],
  ];
  for (const [path, button] of wrong) {
    await page.goto(server().url + path);
    const row = page.getByLabel(`Chọn hồ sơ ${code}`);
    if ((await row.count()) > 0) await row.check();
    const step = page.getByLabel("Yêu cầu bổ sung giấy tờ");
    if ((await step.count()) > 0) await step.check();
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    const address = (await page.locator(".room-lang").getAttribute("href")) ?? "";
    const answer = await page.request.get(new URL(address, page.url()).href.replace("lang=en", "lang=vi"));
    expect.soft(answer.status(), `${address}, linked from ${path} after a mistake`).toBe(200);
  }
});
