// Every page that visitors and clerks open, and every paper of the desk: at all sizes, in both languages and themes, with the
// longest names, looked at for what a person would complain about.
import { signIn } from "../support/desk";
import { administer, serveAtCounter, type Administered, type AtCounter } from "../support/longest";
import { ADMINISTRATORS, addresses, DESK, deskPapers, listedPages, MANAGERS, PUBLIC } from "../support/rooms";
import { ROOM_SIZES } from "../support/sizes";
import { expect, serveThisFile, test } from "../support/test";
import { faultsOfPapers, faultsOfRooms } from "../support/tour";
import { WITH_QR } from "../support/wall";

// A tour names all faults at once: a second one would only take as long again.
test.describe.configure({ retries: 0, timeout: 480_000 });

const server = serveThisFile({ flags: WITH_QR });
let names: Administered & AtCounter;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const [admin, clerk] = [await browser.newPage({ locale: "vi-VN" }), await browser.newPage({ locale: "vi-VN" })];
  await signIn(server(), admin, "root-rooms", "admin");
  await signIn(server(), clerk, "lan-rooms");
  names = { ...(await administer(server(), admin)), ...(await serveAtCounter(server(), clerk)) };
  await Promise.all([admin.close(), clerk.close()]);
});

test("every page of the router is looked at", () => {
  const looked = new Set([PUBLIC, DESK, MANAGERS, ADMINISTRATORS].flatMap((rooms) => Object.keys(rooms)));
  const listed = listedPages();
  expect(listed.length).toBeGreaterThan(80);
  expect(listed.filter((path) => !looked.has(path)), "pages that nobody looks at").toEqual([]);
  expect([...looked].filter((path) => !listed.includes(path)), "looked at, but no page").toEqual([]);
});

test("the pages for everybody, on the screen that stands in a lobby, too", async ({ page }) => {
  const sizes = [...ROOM_SIZES, { width: 1080, height: 1920 }];
  expect(await faultsOfRooms(page, server().url, addresses(PUBLIC, names), sizes)).toEqual([]);
});

test("the pages of a clerk", async ({ page }) => {
  await signIn(server(), page, "hoa-rooms");
  expect(await faultsOfRooms(page, server().url, addresses(DESK, names))).toEqual([]);
});

test("the papers of the desk, as they are printed", async ({ page }) => {
  await signIn(server(), page, "mai-papers");
  expect(await faultsOfPapers(page, server().url, deskPapers(names))).toEqual([]);
});
