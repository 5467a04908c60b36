// Asks Lighthouse about one page: node run.mjs URL wall|mobile|desktop. Prints the scores, and what they were lost by, as JSON.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [url, preset] = process.argv.slice(2);
const CATEGORIES = ["performance", "accessibility", "best-practices"];
// A stream stays open for ever: the network never gets quiet, and waiting longer for it tells nothing more.
const LOAD_MS = 12_000;

const desktop = {
  ...desktopConfig,
  settings: { ...desktopConfig.settings, maxWaitForLoad: LOAD_MS, onlyCategories: CATEGORIES },
};
// A lobby's television: its size, nothing emulated.
const wall = {
  ...desktop,
  settings: {
    ...desktop.settings,
    screenEmulation: { mobile: false, width: 1920, height: 1080, deviceScaleFactor: 1, disabled: false },
  },
};
const mobile = { extends: "lighthouse:default", settings: { maxWaitForLoad: LOAD_MS, onlyCategories: CATEGORIES } };

const browser = await launch({
  chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1920,1080"],
});
try {
  const flags = { port: browser.port, output: "json", logLevel: "error" };
  const { lhr } = await lighthouse(url, flags, { wall, desktop, mobile }[preset]);
  const scores = { version: lhr.lighthouseVersion };
  const missed = [];
  for (const category of CATEGORIES) {
    const { score, auditRefs } = lhr.categories[category];
    scores[category] = Math.round((score ?? 0) * 100);
    for (const { id, weight } of auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) {
        missed.push(`${category}: ${id} ${Math.round(audit.score * 100)} ${audit.displayValue ?? audit.title}`);
      }
    }
  }
  console.log(JSON.stringify({ ...scores, missed }));
} finally {
  browser.kill();
}
