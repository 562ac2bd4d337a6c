/**
 * Photos kept beside nightly backups: a file is written once, however many backups name it, and goes with the last that does.
 * What is there is known from a list, so that a night costs what is new and not what there is.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderStore } from "../photos/folderStore.ts";
import { media, type PhotoStore } from "../photos/store.ts";
import { sumOf } from "./archive.ts";
import { type Part, photoName } from "./manifest.ts";

interface Listed {
  readonly bytes: number;
  readonly sha256: string;
  /** The last day whose backup names it. */
  readonly day: string;
}

export interface Mirror {
  /** Null: the store has no such photo. @throws StoreUnavailable */
  keep(key: string): Promise<Part | null>;
  /** Puts the list down, and removes what no backup from `oldest` on names. */
  settle(oldest: string): Promise<void>;
}

/** @param day of the backup that is being made, yyyy-MM-dd */
export async function openMirror(folder: string, from: PhotoStore, day: string): Promise<Mirror> {
  const list = join(folder, "photos.json");
  const listed = await readList(list);
  const store = folderStore(join(folder, photoName("")));
  return {
    async keep(key) {
      const held = listed.get(key) ?? (await copy(key, from, store));
      if (held === null) return null;
      listed.set(key, { ...held, day });
      return { name: photoName(key), bytes: held.bytes, sha256: held.sha256 };
    },
    async settle(oldest) {
      for (const [key, { day: last }] of listed) {
        if (last >= oldest) continue;
        await store.remove(key);
        listed.delete(key);
      }
      await writeFile(`${list}.new`, JSON.stringify([...listed]), { mode: 0o600 });
      await rename(`${list}.new`, list);
    },
  };
}

/** A list that cannot be read is no list: each photo is then copied anew. */
async function readList(path: string): Promise<Map<string, Listed>> {
  const text = await readFile(path, "utf8").catch(() => "[]");
  try {
    return new Map(JSON.parse(text) as [string, Listed][]);
  } catch {
    return new Map();
  }
}

async function copy(key: string, from: PhotoStore, to: PhotoStore): Promise<Omit<Listed, "day"> | null> {
  const bytes = await from.get(key);
  if (bytes === null) return null;
  await to.put(key, bytes, media);
  return { bytes: bytes.length, sha256: sumOf(bytes) };
}
