// A clerk's morning of twenty dossiers: ten are received, and they and ten of a colleague's are moved on until they are handed
// over, one waits for papers and one is extended. Every stroke and every page that is loaded is counted.
import { Clerk } from "../support/clerk";
import { extensionBounds, receive, signIn } from "../support/desk";
import { expect, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** A tenth more than what reading the pages adds up to: 757 strokes by keyboard alone, 648 strokes and clicks without script. */
const STROKES_MAX = { script: 833, plain: 713 };
/** The same for the 77 pages of either. */
const LOADS_MAX = 85;

/** Three days, one agency: no further question is asked. */
const PROCEDURE = "HT.03";
/** Applicants of the morning by how their dossiers are looked for: a given name without its marks. */
const FINISHED = { bach: "Trần Văn Bách", cam: "Lê Thị Cẩm", duy: "Phạm Văn Duy" };
const ASKED = { find: "giang", name: "Hoàng Thị Giang", reason: "Thiếu bản sao giấy tờ tùy thân." };
const EXTENDED = { find: "khoi", name: "Vũ Văn Khôi", reason: "Chờ kết quả xác minh." };
const TOGETHER = { find: "lanh", name: "Đỗ Thị Lành", count: 4 };
const LAST = "Bùi Thị Nhài";
/** Everybody's name at a colleague's counter. */
const COLLEAGUES = { find: "nghiem", count: 10 };

const APPLICANTS = [...Object.values(FINISHED), ASKED.name, EXTENDED.name, ...Array<string>(TOGETHER.count).fill(TOGETHER.name), LAST];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** From the procedure's name to the printed slip; the dossier's code. */
async function receiveNext(clerk: Clerk, applicant: string): Promise<string> {
  const { page } = clerk;
  await expect(page.locator("#q")).toBeFocused();
  await clerk.type(PROCEDURE);
  await clerk.press("Enter");
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toBeFocused();
  await clerk.type(applicant);
  await clerk.press("Tab");
  await clerk.type("0912345678");
  await clerk.press("Tab", 5);
  await expect(page.getByLabel("Đơn đề nghị theo mẫu")).toBeFocused();
  await clerk.press("Space");
  await clerk.press("Enter");
  await expect(page.locator(".pin")).toBeVisible();
  return ((await page.locator(".paper-code b").textContent()) ?? "").trim();
}

/** Records the likeliest next step of the dossier that is shown. */
async function step(clerk: Clerk, name: string): Promise<void> {
  const main = clerk.page.locator(".step-main");
  await expect(main).toHaveText(name);
  if (clerk.hasScript) {
    await clerk.go("m", main, () => clerk.hasFocusOn(main));
    await clerk.press("Enter");
  } else {
    await clerk.click(main);
  }
  await expect(clerk.page.getByText(`Đã ghi: ${name}.`)).toBeVisible();
}

async function finish(clerk: Clerk): Promise<void> {
  for (const name of ["Bắt đầu xử lý", "Đã xử lý xong", "Trả kết quả"]) await step(clerk, name);
}

async function backToList(clerk: Clerk): Promise<void> {
  await clerk.go("b", clerk.page.locator(".ways a").first(), () => clerk.sees(clerk.page.locator(".list-head")));
}

/** The list of what is found by these words. */
async function find(clerk: Clerk, words: string, count: number): Promise<void> {
  const field = clerk.page.getByLabel("Tìm hồ sơ");
  await clerk.go("/", field, () => clerk.hasFocusOn(field));
  await clerk.typeOver(words);
  await clerk.press("Enter");
  await expect(clerk.page).toHaveURL(/\/desk\/find$/);
  await expect(clerk.page.locator(".worklist tbody tr.row")).toHaveCount(count);
}

/** Opens the only dossier that is found by these words. */
async function open(clerk: Clerk, words: string): Promise<void> {
  await find(clerk, words, 1);
  const link = clerk.page.locator(".row th a");
  if (clerk.hasScript) {
    await clerk.go("j", link, () => clerk.hasFocusOn(link));
    await clerk.press("Enter");
  } else {
    await clerk.click(link);
  }
  await expect(clerk.page.locator(".dossier-now")).toBeVisible();
}

/** Chooses a step that takes a reason, and types the reason. */
async function chooseWithReason(clerk: Clerk, act: string, reason: string): Promise<void> {
  const { page, hasScript } = clerk;
  const option = page.locator(`#act-${act}`);
  if (hasScript) {
    const main = page.locator(".step-main");
    await clerk.go("m", main, () => clerk.hasFocusOn(main));
    await clerk.reach(/^#act-/, option);
    await clerk.press("Space");
    for (let tries = 0; tries < 12 && !(await option.isChecked()); tries += 1) await clerk.press("ArrowDown");
  } else {
    await clerk.click(option);
  }
  await expect(option).toBeChecked();
  await clerk.reach(/^#reason /, page.locator("#reason"));
  await clerk.type(reason);
}

/** Asks for papers, and prints the letter. */
async function askForPapers(clerk: Clerk): Promise<void> {
  const { page, hasScript } = clerk;
  await open(clerk, ASKED.find);
  const code = ((await page.locator("h1").textContent()) ?? "").trim();
  await chooseWithReason(clerk, "ask_papers", ASKED.reason);
  await clerk.use(/^# Lưu$/, page.getByRole("button", { name: "Lưu", exact: true }));
  await expect(page.getByText("Đã ghi: Yêu cầu bổ sung giấy tờ.")).toBeVisible();
  const main = page.locator(".step-main");
  if (hasScript) await clerk.go("m", main, () => clerk.hasFocusOn(main));
  await clerk.use(/^# In văn bản$/, page.getByRole("link", { name: "In văn bản" }));
  await expect(page.getByText(`Kính gửi: ${ASKED.name}`)).toBeVisible();
  // Without script it is printed by the browser's own key.
  if (hasScript) await clerk.use(/^#print /, page.locator("#print"));
  else clerk.strokes += 1;
  const back = page.getByRole("link", { name: code });
  await clerk.use(new RegExp(`^# Về hồ sơ ${escaped(code)}$`), back, "Shift+Tab");
  await expect(page.locator(".dossier-now")).toBeVisible();
  await backToList(clerk);
}

async function extend(clerk: Clerk): Promise<void> {
  const { page } = clerk;
  await open(clerk, EXTENDED.find);
  await step(clerk, "Bắt đầu xử lý");
  const [, most] = await extensionBounds(page);
  const [day = "", time = ""] = most.split("T");
  await chooseWithReason(clerk, "extend", EXTENDED.reason);
  await clerk.reach(/^#new_due /, page.locator("#new_due"));
  await clerk.type(day.split("-").reverse().join("/"));
  await clerk.press("Tab");
  await clerk.type(time);
  await clerk.press("Enter");
  const confirm = page.getByRole("button", { name: /^Gia hạn đến/ });
  await expect(confirm).toBeVisible();
  await clerk.use(/^# Gia hạn đến/, confirm);
  await expect(page.getByText("Đã ghi: Gia hạn")).toBeVisible();
  await backToList(clerk);
}

/** Records one step for all that are found by these words. */
async function stepForAll(clerk: Clerk, words: string, count: number, name: string): Promise<void> {
  const { page, hasScript } = clerk;
  await find(clerk, words, count);
  const rows = page.locator(".row");
  const act = page.getByLabel("Việc cần ghi");
  for (let row = 0; row < count; row += 1) {
    const box = rows.nth(row).getByRole("checkbox");
    if (hasScript) {
      const link = rows.nth(row).locator("th a");
      if (row === 0) await clerk.go("j", link, () => clerk.hasFocusOn(link));
      else await clerk.press("j");
      await expect(link).toBeFocused();
      await clerk.press("x");
    } else {
      await clerk.click(box);
    }
    await expect(box).toBeChecked();
  }
  if (hasScript) await clerk.press("e");
  else await clerk.reach(/^#act /, act);
  await expect(act).toBeFocused();
  await clerk.choose(act, name);
  await clerk.use(/^# Ghi cho các hồ sơ đã chọn$/, page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }));
  await expect(page.getByText(`Đã ghi cho ${count} hồ sơ.`)).toBeVisible();
}

test("a morning of twenty dossiers takes no more strokes and pages than it must @both", async ({ browser, page, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  const hasScript = javaScriptEnabled !== false;
  const colleague = await (await browser.newContext({ locale: "vi-VN" })).newPage();
  await signIn(server(), colleague, "hoa-before");
  for (let nth = 0; nth < COLLEAGUES.count; nth += 1) await receive(server(), colleague);
  await colleague.context().close();
  await page.addInitScript(() => {
    window.print = () => undefined;
  });
  await signIn(server(), page, "lan-morning");
  await page.goto(`${server().url}/desk`);
  const clerk = new Clerk(page, hasScript);

  await test.step("ten are received", async () => {
    const codes: string[] = [];
    const atForm = () => clerk.sees(page.locator("#q"));
    for (const [nth, applicant] of APPLICANTS.entries()) {
      if (nth === 0) await clerk.go("n", page.locator(".room-nav").getByRole("link", { name: "Tiếp nhận", exact: true }), atForm);
      else await clerk.use(/^# Về trang tiếp nhận hồ sơ$/, page.getByRole("link", { name: "Về trang tiếp nhận hồ sơ" }));
      codes.push(await receiveNext(clerk, applicant));
    }
    expect(new Set(codes).size).toBe(APPLICANTS.length);
    // The last applicant waits, and takes the result along.
    const last = codes.at(-1) ?? "";
    await clerk.use(new RegExp(`^# Về hồ sơ ${escaped(last)}$`), page.getByRole("link", { name: last }));
    await finish(clerk);
    await backToList(clerk);
  });

  await test.step("three are found, finished and handed over, one by one", async () => {
    for (const words of Object.keys(FINISHED)) {
      await open(clerk, words);
      await finish(clerk);
      await backToList(clerk);
    }
  });

  await test.step("one waits for papers, one is extended", async () => {
    await askForPapers(clerk);
    await extend(clerk);
  });

  await test.step("four, and ten of a colleague, are finished and handed over together", async () => {
    for (const { find: words, count } of [TOGETHER, COLLEAGUES]) {
      for (const name of ["Bắt đầu xử lý", "Đã xử lý xong", "Trả kết quả"]) await stepForAll(clerk, words, count, name);
    }
  });

  const { strokes, loads } = clerk;
  test.info().annotations.push({ type: "strokes", description: String(strokes) }, { type: "page loads", description: String(loads) });
  await test.info().attach("a clerk's morning", { body: JSON.stringify({ hasScript, strokes, loads }), contentType: "application/json" });
  expect.soft(strokes, "strokes").toBeLessThanOrEqual(hasScript ? STROKES_MAX.script : STROKES_MAX.plain);
  expect.soft(loads, "page loads").toBeLessThanOrEqual(LOADS_MAX);
});
