import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { TARGET } from "./support/server";

const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];
const chromium = process.env.SANH_CHROMIUM ?? browsers.find(existsSync);

/** Nothing but the page under test may use the network; root has no sandbox to offer. */
const args = [
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-default-apps", "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--metrics-recording-only",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

export default defineConfig({
  testDir: "tests",
  outputDir: join(TARGET, "end2end", "results"),
  // A file owns its server and its database, so its tests share them in order. Two cores carry three files, as some wait for a clock.
  fullyParallel: false,
  workers: 3,
  timeout: 60_000,
  globalTimeout: 60 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // A machine that others load can be too slow for a wait once; the closing lines name every test that needed its second try.
  retries: 1,
  reporter: [["list"], ["./support/closing-line.ts"]],
  use: {
    viewport: { width: 1920, height: 1080 },
    locale: "vi-VN",
    timezoneId: "Europe/London",
    // A trace of every run would take a quarter of the processor time.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromium, args },
  },
  projects: [
    { name: "js", grepInvert: /@no-js/ },
    { name: "no-js", grep: /@no-js|@both/, use: { javaScriptEnabled: false } },
  ],
});
