// The measuring itself: it finds each fault it is meant to find, and lets good pages pass.
import type { Page } from "@playwright/test";
import { geometryCheck, WALL, type Rules, type Seen } from "../support/geometry";
import { expect, test } from "../support/test";

const STYLE = `
  * { box-sizing: border-box; margin: 0 } body { font: 2.6vmin/1.2 sans-serif; background: #fff; color: #111 }
  #screen { position: fixed; top: 0; right: 0; bottom: 0; left: 0; overflow: hidden }
  .figure { font-size: 14vmin; line-height: .9; white-space: nowrap } .name { font-size: 5vmin }
`;
const GOOD = `<div class="tile"><h2 class="name">Đúng và trước hạn</h2><p class="figure">1.234</p></div>`;

async function rules(page: Page, body: string, style = "", more: Partial<Rules> = {}): Promise<string[]> {
  await page.setContent(`<style>${STYLE}${style}</style><div id="screen">${body}</div>`);
  const seen = (await page.evaluate(geometryCheck({ ...WALL, ...more }))) as Seen;
  return [...new Set(seen.violations.map(({ rule }) => rule))];
}

test("a good wall passes", async ({ page }) => {
  expect(await rules(page, GOOD)).toEqual([]);
});

test("what is hidden is not measured", async ({ page }) => {
  const hidden = `<p style="display:none">a</p><p style="visibility:hidden;position:absolute;left:-9em">b</p>
    <p style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0);white-space:nowrap">for a screen reader</p>`;
  expect(await rules(page, GOOD + hidden)).toEqual([]);
});

const faults: Record<string, [rule: string, body: string, style?: string]> = {
  "text over the edge of the screen": ["outside", `<p class="far">Ngoài</p>`, `.far { position: absolute; left: 99vw; white-space: nowrap }`],
  "text cut off by what it stands in": ["cut off", `<p class="box">Một dòng dài hơn chỗ</p>`, `.box { width: 9vmin; overflow: hidden; white-space: nowrap }`],
  "a descender cut off": ["cut off", `<p class="box">gypq</p>`, `.box { height: 2vmin; overflow: hidden }`],
  "text under other text": ["overlap", `<p>Một</p><p class="up">Hai</p>`, `.up { margin-top: -2.6vmin }`],
  "text under a picture": ["overlap", `<p>Một</p><svg class="up" width="50" height="50"></svg>`, `.up { position: absolute; top: 0 }`],
  "text behind a ground": ["covered", `<p>Một</p><div class="up">&nbsp;</div>`, `.up { position: absolute; top: 0; width: 100%; height: 50px; background: #fff }`],
  "text over the edge of its own ground": ["spills", `<p class="pill">Một dòng dài</p>`, `.pill { width: 9vmin; background: #eee; white-space: nowrap }`],
  "text struck by a line": ["crossed", `<p class="line">Một</p><p class="up">Hai</p>`, `.line { border-bottom: 3px solid } .up { margin-top: -1.2vmin; margin-left: 30vmin }`],
  "an ellipsis": ["ellipsis", `<p class="dots">Một</p>`, `.dots { overflow: hidden; text-overflow: ellipsis }`],
  "a figure that is too small": ["too small", `<p class="clock">10:00</p>`, `.clock { font-size: 4.9vmin }`],
  "a figure on two lines": ["wrapped figure", `<p class="narrow"><b>12.345.678</b></p>`, `.narrow { width: 5vmin; word-break: break-all }`],
  "a great figure on two lines": ["wrapped figure", `<p class="figure">12 345</p>`, `#screen .figure { width: 30vmin; white-space: normal }`],
  "pale text": ["too pale", `<p class="pale">Một</p>`, `.pale { color: #888 }`],
  "a pale figure that would do as text": ["too pale", `<p class="figure">12</p>`, `.figure { color: #666 }`],
  "text on a hatched ground that is too dark for it": [
    "too pale", `<p class="hatched">Một</p>`, `.hatched { background: repeating-linear-gradient(45deg, #fff 0, #fff 9px, #777 9px, #777 12px) }`,
  ],
  "text paled by opacity": ["too pale", `<div class="faded"><p>Một</p></div>`, `.faded { opacity: .5 }`],
  "text on what lies behind without being around it": [
    "too pale", `<div class="under"></div><p class="upper">Một</p>`,
    `.under { position: absolute; top: 0; width: 100%; height: 100%; background: #333 } .upper { position: absolute; top: 9px }`,
  ],
  "a bar as pale as its ground": ["too pale", `<svg class="bar" width="90" height="9"><rect width="90" height="9" fill="#eee"/></svg>`],
  "a table to be scrolled": ["scroll", `<div class="box"><p>Một</p><p>Hai</p></div>`, `.box { height: 3vmin; overflow-y: auto }`],
};
test("each fault is found", async ({ page }) => {
  for (const [fault, [rule, body, style]] of Object.entries(faults)) {
    expect.soft(await rules(page, GOOD + body, style), fault).toContain(rule);
  }
});

test("lines closer than their type is high do not overlap as long as their signs do not", async ({ page }) => {
  const style = ".tight p { line-height: .95; font-size: 5vmin }";
  expect(await rules(page, `<div class="tight"><p>one two</p><p>three</p></div>`, style)).toEqual([]);
});

test("what an emergency covers is not measured", async ({ page }) => {
  const style = ".emergency { position: absolute; top: 0; right: 0; bottom: 0; left: 0; background: #a0161c; color: #fff; padding-top: 2vmin }";
  expect(await rules(page, `${GOOD}<p class="clock">10:00</p><section class="emergency">Cháy</section>`, style)).toEqual([]);
});
