/**
 * The work of an import by hand: tried, everything is done in a transaction that is rolled back; loaded, in one that stands, whole or not at all.
 * Rows are read part by part and written in groups, so memory holds one part, its notes and the names the district has.
 */

import { patient } from "../../ask/patient.ts";
import { moved } from "../../ask/revision.ts";
import type { ImportNote } from "../../contract/importing/importing.ts";
import { candidatesOf, shiftOf } from "../../contract/importing/shift.ts";
import { headingsText } from "../../contract/importing/words.ts";
import type { ImportReport } from "../../contract/types.ts";
import type { Db, Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { dropPieces, makePieces } from "../../log/pieces.ts";
import { takeImports } from "../../log/zonesHeld.ts";
import type { RowNote } from "../report.ts";
import { batchOf, type StoredBatch } from "./batch.ts";
import { partsOf } from "./parts.ts";
import { Problems } from "./problems.ts";
import { keepRefused, type RefusedRow } from "./refusedRows.ts";
import { Sites } from "./sites.ts";
import { shownNotes, type Work, workOf } from "./work.ts";

/** Rows written at once. */
const groupSize = 2_500;

/** Somebody asked to stop, or the process ends: nothing was kept. */
export class Stopped extends Error {}
/** Rolls a try's transaction back. */
class TryEnds extends Error {}

export interface Running {
  readonly signal: AbortSignal;
  progress(rows: number): void;
}

async function readAll(work: Work, { signal, progress }: Running): Promise<void> {
  const into = work.into === "sites" ? new Sites(work) : new Problems(work);
  if (work.into === "problems") await makePieces(work.tx);
  for await (const { first, rows } of partsOf(work.tx, work.batchId)) {
    for (let i = 0; i < rows.length; i += groupSize) {
      if (signal.aborted) throw new Stopped();
      const group = rows.slice(i, i + groupSize);
      await into.load(group, first + i);
      work.log.read += group.length;
      progress(work.log.read);
    }
  }
  if (work.into === "problems") await dropPieces(work.tx);
  if (signal.aborted) throw new Stopped();
}

interface Outcome {
  readonly report: ImportReport;
  readonly refused: readonly RefusedRow[];
}

/** The database says "geometry", a sheet has a place. */
const noteOf = ({ row, field, value, reason }: RowNote): ImportNote => ({
  row,
  field: field === "geometry" ? "place" : field,
  value,
  reason,
});
const shown = (notes: readonly RowNote[]): ImportNote[] => notes.slice(0, shownNotes).map(noteOf);

function outcomeOf(work: Work): Outcome {
  const { log, spec, shift } = work;
  const done = log.finish({ id: "", into: "", file: "" });
  const byRow = new Map<number, ImportNote[]>();
  for (const note of done.refused) byRow.set(note.row, [...(byRow.get(note.row) ?? []), noteOf(note)]);
  const { read, added, changed, unchanged, refusedRows, mendedRows, notedRows } = done;
  const report: ImportReport = {
    ...{ read, added, changed, unchanged, refusedRows, mendedRows, notedRows },
    refused: shown(done.refused.toSorted((a, b) => a.row - b.row)),
    mended: shown(done.mended),
    noted: shown(done.noted),
    shift: shift.length ? shiftOut(shiftOf(shift, candidatesOf(spec.crs))) : null,
    bounds: work.bounds.box,
    outside: work.outside,
  };
  return { report, refused: [...byRow].toSorted(([a], [b]) => a - b).map(([row, reasons]) => ({ row, reasons })) };
}
const shiftOut = ({ compared, systems }: ReturnType<typeof shiftOf>): ImportReport["shift"] => ({ compared, systems: [...systems] });

async function begin(tx: Tx, batch: StoredBatch): Promise<Work> {
  await takeImports(tx);
  if (!batch.spec) throw new Error(`import ${batch.id} has no spec`);
  return workOf(tx, batch.id, batch.columns, batch.spec);
}

/** The same work and report, and nothing kept but what is said. @throws Stopped */
export async function tryBatch(db: Db, id: number, running: Running): Promise<void> {
  const batch = await batchOf(db, id);
  let outcome: Outcome | null = null;
  const work = db.tx(async (plain) => {
    const work = await begin(patient(plain), batch);
    await readAll(work, running);
    outcome = outcomeOf(work);
    throw new TryEnds();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof TryEnds)) throw error;
  });
  await db.tx(async (plain) => {
    const tx = patient(plain);
    await settle(tx, id, outcome as unknown as Outcome);
    const [done] = await tx.query(sql`update import_batch set state = 'tried', progress = null, beat_at = null
      where id = ${id}::bigint and state = 'trying' and ${readAs(batch)} returning 1`);
    // Taken for dead: another process has done it, or it is being read another way by now.
    if (!done) throw new Stopped();
  });
}

/** Its outcome is of this way of reading it. */
const readAs = ({ spec }: StoredBatch) => sql`spec = ${JSON.stringify(spec)}::jsonb`;

async function settle(tx: Tx, id: number, { report, refused }: Outcome): Promise<void> {
  await keepRefused(tx, id, refused);
  await tx.query(
    sql`update import_batch set report = ${JSON.stringify(report)}::jsonb, failure_zh = null, failure_en = null where id = ${id}::bigint`,
  );
}

/** @throws Stopped */
export async function loadBatch(db: Db, id: number, running: Running): Promise<void> {
  const batch = await batchOf(db, id);
  await db.tx(async (plain) => {
    const tx = patient(plain);
    const work = await begin(tx, batch);
    await readAll(work, running);
    const outcome = outcomeOf(work);
    await settle(tx, id, outcome);
    await keepMapping(tx, batch);
    await tx.query(sql`delete from import_part where batch_id = ${id}::bigint`);
    const [done] = await tx.query(sql`
      update import_batch set state = 'done', progress = null, beat_at = null, ended_at = clock_timestamp()
      where id = ${id}::bigint and state = 'loading' and ${readAs(batch)} returning 1`);
    // Taken for dead and given up: whoever looks at it now has been told that nothing was imported.
    if (!done) throw new Stopped();
    const { added, changed } = outcome.report;
    if (added > 1_000) await tx.query(sql`analyze site, problem, problem_event`);
    if (added + changed > 0) await tx.query(moved(batch.into_what));
  });
}

const keepMapping = (tx: Tx, { id, into_what, columns, spec }: StoredBatch): Promise<object[]> =>
  tx.query(sql`
  insert into import_mapping (into_what, headings, spec, person_id)
  select ${into_what}::text, sha256(convert_to(${headingsText(columns)}::text, 'UTF8')), ${JSON.stringify(spec)}::jsonb, person_id
  from import_batch where id = ${id}::bigint
  on conflict (into_what, headings, district_id) do update set spec = excluded.spec, kept_at = clock_timestamp(), person_id = excluded.person_id`);
