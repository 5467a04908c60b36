// The wall with figures that strain it: none, five-digit ones, one field, sixty, names of a hundred letters.
import { FEW_FIELDS, importedCentre, LONG_FIELDS, MANY_FIELDS, type Centre } from "../support/centres";
import type { Server } from "../support/server";
import { lookAtWall, STANDS_STILL, WITH_QR } from "../support/wall";
import { SIZES } from "../support/sizes";
import { expect, figure, test } from "../support/test";

const ORDINARY = { early: 90, onTime: 40, late: 9, within: 60, overdue: 4, paused: 6 };
/** Five digits in the chart's words on a working day, and its longer name of the day on a day off. */
const VAST = { early: 11_111, onTime: 4_000, late: 12_345, within: 2_000, receivedToday: 10_000, overdue: 1_200, paused: 300 };

const centres: Record<string, Centre> = {
  zeros: { fields: FEW_FIELDS, flags: WITH_QR },
  vast: { fields: FEW_FIELDS, month: VAST, flags: WITH_QR },
  "one-field": { fields: ["Hộ tịch"], month: ORDINARY, flags: WITH_QR },
  "sixty-fields": { fields: MANY_FIELDS, month: ORDINARY, flags: WITH_QR },
  "long-names": {
    fields: LONG_FIELDS,
    month: ORDINARY,
    flags: WITH_QR,
    settings: { centre_name: "Trung tâm Phục vụ hành chính công thành phố trực thuộc trung ương", centre_place: "Phường Thủ Dầu Một, Thành phố Hồ Chí Minh" },
  },
  "no-qr": { fields: FEW_FIELDS, month: ORDINARY },
};

for (const [name, centre] of Object.entries(centres)) {
  test.describe(name, () => {
    let server: Server;
    test.beforeAll(async () => {
      test.setTimeout(180_000);
      server = await importedCentre({ ...centre, flags: [...(centre.flags ?? []), ...STANDS_STILL] });
      await server.start();
    });
    test.afterAll(async () => {
      await server.stop();
      expect(server.log).not.toContain("panicked at");
    });

    test(`a wall of ${name}`, async ({ page }) => {
      test.setTimeout(120_000);
      await lookAtWall(page, server, { theme: "light", lang: "vi+en" }, { name: `${name}-light` });
      await expect(page.locator("svg.qr")).toHaveCount(centre.flags ? 1 : 0);
      const late = page.locator(".tile.late .figure [data-k]").first();
      expect(await figure(late)).toBe(centre.month?.late ?? 0);
      await lookAtWall(page, server, { theme: "dark", preview: "lost" }, { name: `${name}-lost-dark`, sizes: [SIZES[1], SIZES[3]] });
    });
  });
}
