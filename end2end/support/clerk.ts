// A clerk whose every key, click and loaded page is counted: by the keyboard alone where the browser runs scripts, by keyboard and
// mouse where it does not.
import { expect, type Locator, type Page } from "@playwright/test";

/** Tabs on to a field or button before it counts as out of reach. */
const TABS_MAX = 40;
/** From a shortcut to the focus that it moves, and to the page that it opens. */
const FOCUS_MS = 300;
const LOADED_MS = 3_000;
/** Until the islands of a page hear shortcuts. */
const AWAKE_MS = 20_000;

export class Clerk {
  /** Keys pressed, letters typed, and clicks. */
  strokes = 0;
  /** Documents loaded; one that redirects counts once. */
  loads = 0;

  /** Counts from now on. */
  constructor(
    readonly page: Page,
    readonly hasScript: boolean,
  ) {
    page.on("request", (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame() && request.redirectedFrom() === null) this.loads += 1;
    });
  }

  async press(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.strokes += 1;
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.strokes += [...text].length;
    await this.page.keyboard.type(text);
  }

  async click(target: Locator): Promise<void> {
    this.strokes += 1;
    await target.click();
  }

  /** One stroke that leads somewhere: a shortcut, or without script a click on what it stands for. */
  async go(key: string, target: Locator, arrived: () => Promise<void>): Promise<void> {
    if (!this.hasScript) {
      await this.click(target);
      return arrived();
    }
    this.strokes += 1;
    // Pressed again while the page does not hear yet: a person would wait, and press once.
    await expect(async () => {
      await this.page.keyboard.press(key);
      await arrived();
    }).toPass({ timeout: AWAKE_MS });
  }

  /** The focus goes to a field or button, named by its id and text as `#id text`: Tab by Tab, or without script by a click. */
  async reach(what: RegExp, target: Locator, by: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    if (!this.hasScript) {
      this.strokes += 1;
      return target.focus();
    }
    for (let tab = 0; tab < TABS_MAX; tab += 1) {
      await this.press(by);
      if (what.test(await this.focused())) return;
    }
    throw new Error(`${what} is not reached by ${TABS_MAX} times ${by}; the focus is on ${await this.focused()}`);
  }

  /** A button or link is reached and pressed. */
  async use(what: RegExp, target: Locator, by: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    if (!this.hasScript) return this.click(target);
    await this.reach(what, target, by);
    await this.press("Enter");
  }

  /** The focused element as `#id text`. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      return at && at !== document.body ? `#${at.id} ${at.textContent?.trim() ?? ""}` : "nothing";
    });
  }

  /** Down the list that has the focus, to the option of this name. */
  async choose(list: Locator, name: string): Promise<void> {
    const chosen = (): Promise<string> => list.evaluate((it) => (it as HTMLSelectElement).selectedOptions[0]?.text ?? "");
    for (let option = 0; option < TABS_MAX; option += 1) {
      if ((await chosen()).startsWith(name)) return;
      await this.press("ArrowDown");
    }
    throw new Error(`${name} is not in the list`);
  }

  /** What is typed takes the place of what stands in the field that has the focus. */
  async typeOver(text: string): Promise<void> {
    await this.press("Control+a");
    await this.type(text);
  }

  /** A shortcut has opened the page that shows this. */
  async sees(target: Locator): Promise<void> {
    await expect(target).toBeVisible({ timeout: this.hasScript ? LOADED_MS : undefined });
  }

  /** A shortcut has moved the focus here. */
  async hasFocusOn(target: Locator): Promise<void> {
    await expect(target).toBeFocused({ timeout: this.hasScript ? FOCUS_MS : undefined });
  }
}
