// A tour of pages: each in both languages, at every size, in both themes. What is wrong is collected, and no page stops the tour.
import type { Page } from "@playwright/test";
import { ROOM_LAYOUT, roomCheck, type SeenRoom, type Violation } from "./geometry";
import { isTouched, PAPER_WIDTHS, ROOM_SIZES, type Paper, type Size } from "./sizes";
import { picture } from "./test";

const LANGS = ["vi", "en"] as const;
type Lang = (typeof LANGS)[number];

/** Faults of pages as lines: the page, what is wrong with which element, and in which language, size and theme. */
class Faults {
  private readonly found = new Map<string, { line: string; places: string[] }>();

  add(address: string, place: string, { rule, where, text, detail }: Violation): void {
    const key = [address, rule, where].join(" ");
    const fault = this.found.get(key) ?? { line: `${address}: ${rule}: ${where} "${text}" ${detail}`, places: [] };
    fault.places.push(place);
    this.found.set(key, fault);
  }

  /** What is no fault of one element. */
  say(address: string, place: string, detail: string): void {
    this.add(address, place, { rule: "not looked at", where: detail, text: "", detail: "", times: 1 });
  }

  lines(): string[] {
    return [...this.found.values()].map(({ line, places }) => `${line} [${places.join(", ")}]`);
  }
}

function inLanguage(site: string, address: string, lang: Lang): string {
  const url = new URL(address, site);
  url.searchParams.set("lang", lang);
  return url.href;
}

/** Opens a page, with all that it folds away; whether it came. */
async function open(page: Page, site: string, address: string, lang: Lang, faults: Faults): Promise<boolean> {
  // A secret behind `#` is no new page to a browser that is there already.
  if (address.includes("#")) await page.goto("about:blank");
  const answer = await page.goto(inLanguage(site, address, lang));
  if (answer && !answer.ok()) {
    faults.say(address, lang, `it answers ${answer.status()}`);
    return false;
  }
  // The look-up takes the secret out of its address and asks for the dossier.
  if (address.includes("#")) await page.locator(".lookup-told").waitFor({ timeout: 10_000 });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  return true;
}

/** Looks once; where everything lies then. */
async function lookOnce(page: Page, touched: boolean, faults: Faults, address: string, place: string): Promise<number> {
  const seen = (await page.evaluate(roomCheck(touched))) as SeenRoom;
  for (const violation of seen.violations) faults.add(address, place, violation);
  if (seen.words < 4) faults.say(address, place, "it shows no words");
  return seen.layout;
}

/** One page in one language at every size; by night it is looked at again only where something then lies elsewhere. */
async function lookAt(page: Page, faults: Faults, address: string, lang: Lang, sizes: readonly Size[]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: "light" });
    const place = `${lang} ${size.width}`;
    const touched = isTouched(size);
    const day = await lookOnce(page, touched, faults, address, `${place} light`);
    if (lang === "vi" && (size.width === 390 || size.width === 1366)) {
      await picture(page, `room${address.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}-${size.width}`, true);
    }
    await page.emulateMedia({ colorScheme: "dark" });
    if ((await page.evaluate(ROOM_LAYOUT)) !== day) await lookOnce(page, touched, faults, address, `${place} dark`);
  }
}

async function each(addresses: string[], faults: Faults, look: (address: string, lang: Lang) => Promise<void>): Promise<string[]> {
  for (const address of addresses) {
    for (const lang of LANGS) {
      await look(address, lang).catch((error: unknown) => faults.say(address, lang, String(error).split("\n")[0] ?? ""));
    }
  }
  return faults.lines();
}

/** What is wrong with these pages of a site, for whoever is signed in. */
export async function faultsOfRooms(page: Page, site: string, addresses: string[], sizes: readonly Size[] = ROOM_SIZES): Promise<string[]> {
  const faults = new Faults();
  return each(addresses, faults, async (address, lang) => {
    if (await open(page, site, address, lang, faults)) await lookAt(page, faults, address, lang, sizes);
  });
}

const PAPER_OF: Record<string, Paper> = { "paper-a5": "a5", "paper-a4": "a4", "paper-a4-across": "across", report: "across" };

/** What is wrong with these pages as they are printed, each on the paper that its style names. */
export async function faultsOfPapers(page: Page, site: string, addresses: string[]): Promise<string[]> {
  const faults = new Faults();
  await page.emulateMedia({ media: "print" });
  const found = await each(addresses, faults, async (address, lang) => {
    if (!(await open(page, site, address, lang, faults))) return;
    const classes = await page.evaluate((names) => names.filter((name) => document.querySelector(`.${name}`) !== null), Object.keys(PAPER_OF));
    const paper = PAPER_OF[classes[0] ?? ""];
    if (!paper) return faults.say(address, lang, "it names no paper");
    await page.setViewportSize({ width: Math.floor(PAPER_WIDTHS[paper]), height: 1047 });
    await lookOnce(page, false, faults, address, `${lang} ${paper} print`);
    if (lang === "vi") await picture(page, `paper${address.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}`, true);
  });
  await page.emulateMedia({ media: null });
  return found;
}
