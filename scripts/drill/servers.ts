/** Processes of the program, each at an address that it keeps through its deaths. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { until } from "../cluster/ask.ts";
import { freePort } from "../cluster/ground.ts";
import { isReady } from "./ready.ts";

const START_MS = 120_000;
const PROCESS = fileURLToPath(new URL("./serverProcess.ts", import.meta.url));

export class ServerProcess {
  readonly address: string;
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #said = "";

  private constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.address = `http://127.0.0.1:${port}`;
    this.#settings = { ...settings, PORT: String(port) };
  }

  /** @param settings of the environment; see server/settings.ts */
  static async make(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
    return new ServerProcess(await freePort(), settings);
  }

  /** All it has printed. */
  get said(): string {
    return this.#said;
  }

  /** Done when it answers. @throws with its last words when it does not */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", PROCESS], {
      env: { ...process.env, ...this.#settings },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => {
        this.#said += text.toString();
      });
    }
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => {
        if (this.#child === child) this.#child = null;
        resolve();
      });
    });
    await until("a server process is ready", () => this.#isReady(), START_MS).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.#said.slice(-2_000)}`);
    });
  }

  async #isReady(): Promise<boolean> {
    if (this.#child === null) throw new Error("it ended");
    return isReady(this.address);
  }

  /** Without a word (SIGKILL). */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#ended;
  }

  /** As a service is told to stop: what is being asked is answered first. */
  async stop(): Promise<void> {
    this.#child?.kill("SIGTERM");
    await this.#ended;
  }
}
