// Every page that managers open: as in look-rooms-desk.spec.ts.
import { signIn } from "../support/desk";
import { administer, manage, PERSON, serveAtCounter, type Managed } from "../support/longest";
import { addresses, MANAGERS, managersPapers } from "../support/rooms";
import { expect, serveThisFile, test } from "../support/test";
import { faultsOfPapers, faultsOfRooms } from "../support/tour";
import { WITH_QR } from "../support/wall";

// A tour names all faults at once: a second one would only take as long again.
test.describe.configure({ retries: 0, timeout: 480_000 });

const server = serveThisFile({ flags: WITH_QR });
let names: Managed;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const [admin, clerk, manager] = [await browser.newPage({ locale: "vi-VN" }), await browser.newPage({ locale: "vi-VN" }), await browser.newPage({ locale: "vi-VN" })];
  await signIn(server(), admin, "root-rooms", "admin");
  await signIn(server(), clerk, "lan-rooms");
  await signIn(server(), manager, "mai-rooms", "manager");
  await administer(server(), admin);
  await serveAtCounter(server(), clerk);
  names = await manage(server(), manager);
  await Promise.all([admin.close(), clerk.close(), manager.close()]);
});

test("the pages of a manager", async ({ page }) => {
  await signIn(server(), page, "boss-rooms", "manager", PERSON);
  expect(await faultsOfRooms(page, server().url, addresses(MANAGERS, names))).toEqual([]);
});

test("what a manager prints", async ({ page }) => {
  await signIn(server(), page, "boss-papers", "manager");
  expect(await faultsOfPapers(page, server().url, managersPapers(names))).toEqual([]);
});
