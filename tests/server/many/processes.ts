/** The program as users run it: several processes on one database, each known to the database by a name, and killed or stopped by it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const START_MS = 150_000;

export interface Process {
  /** Its sessions' application_name. */
  readonly name: string;
  readonly address: string;
  /** What it has printed. */
  readonly said: readonly string[];
  /** Without a word. */
  kill(): Promise<void>;
  /** As a service manager would; it may be told twice. @returns the exit status */
  stop(): Promise<number | null>;
}

export interface Place {
  readonly databaseUrl: string;
  /** A folder of the test's own; the processes share it. */
  readonly folder: string;
  /** Beside the database and the folders; see server/settings.ts. */
  readonly settings?: Readonly<Record<string, string>>;
}

function environment({ databaseUrl, folder, settings }: Place, name: string): NodeJS.ProcessEnv {
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", name);
  // Tests hold tables for longer than a question may take.
  const patient = { STATEMENT_TIMEOUT_MS: "120000" };
  return {
    ...patient,
    ...settings,
    PATH: process.env.PATH,
    DATABASE_URL: url.href,
    PORT: "0",
    DATA_DIR: folder,
    PHOTO_DIR: `${folder}/photos`,
  };
}

/** Waits until it says that it is ready. */
async function address(child: ChildProcess, said: string[]): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready within ${START_MS} ms:\n${said.join("\n")}`)), START_MS);
    lines.on("line", (line) => {
      said.push(line);
      const ready = /Chuangtu is ready: (\S+)$/.exec(line)?.[1];
      if (ready === undefined) return;
      clearTimeout(late);
      resolve(ready);
    });
    child.on("close", () => {
      clearTimeout(late);
      reject(new Error(`It ended before it was ready:\n${said.join("\n")}`));
    });
  });
}

/** Starts a process. @throws when it does not come to be ready; it is ended then */
export async function startProcess(place: Place, name: string): Promise<Process> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    cwd: ROOT,
    env: environment(place, name),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await closed)[0];
  };
  const said: string[] = [];
  try {
    return { name, address: await address(child, said), said, kill: async () => void (await end("SIGKILL")), stop: () => end("SIGTERM") };
  } catch (error) {
    await end("SIGKILL");
    throw error;
  }
}

/** Starts them at the same moment. @throws when one does not come to be ready; the others are ended then */
export async function startProcesses(place: Place, names: readonly string[]): Promise<Process[]> {
  const started = await Promise.allSettled(names.map((name) => startProcess(place, name)));
  const running = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = started.find((one) => one.status === "rejected");
  if (failed === undefined) return running;
  await Promise.all(running.map((one) => one.kill()));
  throw failed.reason;
}
