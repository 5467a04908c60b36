// The desk without script, by keyboard alone, on a phone, and with what people mistype.
import { dossier, link, OF_TWO, openForm, receive, recordWithReason, signIn } from "../support/desk";
import { expectTidy } from "../support/look";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

test("everything works without script @no-js", async ({ page }) => {
  await signIn(server(), page, "lan-plain");
  const codes = [await receive(server(), page), await receive(server(), page)];
  await page.goto(`${server().url}/desk?find=${codes[0] ?? ""}`);
  await page.getByRole("link", { name: codes[0] ?? "" }).click();
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(page.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();

  // One of the two has started already, so neither is started.
  await page.goto(`${server().url}/desk?find=nguyen+thu+nghiem`);
  for (const code of codes) await page.getByLabel(`Chọn hồ sơ ${code}`).check();
  await page.getByLabel("Việc cần ghi").selectOption({ label: "Bắt đầu xử lý" });
  await page.getByRole("button", { name: "Ghi cho các hồ sơ đã chọn" }).click();
  const told = page.getByRole("alert");
  await expect(told).toContainText("Chưa ghi hồ sơ nào");
  await expect(told).toContainText(`${codes[0] ?? ""}: Trạng thái hiện tại không cho phép việc này.`);
  await page.getByRole("button", { name: "Ghi 1 hồ sơ còn lại" }).click();
  await expect(page.getByText("Đã ghi cho 1 hồ sơ.")).toBeVisible();
  await page.goto(dossier(server(), codes[1] ?? ""));
  await expect(page.locator(".dossier-now")).toContainText("Đang xử lý");
});

test("a dossier is received and moved on by keyboard alone, with the focus always in sight", async ({ page }) => {
  await signIn(server(), page, "lan-keys");
  await page.goto(`${server().url}/desk/receive`);
  await expect(page.getByLabel("Thủ tục")).toBeFocused();
  await page.keyboard.type(OF_TWO.code);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Cơ quan, đơn vị")).toBeFocused();
  await page.keyboard.type("Quầy Giáo");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toBeFocused();
  await page.keyboard.type("Nguyễn Thử Nghiệm");
  const to = async (name: string) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const [text, outline] = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused && focused !== document.body ? [focused.textContent ?? "", getComputedStyle(focused).outlineStyle] : ["", "the page is only just loading"];
      });
      expect(outline, `the focus on "${text}"`).not.toBe("none");
      if (text.trim() === name) return;
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  await to("Tiếp nhận và in giấy hẹn");
  await page.keyboard.press("Enter");
  await expect(page.locator(".pin")).toBeVisible();
  const code = ((await page.locator(".paper-code b").textContent()) ?? "").trim();
  await to(`Về hồ sơ ${code}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: code })).toBeVisible();
  await to("Bắt đầu xử lý");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Đã ghi: Bắt đầu xử lý.")).toBeVisible();
});

test("what is mistyped is told beside its field, and kept", async ({ page }) => {
  await signIn(server(), page, "lan-slips");
  await openForm(server(), page);
  await page.getByLabel(/Số điện thoại/).fill("12");
  await page.getByLabel("Giấy tờ khác, mỗi dòng một loại").fill("Đơn </textarea><b>");
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(page.getByLabel(/Số điện thoại/)).toHaveValue("12");
  await expect(page.getByLabel("Giấy tờ khác, mỗi dòng một loại")).toHaveValue("Đơn </textarea><b>");
  await summary.getByRole("link", { name: /Số điện thoại gồm/ }).click();
  await expect(page.getByLabel(/Số điện thoại/)).toBeFocused();
  await expect(page.locator("#phone-problem")).toBeVisible();
  await picture(page, "desk-receive-wrong", true);
});

test("wrong names and passwords are answered alike", async ({ page }) => {
  await link(server(), "lan-link", "staff");
  for (const name of ["lan-link", "nobody-at-all"]) {
    await page.goto(`${server().url}/sign-in`);
    await page.getByLabel("Tên đăng nhập").fill(name);
    await page.getByLabel("Mật khẩu").fill("không phải thế này");
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await expect(page.getByRole("alert")).toContainText("Tên đăng nhập hoặc mật khẩu không đúng.");
  }
});

test("a manager signs in with the second factor", async ({ page }) => {
  await signIn(server(), page, "mai-manager", "manager");
  await page.goto(`${server().url}/account`);
  await expect(page.getByText("Lãnh đạo").first()).toBeVisible();
});

test("every page can be read by everybody, on a desk and on a phone, in both languages", async ({ page }) => {
  test.setTimeout(240_000);
  const welcome = await link(server(), "lan-axe-2", "manager");
  for (const path of ["/sign-in", "/sign-in?lang=en", "/sign-in?lang=vi", welcome]) {
    await page.goto(new URL(path, server().url).href);
    await expectAccessible(page);
  }
  await signIn(server(), page, "lan-axe");
  const code = await receive(server(), page);
  await expectAccessible(page);
  await page.goto(dossier(server(), code));
  await recordWithReason(page, "Yêu cầu bổ sung giấy tờ", "Bổ sung đơn.");
  const paths = [
    "/desk", "/desk?lang=en", "/desk/receive", "/desk/receive?q=ho", `/desk/receive?q=${OF_TWO.code}`, "/desk/receive?q=HKD.01", "/account",
    `/desk/dossiers/${code}`, `/desk/dossiers/${code}?lang=en`, `/desk/dossiers/${code}/control-slip?lang=vi`, `/desk/dossiers/${code}/letters/2`,
  ];
  for (const [width, height] of [[1366, 850], [390, 800]] as const) {
    await page.setViewportSize({ width, height });
    for (const path of paths) {
      await page.goto(server().url + path);
      await expectAccessible(page);
      await expectTidy(page, `${path} at ${width}`);
      await picture(page, `desk${path.replace(/[^a-z]+/g, "-")}-${width}`, true);
    }
  }
});
