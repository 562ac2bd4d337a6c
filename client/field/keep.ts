/** What the phone keeps: what waits to be sent, what is being written, and what was last read, for when there is no network. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Entry } from "./entry.ts";
import type { Outbox } from "./sender.ts";

interface Stores extends DBSchema {
  outbox: { key: string; value: Entry };
  kept: { key: string; value: unknown };
}

export interface Keep {
  readonly outbox: Outbox & { add(entry: Entry): Promise<void> };
  read<T>(key: string): Promise<T | undefined>;
  write(key: string, value: unknown): Promise<void>;
  /** Removes every key that begins so. */
  forget(prefix: string): Promise<void>;
  /** Takes a turn that no other page has, for so long at most. */
  lease(key: string, owner: string, ms: number): Promise<boolean>;
  /** False: this browser keeps nothing beyond the page. */
  readonly lasting: boolean;
}

const upTo = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

function onDisk(db: IDBPDatabase<Stores>): Keep {
  return {
    lasting: true,
    outbox: {
      all: () => db.getAll("outbox"),
      async add(entry) {
        await db.add("outbox", entry);
      },
      async change(clientId, how) {
        const tx = db.transaction("outbox", "readwrite");
        const before = await tx.store.get(clientId);
        const after = before ? how(before) : null;
        if (after) await tx.store.put(after);
        await tx.done;
        return after;
      },
      remove: (clientId) => db.delete("outbox", clientId),
    },
    read: async <T>(key: string) => (await db.get("kept", key)) as T | undefined,
    async write(key, value) {
      await db.put("kept", value, key);
    },
    forget: (prefix) => db.delete("kept", upTo(prefix)),
    async lease(key, owner, ms) {
      const tx = db.transaction("kept", "readwrite");
      const held = (await tx.store.get(key)) as { owner: string; until: number } | undefined;
      const free = !held || held.owner === owner || held.until < Date.now();
      if (free) await tx.store.put({ owner, until: Date.now() + ms }, key);
      await tx.done;
      return free;
    },
  };
}

/** For a browser that keeps nothing, and for tests. */
export function inMemory(): Keep {
  const entries = new Map<string, Entry>();
  const kept = new Map<string, unknown>();
  return {
    lasting: false,
    outbox: {
      all: async () => [...entries.values()],
      async add(entry) {
        entries.set(entry.clientId, entry);
      },
      async change(clientId, how) {
        const before = entries.get(clientId);
        if (!before) return null;
        const after = how(before);
        entries.set(clientId, after);
        return after;
      },
      async remove(clientId) {
        entries.delete(clientId);
      },
    },
    read: async <T>(key: string) => kept.get(key) as T | undefined,
    async write(key, value) {
      kept.set(key, value);
    },
    async forget(prefix) {
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
    },
    lease: async () => true,
  };
}

/** Opens what the phone keeps; where the browser refuses, what lasts as long as the page. */
export async function openKeep(): Promise<Keep> {
  try {
    const db = await openDB<Stores>("chuangtu-field", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("outbox", { keyPath: "clientId" });
        fresh.createObjectStore("kept");
      },
      // Another version of the page wants to change what is kept: it goes first.
      blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    });
    return onDisk(db);
  } catch {
    // A private window, or storage switched off.
    return inMemory();
  }
}
