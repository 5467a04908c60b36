import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import CDP from "chrome-remote-interface";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { chromium } from "./engines.mjs";
import { TARGET } from "./server";
import type { Size } from "./sizes";

/** A browser that Playwright does not drive, as far as a wall needs one. */
export interface Television {
  readonly name: string;
  /** Faults of the page's script, and what its policy refused. */
  readonly complaints: string[];
  open(address: string, size: Size): Promise<void>;
  /** The value of an expression, which may be a promise. */
  evaluate<T>(expression: string): Promise<T>;
  /** Keeps what it shows as target/screenshots/<name>.png. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Its owner lives elsewhere: the wall must show the centre's time all the same. */
const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env, TZ: "America/Bogota" };
const START_MS = 15_000;
const FIREFOX_START_MS = 60_000;
const ANSWER_MS = 20_000;
const LOADED_MS = 20_000;
const FIREFOX = process.env.SANH_FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

/** Whether the page is loaded, its face is there and its script has measured it. */
const READY = `document.readyState === "complete" && document.fonts.status === "loaded"
  && (!document.getElementById("wall") || document.getElementById("screen").getAttribute("data-script") === "on")`;
const TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 700))))";

/** Waits until an expression is true in the page, which may be loading itself again meanwhile. */
export async function until(television: Television, expression: string, withinMs: number): Promise<void> {
  let fault = "";
  const is = async (): Promise<boolean> => {
    try {
      return await television.evaluate<boolean>(`Boolean(${expression})`);
    } catch (error) {
      fault = String(error);
      return false;
    }
  };
  const end = Date.now() + withinMs;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`${television.name}: not so within ${withinMs} ms: ${expression} ${fault}`);
    await sleep(100);
  }
}

async function settled(television: Television): Promise<void> {
  await until(television, READY, LOADED_MS);
  await television.evaluate(`${TWO_FRAMES}.then(() => true)`);
}

function keep(name: string, base64: string): void {
  const file = join(TARGET, "screenshots", `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, Buffer.from(base64, "base64"));
}

/** A stylesheet as an engine without CSS grid understands it. */
export const withoutGrid = (css: string): string => css.replace(/\(\s*display\s*:\s*(inline-)?grid\s*\)/g, "(display: unheard-of)");

export interface ChromiumOptions {
  /** Takes CSS grid away, as before Chromium 57. */
  hasGrid?: boolean;
}

/** Versions that only live as one process here: their parts cannot find each other otherwise. */
const isOneProcess = (version: number): boolean => version < 70;
const TRIES = 4;

/** An old Chromium over its debugging protocol. On a busy machine one may hang while it starts; it is started again then. */
export async function oldChromium(version: number, options: ChromiumOptions = {}): Promise<Television> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await startChromium(version, options);
    } catch (error) {
      if (tried === TRIES) throw error;
    }
  }
}

async function startChromium(version: number, { hasGrid = true }: ChromiumOptions): Promise<Television> {
  mkdirSync(join(TARGET, "end2end"), { recursive: true });
  const profile = mkdtempSync(join(TARGET, "end2end", `chromium-${version}-`));
  const child = spawn(
    chromium(version),
    [
      "--headless", "--no-sandbox", "--no-zygote", ...(isOneProcess(version) ? ["--single-process"] : []), "--disable-gpu",
      "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--remote-debugging-port=0",
      `--user-data-dir=${profile}`, "about:blank",
    ],
    { env: ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] },
  );
  const end = async (): Promise<void> => {
    const ended = new Promise((done) => child.once("exit", done));
    // It does not always leave when asked.
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL")) await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    return await within(START_MS, driven(`Chromium ${version}${hasGrid ? "" : " without grid"}`, child, hasGrid, end));
  } catch (error) {
    await end();
    throw error;
  }
}

async function driven(name: string, child: ChildProcess, hasGrid: boolean, end: () => Promise<void>): Promise<Television> {
  const client = await firstPage(await debuggingPort(child));
  const complaints: string[] = [];
  await Promise.all([client.Page.enable(), client.Runtime.enable(), client.Log.enable(), client.Network.enable({})]);
  client.Runtime.exceptionThrown(({ exceptionDetails }) => {
    complaints.push(exceptionDetails.exception?.description ?? exceptionDetails.text);
  });
  client.Log.entryAdded(({ entry }) => {
    if (/content security policy/i.test(entry.text)) complaints.push(entry.text);
  });
  if (!hasGrid) await takeGridAway(client);
  const television: Television = {
    name,
    complaints,
    async open(address, { width, height }) {
      await within(ANSWER_MS, client.Emulation.setDeviceMetricsOverride({ width, height, deviceScaleFactor: 1, mobile: false }));
      const loaded = client.Page.loadEventFired();
      await client.Page.navigate({ url: address });
      await within(LOADED_MS, loaded);
      await settled(television);
    },
    async evaluate<T>(expression: string): Promise<T> {
      const answer = client.Runtime.evaluate({ expression, returnByValue: true, awaitPromise: true });
      const { result, exceptionDetails } = await within(ANSWER_MS, answer);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as T;
    },
    async picture(file) {
      keep(file, (await within(ANSWER_MS, client.Page.captureScreenshot({ format: "png" }))).data);
    },
    async close() {
      await within(ANSWER_MS, client.close()).catch(() => undefined);
      await end();
    },
  };
  return television;
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = sleep(limitMs, undefined, { signal: controller.signal }).then(() => {
    throw new Error(`no answer within ${limitMs} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    controller.abort();
    // Whoever loses the race may still fail later, unheard.
    work.catch(() => undefined);
  }
}

/** The port is open a moment before there is a page behind it. */
async function firstPage(port: number): Promise<CDP.Client> {
  for (const end = Date.now() + START_MS; ; await sleep(50)) {
    const targets = await CDP.List({ port });
    if (targets.some(({ type }) => type === "page")) return CDP({ port, local: true });
    if (Date.now() > end) throw new Error("the engine has opened no page");
  }
}

function debuggingPort(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`no debugging port:\n${said}`)), START_MS);
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      const found = /ws:\/\/[^:]+:(\d+)\//.exec(said);
      if (!found) return;
      clearTimeout(timer);
      done(Number(found[1]));
    });
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`ended with ${code}:\n${said}`)));
  });
}

/** Answers for the stylesheets itself. The newer way to do so, `Fetch`, came with Chromium 74. */
async function takeGridAway(client: CDP.Client): Promise<void> {
  await client.Network.setRequestInterception({ patterns: [{ urlPattern: "*.css*" }] });
  client.Network.requestIntercepted(async ({ interceptionId, request }) => {
    const css = withoutGrid(await (await fetch(request.url)).text());
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: ${Buffer.byteLength(css)}\r\n\r\n`;
    const answer = { interceptionId, rawResponse: Buffer.from(head + css).toString("base64") };
    // A page that was left meanwhile has no such request any more.
    await client.Network.continueInterceptedRequest(answer).catch((fault: unknown) => {
      if (!String(fault).includes("Invalid InterceptionId")) throw fault;
    });
  });
}

/** Firefox over WebDriver BiDi. From puppeteer 24.30 on, setting the size asks for more than Firefox ESR 140 knows. */
export async function firefox(): Promise<Television> {
  if (!FIREFOX) throw new Error("Firefox is missing: run .ci/setup.sh test, or name one in SANH_FIREFOX");
  const browser: Browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    timeout: FIREFOX_START_MS,
    env: ENVIRONMENT,
    // Nothing but the page under test may use the network.
    extraPrefsFirefox: {
      "app.update.disabledForTesting": true, "datareporting.healthreport.uploadEnabled": false, "toolkit.telemetry.server": "",
      "services.settings.server": "http://127.0.0.1:9/", "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false, "browser.safebrowsing.malware.enabled": false,
      "browser.safebrowsing.phishing.enabled": false, "extensions.update.enabled": false,
    },
  });
  const page: Page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => {
    // Said of every stream that is open when a page is left.
    if (!/was interrupted while the page was loading/.test(String(error))) complaints.push(String(error));
  });
  const television: Television = {
    name: "Firefox ESR",
    complaints,
    async open(address, size) {
      await page.setViewport({ ...size, deviceScaleFactor: 1 });
      // The wall's stream stays open, so the page's load event is all there is to wait for.
      await page.goto(address, { waitUntil: "load", timeout: LOADED_MS });
      await settled(television);
    },
    evaluate: async <T>(expression: string): Promise<T> => (await page.evaluate(expression)) as T,
    async picture(name) {
      keep(name, await page.screenshot({ encoding: "base64" }));
    },
    async close() {
      await browser.close();
    },
  };
  return television;
}
