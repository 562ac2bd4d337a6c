/** A sheet of rows brought in by hand over HTTP: sent, tried, loaded and taken back; beside the same rows inserted by hand. */
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { importsOnce } from "../../server/import/hand/worker.ts";
import { handOn, problemColumns, problemFields, specOf } from "../server/import/hand/hand.ts";
import type { TestEngine } from "../support/databases.ts";
import { timed } from "./acts.ts";
import type { Line } from "./measure.ts";

const most_ms = 60_000;
const spec = specOf("problems", problemFields);

function sheetRows(count: number): string[][] {
  return Array.from({ length: count }, (_, i) => {
    const found = new Date(Date.UTC(2026, 9, 1) + (i % 50_000) * 60_000);
    const closed = i % 4 ? "" : new Date(found.getTime() + 3_600_000).toISOString();
    const at = [(119.0005 + (i % 79) * 0.0005).toFixed(6), (33.5795 + (i % 83) * 0.0005).toFixed(6)];
    return [`I${i}`, "0101", found.toISOString(), `问题 ${i}`, "", "", closed, ...at] as string[];
  });
}

/** The bare rows: nothing read, checked, placed in a zone or logged. */
async function byHand(db: Db, rows: readonly (readonly string[])[]): Promise<number> {
  const column = (i: number): string[] => rows.map((row) => row[i] as string);
  const times: number[] = [];
  await timed(times, () =>
    db.query(
      sql`insert into problem (layer, external_id, category, source, title, found_at, state, is_open, closed_at, geom)
        select 'hand', 'H' || v.code, v.category, 'patrol', v.title, v.found::timestamptz, case when v.closed = '' then 'filed' else 'closed' end, v.closed = '',
          nullif(v.closed, '')::timestamptz, ST_Point(v.x, v.y, 4326)
        from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(3)}::text[], ${column(2)}::text[], ${column(6)}::text[],
          ${column(7).map(Number)}::float8[], ${column(8).map(Number)}::float8[]) v (code, category, title, found, closed, x, y)`,
      { timeout_ms: 0 },
    ),
  );
  await db.query(sql`delete from problem where layer = 'hand'`, { timeout_ms: 0 });
  return times[0] as number;
}

export async function benchImport(engine: TestEngine, count: number): Promise<Line[]> {
  const hand = await handOn(engine);
  const rows = sheetRows(count);
  const hand_ms = await byHand(hand.db, rows);
  const took: number[] = [];
  let batch = 0;
  await timed(took, async () => {
    batch = (await hand.tried({ into: "problems", columns: problemColumns, rows }, spec)).id;
  });
  await timed(took, async () => {
    await hand.ask("POST", `/api/imports/${batch}/load`, { partly: false });
    await importsOnce(hand.db);
  });
  const { report } = await hand.batch(batch);
  if (report?.added !== count) throw new Error(`${report?.added} of ${count} rows were loaded`);
  await timed(took, () => hand.undo(batch));
  const [row] = await hand.db.query<{ count: number }>(sql`select count(*)::int as count from problem where external_id like 'I%'`);
  if (row?.count !== 0) throw new Error(`${row?.count} rows were left when the import was taken back`);
  const [tried, loaded, undone] = took as [number, number, number];
  const line = (what: string, ms: number): Line => ({ engine: engine.name, what: `${count} rows ${what}`, ms });
  return [
    line("inserted by hand, bare", hand_ms),
    line("sent and tried", tried),
    {
      ...line(`loaded (${(loaded / hand_ms).toFixed(1)} × bare)`, loaded),
      ratio: { to: "the 60 s asked for 50,000", value: loaded / ((most_ms * count) / 50_000), most: 1 },
    },
    line("taken back", undone),
  ];
}
