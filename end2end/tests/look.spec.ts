// How the wall looks on every screen, by day and by night: a picture of each for people, and what a person in front of
// it would complain about, found by measuring.
import { lookAtWall, STANDS_STILL, WITH_QR, type WallRequest } from "../support/wall";
import { serveThisFile, test } from "../support/test";

const server = serveThisFile({ flags: [...STANDS_STILL, ...WITH_QR] });

test.describe.configure({ timeout: 120_000 });

const themes: Record<string, WallRequest> = { light: { theme: "light" }, dark: { theme: "dark" }, night: { preview: "night" } };
for (const [theme, asked] of Object.entries(themes)) {
  test(`the wall as usual, ${theme}`, async ({ page }) => {
    await lookAtWall(page, server(), asked, { name: `usual-${theme}` });
  });
}

for (const theme of ["light", "dark"]) {
  for (const preview of ["late", "lost"]) {
    test(`figures that are ${preview}, ${theme}`, async ({ page }) => {
      await lookAtWall(page, server(), { preview, theme, lang: "vi+en" }, { name: `${preview}-${theme}` });
    });
  }
}
