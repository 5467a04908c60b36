// Every page that administrators open: as in look-rooms-desk.spec.ts.
import { signIn } from "../support/desk";
import { administer, PERSON } from "../support/longest";
import { addresses, ADMINISTRATORS } from "../support/rooms";
import { expect, serveThisFile, test } from "../support/test";
import { faultsOfRooms } from "../support/tour";

// A tour names all faults at once: a second one would only take as long again.
test.describe.configure({ retries: 0, timeout: 480_000 });

const server = serveThisFile();

test("the pages of an administrator", async ({ page }) => {
  await signIn(server(), page, "an-rooms", "admin", PERSON);
  const names = await administer(server(), page);
  expect(await faultsOfRooms(page, server().url, addresses(ADMINISTRATORS, names))).toEqual([]);
});
