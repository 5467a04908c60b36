// Several boards in turn on one wall, chosen in the form of the screen.
import { signIn } from "../support/desk";
import { expect, expectAccessible, picture, serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: ["--beat-s", "1"] });
const TURN_MS = 60_000;

test("a manager lets an agency's board take turns with the centre's", async ({ page, browser }) => {
  test.setTimeout(4 * TURN_MS);
  await signIn(server(), page, "mai-boards", "manager");
  const wall = await (await browser.newContext()).newPage();
  await wall.goto(`${server().url}/screen/lobby`);
  await expect(wall.locator("#screen")).toHaveAttribute("data-state", "live");
  await page.goto(`${server().url}/manage/screens/wall/lobby`);
  await page.locator("summary", { hasText: "Lần lượt thêm bảng khác" }).click();
  const choices = page.getByRole("group", { name: "Lần lượt thêm bảng khác" });
  const agency = choices.getByRole("checkbox").nth(1);
  const scope = await agency.getAttribute("value");
  await agency.check();
  await page.getByLabel("Tên màn hình").fill("Sảnh chính");
  await page.getByLabel("Kỳ số liệu").selectOption("month");
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 850 });
    await expectAccessible(page);
    await picture(page, `boards-form-${width}`, true);
  }
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await expect(page.getByRole("status").first()).toContainText("Đã lưu");

  const board = wall.locator(".masthead");
  await expect(wall.locator("#wall")).toHaveAttribute("data-boards", "turn", { timeout: 15_000 });
  await wall.evaluate("window.isTheSamePage = true");
  const seen = new Set<string | null>();
  const until = Date.now() + 2 * TURN_MS + 10_000;
  while (seen.size < 2 && Date.now() < until) {
    seen.add(await board.getAttribute("data-board"));
    await wall.waitForTimeout(500);
  }
  expect([...seen].sort()).toEqual(["centre", scope].sort());
  expect(await wall.evaluate("window.isTheSamePage"), "on one stream, without loading again").toBe(true);
  await expect(wall.locator(".changed"), "another board is no change of figures").toHaveCount(0);
  await expect(wall.locator("#screen")).toHaveAttribute("data-state", "live");
  await wall.context().close();
});
