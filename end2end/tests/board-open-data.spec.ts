// The figures as open data: the same as on the wall, in both forms, and nothing beside them.
import { edition, inTime, monthOf, parseCsv, pending } from "../support/open-data";
import { expect, figure, serveThisFile, test } from "../support/test";

const server = serveThisFile();

test("JSON carries what the wall shows @both", async ({ page }) => {
  await page.goto(`${server().url}/?lang=vi&period=month`);
  const { total } = await monthOf(server());
  const tiles = page.locator(".tiles[data-period=month]");
  expect(await figure(tiles.locator(".tile.in-time .figure"))).toBe(inTime(total));
  expect(await figure(tiles.locator(".tile.late .figure"))).toBe(total.late);
  expect(await figure(tiles.locator(".tile.pending .figure"))).toBe(pending(total));
});

test("CSV carries what JSON carries, line by line", async ({ request }) => {
  const answer = await request.get(`${server().url}/open/board.csv`);
  expect(answer.headers()["content-type"]).toBe("text/csv; charset=utf-8");
  const [header = [], ...lines] = parseCsv(await answer.text());
  const { boards } = await edition(server());
  const column = (line: string[], name: string): string => line[header.indexOf(name)] ?? `no column ${name}`;
  for (const { period, rows, total } of boards) {
    const own = lines.filter((line) => column(line, "period_from") === period.from && column(line, "period_to") === period.to);
    for (const row of rows) {
      const line = own.find((candidate) => column(candidate, "field") === row.key) ?? [];
      const said = ["received", "early", "on_time", "late", "pending"].map((name) => Number(column(line, name)));
      expect(said, `${period.kind} ${row.key}`).toEqual([row.received, row.early, row.on_time, row.late, row.pending]);
    }
    const whole = own.find((candidate) => column(candidate, "field") === "total") ?? [];
    expect(Number(column(whole, "late"))).toBe(total.late);
    expect(Number(column(whole, "pending"))).toBe(pending(total));
  }
});

test("open data carries aggregates only: no dossier code, no name of a person", async ({ request }) => {
  for (const form of ["json", "csv"]) {
    const text = await (await request.get(`${server().url}/open/board.${form}`)).text();
    expect(text).not.toMatch(/[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,}/);
    expect(text).not.toMatch(/applicant|actor|người nộp/i);
  }
});

test("open data may be read from any site, the pages from none", async ({ request }) => {
  const data = await request.get(`${server().url}/open/board.json`);
  expect(data.headers()["access-control-allow-origin"]).toBe("*");
  const page = await request.get(`${server().url}/board`);
  expect(page.headers()["access-control-allow-origin"]).toBeUndefined();
});

test("a field that is folded is never named", async () => {
  const { boards } = await edition(server());
  for (const { rows } of boards) {
    const unnamed = rows.filter((row) => row.name === null);
    expect(unnamed.length).toBeLessThanOrEqual(1);
    expect(rows.at(-1)).toEqual(unnamed[0] ?? rows.at(-1));
  }
});
