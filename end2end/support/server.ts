import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** Where builds, databases, logs and screenshots go. */
export const TARGET = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(PROJECT, "target");
/** The program under test: the one that the Rust tests built, unless another is named. */
const PROGRAM = process.env.SANH_BIN ?? join(TARGET, "debug", "sanh");

/** What the operator's collector knows. */
const METRICS_TOKEN = "token-of-the-specs";
/** The header by which it reads the metrics. */
export const METRICS_HEADERS = { authorization: `Bearer ${METRICS_TOKEN}` };

const START_MS = 120_000;
const STOP_MS = 5_000;
const COMMAND_MS = 60_000;

/** What a finished command said. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ServerOptions {
  /** Flags beside database and address. */
  flags?: string[];
  /** The command that serves; the demo centre, without its simulated day, when none is named. */
  command?: string[];
}

const STILL_CENTRE = ["demo", "--dossiers", "2000", "--seed", "1", "--still"];

/** A server of its own on a database of its own. Everything it does is bounded in time. */
export class Server {
  readonly folder: string;
  readonly url: string;
  private process?: ChildProcess;
  private written = "";

  private constructor(
    readonly port: number,
    private readonly options: ServerOptions,
  ) {
    const parent = join(TARGET, "end2end");
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, "server-"));
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A server that is not started yet. */
  static async prepare(options: ServerOptions = {}): Promise<Server> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`make e2e\`, or name one in SANH_BIN`);
    return new Server(await freePort(), options);
  }

  /** Everything that the server has written to its log so far. */
  get log(): string {
    return this.written;
  }

  get database(): string {
    return `sqlite://${join(this.folder, "sanh.db")}`;
  }

  /** Starts it and waits until it is ready to serve. */
  async start(): Promise<void> {
    const { command = STILL_CENTRE, flags = [] } = this.options;
    const child = spawn(
      PROGRAM,
      [...command, "--listen", `127.0.0.1:${this.port}`, "--database-url", this.database, ...flags],
      { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"], env: environment() },
    );
    this.process = child;
    const file = createWriteStream(join(this.folder, "server.log"), { flags: "a" });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.written += chunk.toString();
        file.write(chunk);
      });
    }
    await this.ready(child);
  }

  /** Asks it to stop, and ends it if it does not. */
  async stop(): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<true>((done) => child.once("exit", () => done(true)));
    child.kill("SIGTERM");
    if (await Promise.race([ended, sleep(STOP_MS, false)])) return;
    child.kill("SIGKILL");
    await ended;
  }

  /** Runs another `sanh` on the same database: a writer in another process. */
  async run(...command: string[]): Promise<Said> {
    return new Promise((done) => {
      execFile(
        PROGRAM,
        [...command, "--database-url", this.database],
        { cwd: this.folder, timeout: COMMAND_MS, env: environment() },
        (error, stdout, stderr) => {
          const code = typeof error?.code === "number" ? error.code : error ? -1 : 0;
          done({ code, stdout, stderr });
        },
      );
    });
  }

  private async ready(child: ChildProcess): Promise<void> {
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(100);
    }
    await this.stop();
    throw new Error(`the server is not ready (exit ${child.exitCode ?? "none"}):\n${this.written.slice(-4_000)}`);
  }
}

/** The settings of whoever runs the tests stay outside; over loopback every room is open. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("SANH_"));
  const open = { SANH_ALLOW_PLAIN_HTTP: "true", SANH_ALLOW_PREVIEW: "true", SANH_METRICS_TOKEN: METRICS_TOKEN };
  return { ...Object.fromEntries(own), ...open, RUST_BACKTRACE: "1", NO_COLOR: "1" };
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : failed(new Error("no port"))));
    });
  });
}

/** Where a file of the project lies. */
export const projectFile = (...path: string[]): string => join(PROJECT, ...path);

/** A text file of the project. */
export const projectText = (...path: string[]): string => readFileSync(projectFile(...path), "utf8");
