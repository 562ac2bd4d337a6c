/**
 * One job, from its claim to its end. A claim is known by the job and how often it was tried: who was taken for dead and wakes finds that
 * nothing it writes is taken any more.
 */
import { Forbidden, seenKey } from "../ask/caller.ts";
import type { AuditLine } from "../ask/route.ts";
import type { ExportFormatName, ExportWhat } from "../contract/exporting.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Db, Unavailable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { encoded } from "../files/encoding.ts";
import type { Row } from "../files/table.ts";
import { callerNow, type KeptCaller } from "./exportCaller.ts";
import { sources } from "./jobs.ts";
import type { Outgoing, Taker } from "./outgoing.ts";

export interface Limits {
  /** A running job whose process has said nothing for so long is taken up again. */
  readonly dead_ms: number;
  /** So often at least a process says that it works. */
  readonly beat_ms: number;
  /** Progress is written so often at most. */
  readonly say_ms: number;
  /** One statement of a job may take so long. */
  readonly statement_ms: number;
}
export const usualLimits: Limits = { dead_ms: 30_000, beat_ms: 5_000, say_ms: 500, statement_ms: 60_000 };

/** A job that was tried so often is given up. */
export const mostTries = 3;
const part_bytes = 512 * 1024;

export interface Claim {
  id: number;
  tries: number;
  what: ExportWhat;
  format: ExportFormatName;
  query: string;
  caller: KeptCaller;
}

/** The claim is no more: cancelled, or taken for dead. */
class Lost extends Error {}

const mine = ({ id, tries }: Claim): Sql => sql`id = ${id}::bigint and tries = ${tries}::int and state = 'running'`;

/** Runs a job to its end; what goes wrong is written on it. @param failed is told what nobody expected */
export async function work(db: Db, claim: Claim, limits: Limits, stop: AbortSignal, failed: (error: unknown) => void): Promise<void> {
  const run = new Run(db, claim, limits, stop);
  try {
    await run.make();
  } catch (error) {
    if (error instanceof Lost || run.lost) return;
    // The program closes: the next to start takes it up at once, and it counts as no try.
    if (stop.aborted)
      return void (await db.query(sql`update export_job set state = 'waiting', tries = tries - 1, done = 0 where ${mine(claim)}`));
    // The database went away under it, which is nobody's fault: silent from now on, it is taken up again.
    if (error instanceof Unavailable) throw error;
    const why = whyOf(error);
    if (!why) failed(error);
    // Cancelled or taken over in this very moment: it is said there.
    await run.fail(why ?? unexpected).catch((lost: unknown) => {
      if (!(lost instanceof Lost)) throw lost;
    });
  }
}

const unexpected: Word = {
  zh: "生成文件时出错，已记录；请再试一次",
  en: "The file could not be written; the failure has been logged. Try again.",
};

/** What a person can do something about. */
function whyOf(error: unknown): Word | null {
  if (error instanceof Forbidden) return error.why;
  if (!(error instanceof ParameterError)) return null;
  const { parameter, value, expected } = error;
  return {
    zh: `筛选条件 ${parameter}=${value} 已不可用：${expected.zh}`,
    en: `${parameter}=${value} cannot be asked any more: ${expected.en}`,
  };
}

class Run {
  readonly #db: Db;
  readonly #claim: Claim;
  readonly #limits: Limits;
  readonly #stop = new AbortController();
  /** The job is not wanted any more, or the program closes. */
  readonly #signal: AbortSignal;
  #done = 0;
  #part = 0;
  #bytes = 0;
  #said = performance.now();
  lost = false;

  constructor(db: Db, claim: Claim, limits: Limits, stop: AbortSignal) {
    this.#db = db;
    this.#claim = claim;
    this.#limits = limits;
    this.#signal = AbortSignal.any([stop, this.#stop.signal]);
  }

  async make(): Promise<void> {
    const beat = setInterval(() => void this.#say().catch(() => {}), this.#limits.beat_ms);
    try {
      const outgoing = await this.#open();
      const bytes = encoded(this.#claim.format, outgoing.table, this.#counted(outgoing), this.#signal);
      await this.#keep(bytes);
    } finally {
      clearInterval(beat);
    }
    await this.#write(sql`state = 'done', done = ${this.#done}::int, bytes = ${this.#bytes}::bigint, ended_at = clock_timestamp()`);
  }

  async fail({ zh, en }: Word): Promise<void> {
    await this.#db.query(sql`delete from export_part where job_id in (select id from export_job where ${mine(this.#claim)})`);
    await this.#write(sql`state = 'failed', failure_zh = ${zh}::text, failure_en = ${en}::text, ended_at = clock_timestamp()`);
  }

  /** Who asked as they are now, and the ids of their answer. */
  async #open(): Promise<Outgoing> {
    const { what, query, format } = this.#claim;
    const caller = await callerNow(this.#db, this.#claim.caller);
    const limit = { signal: this.#signal, timeout_ms: this.#limits.statement_ms };
    const taker: Taker = {
      caller,
      rows: (_timer, statement) => this.#db.query(statement, limit),
      audit: async (line) => void (await this.#db.query(this.#audit(caller.name, line))),
    };
    const outgoing = await sources[what].open(query, format, taker);
    const { total, held } = outgoing;
    const seen = JSON.stringify({ ...this.#claim.caller, seen: seenKey(caller) });
    await this.#write(sql`total = ${held}::int, capped = ${held < total}::boolean, caller = ${seen}::jsonb, beat_at = clock_timestamp()`);
    return outgoing;
  }

  #audit(who: string | null, { kind, detail }: AuditLine): Sql {
    const { personId, address } = this.#claim.caller;
    return sql`insert into audit_entry (kind, person_id, who, address, route, detail) values (${kind}::text, ${personId}::bigint, ${who}::text,
      ${address}::text, 'POST /api/exports', ${JSON.stringify({ ...detail, export: this.#claim.id })}::jsonb)`;
  }

  async *#counted({ pages }: Outgoing): AsyncGenerator<Row[]> {
    for await (const page of pages()) {
      yield page;
      this.#done += page.length;
      if (performance.now() - this.#said >= this.#limits.say_ms) await this.#say();
      if (this.lost) throw new Lost();
    }
  }

  /** Says how far it is, and hears whether it is still wanted. */
  async #say(): Promise<void> {
    this.#said = performance.now();
    await this.#write(sql`done = ${this.#done}::int, beat_at = clock_timestamp()`);
  }

  /** @throws Lost */
  async #write(set: Sql): Promise<void> {
    const held = await this.#db.query(sql`update export_job set ${set} where ${mine(this.#claim)} returning id`);
    if (held.length) return;
    this.lost = true;
    this.#stop.abort();
    throw new Lost();
  }

  async #keep(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let waiting: Uint8Array[] = [];
    let length = 0;
    for await (const some of bytes) {
      for (let from = 0; from < some.length; from += part_bytes) {
        const piece = some.subarray(from, from + part_bytes);
        waiting.push(piece);
        length += piece.length;
        if (length < part_bytes) continue;
        await this.#put(Buffer.concat(waiting));
        waiting = [];
        length = 0;
      }
    }
    if (length > 0) await this.#put(Buffer.concat(waiting));
  }

  async #put(bytes: Buffer): Promise<void> {
    const kept = await this.#db.query(sql`with j as (select id from export_job where ${mine(this.#claim)} for share)
      insert into export_part (job_id, part, bytes) select id, ${this.#part}::int, ${bytes}::bytea from j returning part`);
    if (!kept.length) {
      this.lost = true;
      throw new Lost();
    }
    this.#part++;
    this.#bytes += bytes.length;
  }
}
