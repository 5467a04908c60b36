// What a key or an omission must not decide: the step that Enter records, and the agency that a dossier is received for.
import type { Page } from "@playwright/test";
import { APPLICANT, dossier, fillMoment, OF_TWO, openForm, receive, settleAgency, signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile();

/** The rules of accessibility are looked at by a script. */
async function readable(page: Page): Promise<void> {
  await expectAccessible(page);
}

test("Enter records the step that was chosen, and no other @both", async ({ page }) => {
  await signIn(server(), page, "lan-enters");
  const code = await receive(server(), page);
  const steps = page.locator(".timeline > li");
  await page.goto(dossier(server(), code));
  await page.locator("summary", { hasText: "Việc đã xảy ra từ trước" }).click();
  await page.getByRole("group", { name: "Đã xảy ra lúc" }).getByLabel("Ngày").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Hãy chọn một việc để ghi.");
  await expect(steps).toHaveCount(1);
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Hãy nêu lý do.");
  await expect(page.getByLabel("Yêu cầu bổ sung giấy tờ")).toBeChecked();
  await expect(steps).toHaveCount(1);

  await page.goto(dossier(server(), code));
  await page.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(page.locator(".dossier-now")).toContainText("Đang xử lý");
  await readable(page);
  await page.getByLabel("Gia hạn, xin lỗi công dân").check();
  await page.getByLabel("Lý do", { exact: true }).fill("Chờ kết quả giám định.");
  const hint = (await page.getByText(/Gia hạn được đến/).textContent()) ?? "";
  const latest = /muộn nhất là (\d\d:\d\d) (\d\d)\/(\d\d)\/(\d{4})/.exec(hint) ?? [];
  const [, time = "", day = "", month = "", year = ""] = latest;
  await fillMoment(page, "Hẹn trả mới", `${year}-${month}-${day}T${time}`);
  await page.locator("#new_due").press("Enter");
  // What will be is shown first; Enter then means the same as its button.
  await expect(page.getByText("Xem lại hẹn trả trước khi gia hạn")).toBeVisible();
  await page.locator("#new_due").press("Enter");
  await expect(page.getByText("Đã ghi: Gia hạn")).toBeVisible();
  await expect(page.locator(".dossier-now")).toContainText("Đang xử lý");
  await expect(steps).toHaveCount(3);
  // With nothing chosen Enter does nothing but say so.
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Hãy chọn một việc để ghi.");
  await expect(page.locator(".dossier-now")).toContainText("Đang xử lý");
  await expect(steps).toHaveCount(3);
});

test("the button that Enter presses is out of sight, and out of the way of Tab", async ({ page }) => {
  await signIn(server(), page, "lan-tabs");
  const code = await receive(server(), page);
  await page.goto(dossier(server(), code));
  await expect(page.getByRole("button", { name: "Lưu", exact: true }), "nothing is chosen yet").toHaveCount(0);
  await page.getByLabel("Yêu cầu bổ sung giấy tờ").check();
  await expect(page.getByRole("button", { name: "Lưu", exact: true })).toHaveCount(1);
  const pressed = page.locator(".step button").first();
  await expect(pressed).toHaveAttribute("value", "chosen");
  const box = await pressed.boundingBox();
  expect(box && Math.max(box.width, box.height), "no more than a point").toBeLessThanOrEqual(1);
  await page.locator(".step button[value=start]").focus();
  await page.keyboard.press("Shift+Tab");
  await expect(pressed).not.toBeFocused();
});

test("for which agency is said first, and what is shown for it is what is saved @both", async ({ page }) => {
  await signIn(server(), page, "lan-counters");
  const codes: string[] = [];
  for (const agency of OF_TWO.agencies) {
    await page.goto(`${server().url}/desk/receive?q=${OF_TWO.code}`);
    await expect(page.getByLabel("Cơ quan, đơn vị")).toBeFocused();
    await expect(page.getByLabel("Cơ quan, đơn vị")).toHaveValue("");
    await expect(page.getByLabel("Cơ quan, đơn vị").getByRole("option")).toHaveText(["Chọn cơ quan, đơn vị", ...OF_TWO.agencies]);
    await expect(page.locator(".will-code")).toHaveCount(0);
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await expect(page.getByRole("alert")).toContainText("Hãy chọn cơ quan, đơn vị");
    await readable(page);
    await settleAgency(page, agency);
    await expect(page.locator(".chosen").last()).toContainText(agency);
    await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toBeFocused();
    const code = (await page.locator(".will-code").textContent()) ?? "";
    const due = (await page.locator(".will-due").textContent()) ?? "";
    await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
    await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
    await expect(page.locator(".paper-code b")).toHaveText(code);
    await page.goto(dossier(server(), code));
    await expect(page.locator(".facts")).toContainText(agency);
    await expect(page.locator(".facts")).toContainText(due);
    codes.push(code);
  }
  expect(codes[0]?.split("-")[0], "codes of two agencies").not.toBe(codes[1]?.split("-")[0]);
});

test("another agency may be taken, and one that will not do loses nothing that was typed @both", async ({ page }) => {
  await signIn(server(), page, "lan-changes");
  await openForm(server(), page, OF_TWO.code, OF_TWO.agencies[0]);
  const first = (await page.locator(".will-code").textContent()) ?? "";
  await page.getByRole("link", { name: "Chọn cơ quan, đơn vị khác" }).click();
  await expect(page.getByLabel("Cơ quan, đơn vị")).toHaveValue("");
  await settleAgency(page, OF_TWO.agencies[1]);
  await expect(page.locator(".will-code")).not.toHaveText(first);

  await page.getByLabel("Họ và tên, hoặc tên tổ chức").fill(APPLICANT);
  await page.locator("input[name=agency]").evaluate((field) => field.setAttribute("value", "999"));
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.getByRole("alert")).toContainText("Bạn không tiếp nhận hồ sơ cho cơ quan, đơn vị này.");
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toHaveValue(APPLICANT);
  await expect(page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" })).toHaveCount(0);
  for (const [width, height] of [[1366, 850], [390, 800]] as const) {
    await page.setViewportSize({ width, height });
    await readable(page);
    await picture(page, `desk-counter-strange-${width}`, true);
  }
  await page.getByLabel("Cơ quan, đơn vị").selectOption({ label: OF_TWO.agencies[0] });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.locator(".will-code")).toHaveText(first);
  await expect(page.getByLabel("Họ và tên, hoặc tên tổ chức")).toHaveValue(APPLICANT);
  await page.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await expect(page.locator(".paper-code b")).toHaveText(first);
});
