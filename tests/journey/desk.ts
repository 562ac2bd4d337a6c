/** What a journey starts from: the real program on the demo district in a process of its own, and a real browser. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Software GL, so that pictures are the same on every machine; and nothing of the browser's own asks the network. */
export const browserFlags: readonly string[] = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Program {
  readonly address: string;
  /** Settles when the demo district is loaded. @throws with the program's own words when it cannot start */
  readonly ready: Promise<void>;
  /** What it has printed so far. */
  said(): string;
  /** Ends it without a word, as a power cut does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => resolve(typeof at === "object" && at ? at.port : 0));
    });
  });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws when it is not healthy in time */
export async function untilHealthy(address: string, limit_ms: number, gone: () => boolean = () => false): Promise<void> {
  for (const end = Date.now() + limit_ms; Date.now() < end && !gone(); await wait(250)) {
    const health = await fetch(`${address}/api/health`).then(
      (answer) => answer.json() as Promise<{ status: string }>,
      () => null,
    );
    if (health?.status === "ok") return;
  }
  throw new Error(gone() ? `the program at ${address} ended` : `${address} was not ready within ${limit_ms} ms`);
}

function stop(server: ChildProcess, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill(signal);
  return gone;
}

export interface Kept {
  /** Data folder that outlives the program; one of its own, gone with it, when left out. */
  readonly folder?: string;
  /** The port to listen on, so that cookies and pages of before still hold. */
  readonly port?: number;
  /** Settings beside those. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts the program on a data folder: an empty one loads the demo district. */
export async function startProgram(kept: Kept = {}): Promise<Program> {
  const folder = kept.folder ?? mkdtempSync(join(tmpdir(), "chuangtu-journey-"));
  const port = kept.port ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const { DATABASE_URL: _unused, ...environment } = process.env;
  const server = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    env: { ...environment, PORT: String(port), DATA_DIR: join(folder, "district"), ...kept.settings },
  });
  let words = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const ready = untilHealthy(address, 180_000, () => server.exitCode !== null).catch((error: Error) => {
    throw new Error(`${error.message}\n${words}`);
  });
  return {
    address,
    ready,
    said: () => words,
    kill: () => stop(server, "SIGKILL"),
    async close() {
      await stop(server);
      if (!kept.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}
