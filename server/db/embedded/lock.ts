/**
 * Who has a data folder open. Two engines on one folder destroy it without a word, so the lock is one that the kernel holds:
 * it cannot be stolen, and it is free the moment its process is gone, killed or not.
 */
import { createHash } from "node:crypto";
import { realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FolderInUse } from "../db.ts";

export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly address: string | null;
}

// Paths of sockets are limited to 104 bytes on macOS.
const LONGEST_SOCKET = 100;
const ANSWER_MS = 1_000;

/** The name of a folder's lock on a platform; `file` when the name stays behind after a crash. */
export function lockName(place: string, platform: NodeJS.Platform): { path: string; file: boolean } {
  const key = `chuangtu-${createHash("sha256").update(place).digest("hex").slice(0, 32)}`;
  if (platform === "linux") return { path: `\0${key}`, file: false };
  if (platform === "win32") return { path: `\\\\.\\pipe\\${key}`, file: false };
  const beside = join(dirname(place), `.${key}.sock`);
  return { path: beside.length <= LONGEST_SOCKET ? beside : join(tmpdir(), `${key}.sock`), file: true };
}

/**
 * Holds an existing folder until released or until the process ends. `address` is told to whoever comes second.
 * @throws FolderInUse
 */
export async function lockFolder(folder: string, address?: string, platform: NodeJS.Platform = process.platform): Promise<FolderLock> {
  const place = await realpath(folder);
  const { path, file } = lockName(place, platform);
  const holder: Holder = { pid: process.pid, address: address ?? null };
  let server = await tryListen(path, holder);
  if (server === null) {
    const other = await ask(path);
    // A socket file that nobody answers was left by a process that died.
    if (file && other === "nobody") {
      await rm(path, { force: true });
      server = await tryListen(path, holder);
    }
    if (server === null) throw inUse(place, typeof other === "string" ? null : other);
  }
  const held = server;
  return { release: () => new Promise((resolve) => held.close(() => resolve())) };
}

/** null: somebody has it. */
function tryListen(path: string, holder: Holder): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end(JSON.stringify(holder));
    });
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(null) : reject(error),
    );
    server.listen(path, () => {
      // The lock alone keeps no process alive.
      server.unref();
      resolve(server);
    });
  });
}

/** Asks the holder who it is; "nobody" when no process listens, "silent" when it does not say. */
function ask(path: string): Promise<Holder | "nobody" | "silent"> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(path);
    socket.setEncoding("utf8").setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on("data", (text: string) => {
      said += text;
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" || error.code === "ENOENT" ? "nobody" : "silent"),
    );
    socket.on("close", () => resolve(read(said) ?? "silent"));
  });
}

function read(text: string): Holder | null {
  try {
    const { pid, address } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === "number" ? { pid, address: typeof address === "string" ? address : null } : null;
  } catch {
    return null;
  }
}

function inUse(place: string, holder: Holder | null): FolderInUse {
  const self = holder?.pid === process.pid;
  const zh =
    holder === null
      ? "另一个程序"
      : self
        ? "本程序自己"
        : `另一个程序（进程号 ${holder.pid}${holder.address === null ? "" : `，${holder.address}`}）`;
  const en =
    holder === null
      ? "another program"
      : self
        ? "this very program"
        : `another program (pid ${holder.pid}${holder.address === null ? "" : `, ${holder.address}`})`;
  return new FolderInUse(
    `数据文件夹 ${place} 正被${zh}使用。请先关闭它，或换一个数据文件夹。 / The data folder ${place} is in use by ${en}. Close that one first, or choose another data folder.`,
  );
}
