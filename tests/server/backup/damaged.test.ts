/** A backup that is not as it was written is refused, whatever became of it, and nothing of it is restored. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Archive, sumOf } from "../../../server/backup/archive.ts";
import { type Manifest, manifestName, partsOf, sumName } from "../../../server/backup/manifest.ts";
import { type Backup, openBackup } from "../../../server/backup/read.ts";
import { BackupDamaged, BackupRefused } from "../../../server/backup/refusal.ts";
import { restoreInto } from "../../../server/backup/restore.ts";
import type { Db } from "../../../server/db/db.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { loadDesk, report } from "../log/desk.ts";
import { backUp, bare, carried, dropFolder, ownFolder, tableSums } from "./bank.ts";

const block = 512;
const folder = ownFolder();
const file = join(folder, "whole.tar");
let whole: Buffer;
let backup: Backup;
let source: Db;

beforeAll(async () => {
  source = await bare("embedded");
  await migrate(source);
  await loadDesk(source);
  for (let i = 0; i < 20; i++) await report(source);
  await backUp(source, file);
  whole = await readFile(file);
  backup = await openBackup(file);
});
afterAll(async () => {
  await backup?.close();
  await source?.close();
  await dropFolder(folder);
});

const opened = async (bytes: Buffer): Promise<unknown> => {
  const path = join(folder, "changed.tar");
  await writeFile(path, bytes);
  return openBackup(path).then(
    async (one) => {
      await one.close();
      return "opened";
    },
    (error: unknown) => error,
  );
};

/** Ways to harm a file, each giving other bytes than there were. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (share: number, of: number): number => Math.floor(share * of);
const harm = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(([share, bit]) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    const i = at(share, bytes.length);
    changed[i] = (changed[i] as number) ^ (1 << bit);
    return changed;
  }),
  place.map((share) => (bytes: Buffer) => bytes.subarray(0, at(share, bytes.length))),
  place.map((share) => (bytes: Buffer) => bytes.subarray(0, at(share, bytes.length / block) * block)),
  fc.uint8Array({ minLength: 1, maxLength: 2_000 }).map((more) => (bytes: Buffer) => Buffer.concat([bytes, more])),
  fc.tuple(place, place).map(([one, other]) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    const [a, b] = [at(one, bytes.length / block) * block, at(other, bytes.length / block) * block];
    bytes.copy(changed, a, b, b + block);
    bytes.copy(changed, b, a, a + block);
    return changed;
  }),
  fc.tuple(place, place).map(([one, other]) => (bytes: Buffer) => {
    const [a, b] = [at(one, bytes.length / block) * block, at(other, bytes.length / block) * block].toSorted((x, y) => x - y) as [
      number,
      number,
    ];
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]);
  }),
);

/** The archive written anew, whole in itself, with what was made of its manifest and its parts. */
async function rewritten(
  name: string,
  change: (manifest: Manifest, parts: [string, Buffer][]) => [Manifest, [string, Buffer][]],
): Promise<string> {
  const parts: [string, Buffer][] = [];
  for (const part of partsOf(backup.manifest)) parts.push([part.name, await backup.bytes(part)]);
  const [manifest, now] = change(structuredClone(backup.manifest), parts);
  const path = join(folder, `${name}.tar`);
  const archive = await Archive.begin(path);
  for (const [one, bytes] of now) await archive.add(one, bytes);
  const text = Buffer.from(JSON.stringify(manifest));
  await archive.add(manifestName, text);
  await archive.add(sumName, Buffer.from(`${sumOf(text)}\n`));
  await archive.end();
  await archive.publish();
  return path;
}

describe("a file that was harmed", () => {
  it("is refused, wherever it was", async () => {
    expect(await opened(whole)).toBe("opened");
    await fc.assert(
      fc.asyncProperty(harm, async (change) => {
        const changed = change(whole);
        fc.pre(!changed.equals(whole));
        expect(await opened(changed)).toBeInstanceOf(BackupDamaged);
      }),
      { numRuns: 1_500 },
    );
  }, 120_000);

  it("is refused when two parts have changed places, a part is gone, or another file is no backup", async () => {
    const swapped = await rewritten("swapped", (manifest, [one, other, ...rest]) => [
      manifest,
      [other, one, ...rest] as [string, Buffer][],
    ]);
    await expect(openBackup(swapped)).rejects.toBeInstanceOf(BackupDamaged);
    await expect(openBackup(await rewritten("short", (manifest, [, ...rest]) => [manifest, rest]))).rejects.toBeInstanceOf(BackupDamaged);
    for (const bytes of [Buffer.alloc(0), Buffer.from("hello"), Buffer.alloc(4096), whole.subarray(block)])
      expect(await opened(bytes)).toBeInstanceOf(BackupDamaged);
    const later = await rewritten("later", (manifest, parts) => [{ ...manifest, format: 99 }, parts]);
    await expect(openBackup(later)).rejects.toThrow("newer program");
  });
});

/** Rows alone: what migrations put in says when. */
const counts = (sums: Record<string, string>): string[] => Object.entries(sums).map(([table, sum]) => `${table} ${sum.split(" ")[0]}`);

describe.each(databases())("on $name, a file whole in itself that does not hold what it says", ({ name, fixture }) => {
  const table = "public.problem_event";
  const changedTable = (manifest: Manifest, change: (one: Manifest["tables"][number]) => Manifest["tables"][number]): Manifest => ({
    ...manifest,
    tables: manifest.tables.map((one) => (one.name === table ? change(one) : one)),
  });
  const lies: [string, (manifest: Manifest) => Manifest, RegExp][] = [
    ["another count", (m) => changedTable(m, (one) => ({ ...one, rows: one.rows + 1 })), /damaged/],
    ["another sum", (m) => changedTable(m, (one) => ({ ...one, sha256: "0".repeat(64) })), /damaged/],
    [
      "another column",
      (m) => changedTable(m, (one) => ({ ...one, columns: one.columns.toSpliced(0, 1, "extra") })),
      /not those of this program/,
    ],
    ["a later version", (m) => ({ ...m, schema: 9_999 }), /newer program/],
    ["other migrations", (m) => ({ ...m, migrations: m.migrations.map((one) => ({ ...one, digest: "x" })) }), /not those of this program/],
  ];
  it.each(lies)(
    "leaves nothing: %s",
    async (what, lie, words) => {
      const path = await rewritten(`${name}-${what.replaceAll(" ", "-")}`, (manifest, parts) => [lie(manifest), parts]);
      const db = await bare(name);
      const changed = await openBackup(path);
      const refused = await restoreInto(db, changed).catch((error: unknown) => error);
      await changed.close();
      expect(refused).toBeInstanceOf(BackupRefused);
      expect(String(refused)).toMatch(words);
      const [made] = await db.query<{ made: boolean }>(sql`select to_regclass('problem') is not null as made`);
      if (made?.made) {
        expect(counts(await tableSums(db))).toEqual(counts(await tableSums(await fixture("empty"))));
        // What was put aside is back, and the right file is taken.
        await restoreInto(db, backup);
        expect(carried(await tableSums(db))).toEqual(carried(await tableSums(source)));
      }
      await db.close();
    },
    120_000,
  );
});
