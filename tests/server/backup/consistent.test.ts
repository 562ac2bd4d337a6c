/** A backup made while people work: it is of one moment, and nobody is kept from working for longer than the engine must. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openBackup } from "../../../server/backup/read.ts";
import { restoreInto } from "../../../server/backup/restore.ts";
import type { PersonAct, ProblemState } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { act, doerOf, loadDesk, report } from "../log/desk.ts";
import { compareWithLogs } from "../log/rebuilt.ts";
import { backUp, bare, dropFolder, ownFolder } from "./bank.ts";

const next: Partial<Record<ProblemState, PersonAct>> = {
  ...{ reported: "verify", verifying: "file", filed: "dispatch", dispatched: "accept" },
  ...{ handling: "hand_back", handed_back: "rework", rework: "accept" },
};

/** Reports and acts without end, in several lanes. @returns stops; so many were done */
function work(db: Db, lanes: number): () => Promise<number> {
  const states = new Map<number, ProblemState>();
  let on = true;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (on) {
      if (states.size < 20 || Math.random() < 0.1) states.set(await report(db), "reported");
      const id = [...states.keys()][Math.floor(Math.random() * states.size)] as number;
      const name = next[states.get(id) as ProblemState] ?? "press";
      const [outcome] = await act(db, doerOf[name], name, [{ id, version: null }]);
      const fold = outcome?.fold ?? outcome?.held?.fold;
      if (fold) states.set(id, fold.state);
      done++;
    }
  };
  const all = Promise.all(Array.from({ length: lanes }, lane));
  return async () => {
    on = false;
    await all;
    return done;
  };
}

describe.each(databases())("a backup while people work, on $name", ({ fresh }) => {
  const folder = ownFolder();
  afterAll(() => dropFolder(folder));

  it("holds for every problem exactly its log, and all that one moment had", async () => {
    const db = await fresh();
    await loadDesk(db);
    // Long enough that much happens while it is read.
    await db.query(
      sql`insert into audit_entry (kind, who, detail) select 'act', repeat(md5(i::text), 20), '{}' from generate_series(1, 20000) i`,
    );
    const stop = work(db, 4);
    const count = sql`select (select count(*) from problem_event)::int as events, (select revision from change_head) as revision`;
    await expect.poll(async () => (await db.query<{ events: number }>(count))[0]?.events, { timeout: 20_000 }).toBeGreaterThan(60);
    const files = [1, 2].map((n) => join(folder, `${n}.tar`));
    let before = (await db.query<{ events: number; revision: number }>(count))[0];
    for (const file of files) {
      const { tables } = await backUp(db, file);
      const after = (await db.query<{ events: number; revision: number }>(count))[0];
      const rows = (name: string): number => tables.find((one) => one.name === `public.${name}`)?.rows ?? -1;
      expect(rows("problem_event")).toBeGreaterThanOrEqual(before?.events ?? 0);
      expect(rows("problem_event")).toBeLessThan(after?.events ?? 0);
      before = after;
    }
    expect(await stop()).toBeGreaterThan(60);
    await db.close();
    for (const file of files) {
      const copy = await bare("embedded");
      const backup = await openBackup(file);
      await restoreInto(copy, backup).finally(() => backup.close());
      const { faults, problems } = await compareWithLogs(copy);
      expect(problems).toBeGreaterThan(5);
      expect(faults).toEqual([]);
      // Each act has its entry in the audit log, and no entry is of an act that is not there.
      const unmatched = await copy.query(sql`select e.problem_id, e.seq, a.id from problem_event e
        full join (select * from audit_entry where kind = 'act' and problem_id is not null) a on a.problem_id = e.problem_id and (a.detail->>'seq')::int = e.seq
        where e.problem_id is null or a.id is null`);
      expect(unmatched).toEqual([]);
      await copy.close();
    }
  }, 240_000);
});
