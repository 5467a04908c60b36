import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Server, type ServerOptions, TARGET } from "./server";

export { expect };

interface Watched {
  /** What the page complained about: faults of its script, and what the content security policy refused. */
  complaints: string[];
  /** Every address that the page asked for. */
  asked: string[];
}

/** Every page is watched, and no test passes over a complaint of the page. */
export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ context }, use) => {
      const watched: Watched = { complaints: [], asked: [] };
      context.on("request", (request) => watched.asked.push(request.url()));
      context.on("weberror", (error) => watched.complaints.push(`script: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error" && /content security policy/i.test(message.text())) {
          watched.complaints.push(message.text());
        }
      });
      await use(watched);
      expect(watched.complaints, "complaints of the page").toEqual([]);
    },
    { auto: true },
  ],
});

/** Gives the tests of a file one server; a panic in its log fails the file. */
export function serveThisFile(options: ServerOptions & { isStarted?: boolean } = {}): () => Server {
  let server: Server | undefined;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    server = await Server.prepare(options);
    if (options.isStarted !== false) await server.start();
  });
  test.afterEach(() => expect(server?.log ?? "", "the server's log").not.toContain("panicked at"));
  test.afterAll(async () => {
    await server?.stop();
    expect(server?.log ?? "", "the server's log").not.toContain("panicked at");
  });
  return () => {
    if (!server) throw new Error("the server has not been prepared");
    return server;
  };
}

/** The number that stands in an element, as written in either language: `1.329`, `1,329`. */
export async function figure(element: Locator): Promise<number> {
  const text = (await element.textContent()) ?? "";
  const digits = text.replace(/[^0-9]/g, "");
  expect(digits, `a figure in "${text}"`).not.toBe("");
  return Number(digits);
}

/** Nothing that keeps a person from reading the page: 0 violations. The rules are checked by a script, so only where the browser runs scripts. */
export async function expectAccessible(page: Page): Promise<void> {
  if (base.info().project.use.javaScriptEnabled === false) return;
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }).analyze();
  const named = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(named, "violations of accessibility rules").toEqual([]);
}

/** Keeps a picture of what a visitor sees, for people to look at. */
export async function picture(page: Page, name: string, isWhole = false): Promise<void> {
  const folder = join(TARGET, "screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: isWhole });
}
