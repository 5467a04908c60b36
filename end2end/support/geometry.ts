import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { projectFile } from "./server";

/** What is wrong with what a page shows, in the words of `in-page/geometry.js`. */
export interface Violation {
  rule: string;
  where: string;
  text: string;
  detail: string;
  times: number;
}

export interface Seen {
  violations: Violation[];
  /** The smallest type of each kind that was found, in vmin; the QR code's side. */
  sizes: Record<string, number>;
  /** How many words were looked at: a check that sees none proves nothing. */
  words: number;
}

/** What a check of a room's page saw. */
export interface SeenRoom extends Seen {
  /** A number that is the same while everything lies where it lay. */
  layout: number;
}

export interface Rules {
  root: string;
  scrolls: boolean;
  minima: [selector: string, vmin: number][];
  qr: number;
  figures: string;
  figureContrast: number;
  textContrast: number;
  fillContrast: number;
  fills: string[];
  over?: string;
}

/** From five metres: great figures 14, what names them 5. A table row can be read from half of that. */
export const WALL: Rules = {
  root: "#screen",
  scrolls: false,
  minima: [
    [".tile .figure", 14],
    [".tile .name", 5],
    [".share .rate b", 5],
    [".clock", 5],
    [".fresh", 5],
    [".fields td", 2.6],
    [".fields th", 2.6],
  ],
  qr: 22,
  figures: ".figure, .rate b, td, .clock, b",
  figureContrast: 7,
  textContrast: 4.5,
  fillContrast: 3,
  fills: [".bar rect", ".legend .early .swatch rect", ".legend .on-time .swatch rect", ".legend .late .swatch rect", ".plot .resolved"],
  over: ".emergency",
};

/** A page to be held in the hand: it may be longer than the screen, never wider. */
export const PAGE: Rules = { ...WALL, root: "body", scrolls: true, minima: [], qr: 0, fills: [".bar rect"], over: undefined };

const SCRIPT = ["ink", "colour", "geometry", "room"].map((name) => readFileSync(projectFile("end2end", "support", "in-page", `${name}.js`), "utf8")).join("\n");

/** An expression that every engine evaluates to what a check of the page has [`Seen`]. */
export const geometryCheck = (rules: Rules = WALL): string =>
  `(function () { ${SCRIPT}; return sanhGeometry.check(${JSON.stringify(rules)}); }())`;

/** An expression for what a check of a room's page has [`SeenRoom`]; on what fingers touch it looks at the size of targets, too. */
export const roomCheck = (isTouched: boolean): string => `(function () { ${SCRIPT}; return sanhRoom.check(${isTouched}); }())`;

/** An expression for a number that is the same while everything on a page lies where it lay. */
export const ROOM_LAYOUT = `(function () { ${SCRIPT}; return sanhRoom.layout(); }())`;

/**
 * An expression for where everything lies that both languages share, first in one and then in the other, on a wall in a
 * given state. It is one step, so that the wall's own timer cannot come between.
 */
export const geometryOfBoth = (state: string): string =>
  `(function () {
    ${SCRIPT};
    var screen = document.getElementById("screen");
    screen.setAttribute("data-state", ${JSON.stringify(state)});
    return ["vi", "en"].map(function (lang) {
      screen.setAttribute("data-lang", lang);
      return sanhGeometry.boxes("#screen");
    });
  }())`;

/** Violations as lines that name element, text and numbers. */
export const told = ({ violations }: Seen): string[] =>
  violations.map(({ rule, where, text, detail, times }) =>
    `${rule}: ${where} "${text}" ${detail}${times > 1 ? ` (${times} times)` : ""}`,
  );

/** Looks at the page as it stands; a violation fails the test without ending it, so that one run names them all. */
export async function expectGoodGeometry(page: Page, label: string, rules: Rules = WALL): Promise<Seen> {
  const seen = (await page.evaluate(geometryCheck(rules))) as Seen;
  expect.soft(seen.words, `words looked at: ${label}`).toBeGreaterThan(3);
  expect.soft(told(seen), label).toEqual([]);
  return seen;
}
