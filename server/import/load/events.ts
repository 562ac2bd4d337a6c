/** Events of a file, set down beside the database's tables until their problems come: a file need not be in the problems' order, nor fit in memory. */

import { anyProblem } from "../../ask/past.ts";
import { type ProblemAct, problemActs } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { LogEvent } from "../../life/fold.ts";
import { type Loading, readRows } from "../loading.ts";
import type { LayerLog, Place } from "../report.ts";
import { copySource, copyText } from "./copyText.ts";
import { Units } from "./units.ts";

/** An event of the file, with where it came from. */
export interface FiledEvent {
  readonly event: LogEvent;
  readonly seq: number;
  readonly place: Place;
  readonly log: LayerLog;
}

export async function makeEvents(tx: Tx): Promise<void> {
  await tx.query(sql`create unlogged table import_event (layer int not null, row_no int not null, line int, problem text not null, seq int not null,
    act text not null, at float8 not null, actor text, unit_id bigint, person text, deadline float8, note text)`);
}

const columns = ["layer", "row_no", "line", "problem", "seq", "act", "at", "actor", "unit_id", "person", "deadline", "note"] as const;

/** Reads one events layer into the staging table; `layer` is its number among them. */
export async function stageEvents(loading: Loading, layer: number): Promise<void> {
  const units = await Units.of(loading);
  const read = readRows(loading, 10_000, (row, fields) => {
    const unit = fields.text(row, "unit");
    const event = {
      row: row.row,
      line: row.line ?? null,
      problem: fields.id(row, "problem"),
      seq: fields.integer(row, "seq", 0, 1_000_000),
      act: fields.word(row, "act", problemActs),
      at: fields.time(row, "at"),
      actor: fields.text(row, "actor"),
      unit,
      person: fields.text(row, "person"),
      deadline: fields.time(row, "deadline"),
      note: fields.text(row, "note"),
    };
    units.want(unit);
    return event;
  });
  for await (const batch of read) {
    await units.settle();
    const lines = batch.map((e) =>
      copyText([layer, e.row, e.line, e.problem, e.seq, e.act, e.at, e.actor, units.id(e.unit), e.person, e.deadline, e.note]),
    );
    if (lines.length) await loading.tx.copyIn("import_event", columns, copySource(lines));
  }
}

export async function indexEvents(tx: Tx): Promise<void> {
  await tx.query(sql`create index on import_event (problem)`);
  await tx.query(sql`analyze import_event`);
}

interface StagedEvent {
  readonly layer: number;
  readonly row_no: number;
  readonly line: number | null;
  readonly problem: string;
  readonly seq: number;
  readonly act: ProblemAct;
  readonly at: number;
  readonly actor: string | null;
  readonly unit_id: number | null;
  readonly person: string | null;
  readonly deadline: number | null;
  readonly note: string | null;
}

/** The events of these problems, each in its own order. */
export async function eventsOf(tx: Tx, problems: readonly string[], logs: readonly LayerLog[]): Promise<Map<string, FiledEvent[]>> {
  const rows = await tx.query<StagedEvent>(sql`select * from import_event where problem = any(${problems}::text[])`);
  rows.sort((a, b) => a.seq - b.seq || a.layer - b.layer || a.row_no - b.row_no);
  const found = new Map<string, FiledEvent[]>();
  for (const row of rows) {
    const list = found.get(row.problem) ?? [];
    if (list.length === 0) found.set(row.problem, list);
    list.push(filed(row, logs));
  }
  return found;
}

const noFacts = {};

function filed(row: StagedEvent, logs: readonly LayerLog[]): FiledEvent {
  const { act, at, actor, note, unit_id, person, deadline, seq, row_no, line } = row;
  return {
    // Spelt out: spreading costs an import of many events a third of a second.
    event: {
      act,
      at,
      actor,
      actorId: null,
      note,
      unitId: unit_id,
      person,
      personId: null,
      deadline,
      until: null,
      state: null,
      facts: noFacts,
    },
    seq,
    place: line === null ? { row: row_no } : { row: row_no, line },
    log: logs[row.layer] as LayerLog,
  };
}

/** Events whose problem is in no layer of this bundle, or was refused. */
export async function refuseOrphans(tx: Tx, layers: readonly string[], logs: readonly LayerLog[]): Promise<void> {
  const rows = await tx.query<StagedEvent>(sql`
    select e.* from import_event e
    where not exists (select from ${anyProblem} p where p.external_id = e.problem and p.layer = any(${layers}::text[])) order by e.layer, e.row_no`);
  for (const row of rows) {
    const { log, place } = filed(row, logs);
    log.say("refused", place, "problem", row.problem, { zh: "没有这个问题（或已被拒收）", en: "no such problem, or it was refused" });
  }
}
