/** How the database stood when a request came: each layer's revision, and the district's clock. Looked up anew for every request, together with who asks. */
import type { At } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

export interface Now {
  readonly clock: Date;
  /** The day of the district's calendar, yyyy-MM-dd. */
  readonly day: string;
  /** Minutes of the clock since 1970. */
  readonly minute: number;
  /** Which district it is: another text after an import. */
  readonly district: string;
  /** Which run of the database server: a row's version means nothing in another one. */
  readonly run: string;
  /** Of the last change of anything. */
  readonly revision: number;
  /** Revisions by layer. */
  readonly revisions: ReadonlyMap<string, number>;
  /** Of several servers: what a read of this request must have seen, whichever answers it. */
  readonly at?: At;
}

export interface NowRow {
  readonly clock: Date;
  readonly day: string;
  readonly minute: number;
  readonly district: string;
  readonly run: string;
  readonly revision: number;
  /** "base 1,problems 17,…" */
  readonly revisions: string;
}

/** `clock()` of the database, of its district `d`: written out, for calling the function costs as much as the rest of the statement. */
const clock = sql`coalesce(d.frozen_at, d.data_as_of + (now() - d.clock_set_at), now())`;

/** The same as a value of any statement, read once in it. */
export const clockNow = sql`(select ${clock} from (values (1)) one left join district d on true)`;

/** A select of one row. */
export const nowSelect: Sql = sql`select c.clock, (c.clock at time zone coalesce(c.time_zone, 'UTC'))::date::text as day,
    floor(extract(epoch from c.clock) / 60)::float8 as minute, concat(c.code, ' ', extract(epoch from c.imported_at)) as district,
    extract(epoch from pg_postmaster_start_time())::text as run,
    array_to_string(array(select r.layer || ' ' || r.revision from layer_revision r), ',') as revisions,
    (select h.revision from change_head h) as revision
  from (select ${clock} as clock, d.time_zone, d.code, d.imported_at from (values (1)) one left join district d on true offset 0) c`;

/** Read once for as long as nothing moves. */
let last = { text: "", revisions: new Map<string, number>() };

function revisionsOf(text: string): ReadonlyMap<string, number> {
  if (text !== last.text)
    last = {
      text,
      revisions: new Map(
        text.split(",").map((one): [string, number] => {
          const [layer = "", revision] = one.split(" ");
          return [layer, Number(revision)];
        }),
      ),
    };
  return last.revisions;
}

export function toNow({ clock, day, minute, district, run, revision, revisions }: NowRow, at?: At): Now {
  const now = { clock, day, minute, district, run, revision, revisions: revisionsOf(revisions) };
  if (at === undefined) return now;
  // Numbers of changes and of rows' versions may be given anew after a failover: on another timeline nothing is what was kept.
  return { ...now, at, district: `${district} ${at.timeline}`, run: `${run} ${at.timeline}` };
}
