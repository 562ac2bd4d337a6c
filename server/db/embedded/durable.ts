/**
 * Makes the engine's "flush to disk" true. As packaged its file system layer has no fsync, and it is started with flushing off;
 * with this, what is committed is on the disk, also after a power cut. A commit costs one flush of the disk (0.6–7 ms where measured).
 */
import { closeSync, fsyncSync, openSync } from "node:fs";

/** As much of the engine's layer over Node's files as we touch. */
export interface EngineModule {
  readonly FS: {
    readonly filesystems: {
      readonly NODEFS: { realPath(node: unknown): string; readonly stream_ops: { fsync?(stream: OpenFile): number } };
    };
  };
}

interface OpenFile {
  readonly node: unknown;
  /** A folder is opened by the engine without a file of its own. */
  readonly nfd?: number;
}

/** Settings that make the engine ask for flushes; the other ways to flush its log end in nothing here. */
export const FLUSHING = ["fsync=on", "wal_sync_method=fsync"] as const;

const IO_ERROR = 29;

/** To be called before the engine opens its first file. */
export function flushToDisk(module: EngineModule): void {
  const files = module.FS.filesystems.NODEFS;
  files.stream_ops.fsync = ({ node, nfd }) => {
    try {
      if (nfd === undefined) flushFolder(files.realPath(node));
      else fsyncSync(nfd);
      return 0;
    } catch {
      // The engine stops at this, as it must: it no longer knows what is on the disk.
      return IO_ERROR;
    }
  };
}

function flushFolder(path: string): void {
  // Windows has no such thing, and needs none.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
