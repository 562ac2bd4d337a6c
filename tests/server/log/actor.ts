/**
 * A process for the tests to kill: does acts as fast as it can, several at once, in a data folder or a server's database,
 * and prints "problem seq act" of each once it is done. It goes on from whatever it finds.
 */
import type { PersonAct, ProblemState } from "../../../server/contract/vocabulary.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { perform } from "../../../server/log/perform.ts";
import { act, doerOf, loadDesk, report, saysPlain } from "./desk.ts";

const target = process.argv[2] ?? "";
const lanes = Number(process.argv[3] ?? 1);
const db = await openDatabase(target.startsWith("postgres:") ? { databaseUrl: target, dataFolder: null } : { dataFolder: target });
if ((await db.query(sql`select 1 from district`)).length === 0) await loadDesk(db);

/** Round and round: a repair that never holds. */
const next: Partial<Record<ProblemState, PersonAct>> = {
  reported: "verify",
  verifying: "file",
  filed: "dispatch",
  dispatched: "accept",
  handling: "hand_back",
  handed_back: "rework",
  rework: "accept",
};
const states = new Map<number, ProblemState>();
for (const { id, state } of await db.query<{ id: number; state: ProblemState }>(sql`select id, state from problem`)) states.set(id, state);

const say = (id: number, seq: number, name: string) => process.stdout.write(`${id} ${seq} ${name}\n`);
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

async function one(): Promise<void> {
  const id = pick([...states.keys()]);
  const name = next[states.get(id) ?? "reported"] ?? "press";
  const [outcome] = await act(db, doerOf[name], name, [{ id, version: null }]);
  const fold = outcome?.fold ?? outcome?.held?.fold;
  if (fold) states.set(id, fold.state);
  if (outcome?.fold) say(id, outcome.fold.version, name);
}

/** Several pressed at once, under a note of their own: they are done together or not at all. */
async function many(): Promise<void> {
  const ids = [...states].flatMap(([id, state]) => (state === "dispatched" || state === "handling" || state === "rework" ? [id] : []));
  const note = `bulk ${process.pid} ${performance.now()}`;
  const outcomes = await db.tx(async (tx) => {
    const done = await perform(
      tx,
      doerOf.press,
      "press",
      ids.map((id) => ({ id, version: null })),
      (held, ground) => ({ ...saysPlain.press(held, ground), note }),
    );
    await tx.query(
      sql`insert into note_template (act, text_zh, text_en) values ('press', ${note}::text, ${String(done.filter((o) => o.fold).length)}::text)`,
    );
    return done;
  });
  for (const { id, fold } of outcomes) if (fold) say(id, fold.version, "press");
}

async function lane(): Promise<never> {
  for (;;) {
    const chance = Math.random();
    if (states.size < 10 || chance < 0.03) {
      const id = await report(db);
      states.set(id, "reported");
      say(id, 1, "report");
    } else if (chance < 0.06) await many();
    else await one();
  }
}

await Promise.all(Array.from({ length: lanes }, lane));
