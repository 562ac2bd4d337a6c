/**
 * An embedded database is open in one process. Who wants a backup while the program runs asks that program, by a file in its data folder:
 * who may write there may read all there is anyway.
 */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Progress, Watched } from "./steps.ts";

/** What is asked. */
export interface Wanted {
  readonly file: string;
  readonly photos: boolean;
}
/** What the program says of it: going on, or how it ended. */
export type Said = { readonly progress: Progress | null } | ({ readonly done: true } & Ended);

const asked = (folder: string): string => join(folder, "backup-asked.json");
const said = (folder: string): string => join(folder, "backup-said.json");
const look_ms = 1_000;
const silent_ms = 10_000;

const read = async <T>(path: string): Promise<T | null> => {
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as T);
};
/** Never half of it is read. */
async function put(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

interface Ended {
  readonly error: string | null;
  readonly summary: string;
}

/** Asks, and tells how it goes. @returns how it ended; null when nobody took it up: the program that has the folder is an older one */
export async function askForBackup(folder: string, wanted: Wanted, { onProgress, signal }: Watched): Promise<Ended | null> {
  await rm(said(folder), { force: true });
  await put(asked(folder), wanted);
  try {
    for (let heard = performance.now(); performance.now() - heard < silent_ms; await wait(look_ms / 4)) {
      signal?.throwIfAborted();
      const word = await read<Said>(said(folder));
      if (word === null) continue;
      if ("done" in word) return word;
      heard = performance.now();
      if (word.progress) onProgress?.(word.progress);
    }
    return null;
  } finally {
    await rm(asked(folder), { force: true });
    await rm(said(folder), { force: true });
  }
}

/**
 * For the program to call again and again: does what is asked. Whoever asked and goes away takes the answer's file with them: then it stops.
 * @param make makes the backup @returns one sentence on it
 */
export async function answerAsked(folder: string, make: (wanted: Wanted, watched: Watched) => Promise<string>): Promise<void> {
  const wanted = await read<Wanted>(asked(folder));
  if (wanted === null) return;
  await rm(asked(folder), { force: true });
  let progress: Progress | null = null;
  let telling = put(said(folder), { progress } satisfies Said);
  const gone = new AbortController();
  const tell = async (): Promise<void> => {
    if ((await read(said(folder))) === null) gone.abort(new Error("Whoever asked for the backup has gone."));
    else await put(said(folder), { progress } satisfies Said);
  };
  const timer = setInterval(() => {
    telling = telling.then(tell).catch(() => {});
  }, look_ms);
  const onProgress = (now: Progress): void => {
    progress = now;
  };
  const end = await make(wanted, { onProgress, signal: gone.signal }).then(
    (summary) => ({ error: null, summary }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error), summary: "" }),
  );
  clearInterval(timer);
  await telling;
  if (!gone.signal.aborted) await put(said(folder), { done: true, ...end } satisfies Said);
}
