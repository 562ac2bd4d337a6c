/** What every row of an import by hand is read with: the district's words, its clock, and what is said meanwhile. */

import type { Position } from "../../contract/coordinates/systems.ts";
import { type ImportSpec, type ImportTarget, mostImportRows } from "../../contract/importing/importing.ts";
import { metres, type ShiftRow } from "../../contract/importing/shift.ts";
import { plainWord, siteTypeWords, sourceWords, WordList } from "../../contract/importing/words.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { LayerLog } from "../report.ts";

/** Reasons told of one row; and notes that a report shows. */
export const mostReasons = 5;
export const shownNotes = 200;

/** The layer of everything that came by hand. */
export const handLayer = "hand";

interface Ground {
  readonly timeZone: string;
  readonly language: "zh" | "en";
  readonly centre: readonly [number, number];
  readonly clock_ms: number;
  readonly nearlyDueHours: number;
}

export interface KnownSite {
  readonly id: number;
  readonly layer: string;
  readonly external_id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

export const metresTo = (site: KnownSite, at: Position): number => metres([site.lon, site.lat], at);

interface KnownCategory {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly minor: boolean;
}

/** Places of what was loaded: their envelope, degrees. */
export class Bounds {
  #box: [number, number, number, number] | null = null;
  add([lon, lat]: Position): void {
    const [w, s, e, n] = this.#box ?? [lon, lat, lon, lat];
    this.#box = [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)];
  }
  get box(): [number, number, number, number] | null {
    return this.#box;
  }
}

export interface Work {
  readonly tx: Tx;
  readonly batchId: number;
  readonly into: ImportTarget;
  readonly columns: readonly string[];
  readonly spec: ImportSpec;
  readonly ground: Ground;
  readonly log: LayerLog;
  readonly words: { readonly siteTypes: WordList; readonly sources: WordList; readonly categories: WordList };
  readonly categoryNames: ReadonlyMap<string, string>;
  /** By number, name and short name. */
  readonly units: ReadonlyMap<string, number>;
  readonly sites: readonly KnownSite[];
  readonly sitesByName: ReadonlyMap<string, readonly KnownSite[]>;
  /** Sites with a higher id are this import's own. */
  readonly lastSite: number;
  /** Rows that name a site, for the shift. */
  readonly shift: ShiftRow[];
  readonly bounds: Bounds;
  outside: number;
}

async function groundOf(tx: Tx): Promise<Ground> {
  const [row] = await tx.query<{ zone: string; language: "zh" | "en"; lon: number; lat: number; clock: Date; hours: number }>(sql`
    select time_zone as zone, language, st_x(centre) as lon, st_y(centre) as lat, clock() as clock, nearly_due_h as hours from district`);
  if (!row) throw new Error("there is no district yet");
  return {
    timeZone: row.zone,
    language: row.language,
    centre: [row.lon, row.lat],
    clock_ms: row.clock.getTime(),
    nearlyDueHours: row.hours,
  };
}

async function unitsOf(tx: Tx): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  const rows = await tx.query<{ id: number; external_id: string; name: string; short_name: string }>(
    sql`select id, external_id, name, short_name from unit order by id`,
  );
  for (const key of ["external_id", "name", "short_name"] as const)
    for (const row of rows) if (!units.has(plainWord(row[key]))) units.set(plainWord(row[key]), row.id);
  return units;
}

const sitesOf = (tx: Tx): Promise<KnownSite[]> =>
  tx.query<KnownSite>(sql`select id, layer, external_id, name, st_x(p) as lon, st_y(p) as lat
    from (select id, layer, external_id, name, case when st_dimension(geom) = 0 then geom else st_pointonsurface(geom) end as p from site) s
    order by id`);

const categoriesOf = (tx: Tx): Promise<KnownCategory[]> =>
  tx.query<KnownCategory>(sql`select code, name_zh as zh, name_en as en, code <> major as minor from category order by code`);

function byName(sites: readonly KnownSite[]): Map<string, KnownSite[]> {
  const names = new Map<string, KnownSite[]>();
  for (const site of sites) {
    const key = plainWord(site.name);
    const list = names.get(key);
    if (list) list.push(site);
    else names.set(key, [site]);
  }
  return names;
}

/** What is read once for all rows. */
export async function workOf(tx: Tx, batchId: number, columns: readonly string[], spec: ImportSpec): Promise<Work> {
  const ground = await groundOf(tx);
  const [categories, sites] = [await categoriesOf(tx), await sitesOf(tx)];
  const minors = categories.filter((c) => c.minor);
  const majors = categories.filter((c) => !c.minor);
  return {
    ...{
      tx,
      batchId,
      into: spec.into,
      columns,
      spec,
      ground,
      log: new LayerLog({ refused: mostReasons * mostImportRows, mended: shownNotes, noted: shownNotes }),
      sites,
      sitesByName: byName(sites),
    },
    words: {
      siteTypes: new WordList(siteTypeWords),
      sources: new WordList(sourceWords),
      categories: new WordList(minors, majors),
    },
    categoryNames: new Map(categories.map((c) => [c.code, c[ground.language]])),
    units: await unitsOf(tx),
    lastSite: sites.at(-1)?.id ?? 0,
    shift: [],
    bounds: new Bounds(),
    outside: 0,
  };
}
