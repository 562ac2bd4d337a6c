/** Sites brought in by hand: read, shaped, found again among those there are, written, and every change kept for an undo. */
import { plainWord } from "../../contract/importing/words.ts";
import type { SiteType } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { type Draft, makeShapes, type Shaped } from "../load/shapes.ts";
import type { Position } from "../read/shape.ts";
import { positionsOf, RowCells } from "./cells.ts";
import { contentId, Seen } from "./identity.ts";
import { addSites, changeSites, type SiteWrite } from "./siteWrite.ts";
import { handLayer, type Work } from "./work.ts";

interface SiteRow extends Omit<SiteWrite, "geom" | "length_m" | "area_m2" | "siteId" | "row"> {
  readonly cells: RowCells;
  /** The file gave it a number. */
  readonly numbered: boolean;
  readonly corners: readonly Position[];
}

/** Found already, by number or by type and name near by. */
interface Match {
  readonly i: number;
  readonly id: number;
  readonly layer: string;
  readonly site_type: string;
  readonly name: string;
  readonly dimension: number;
  readonly numbered: boolean;
}

const system = { name: "EPSG:4326", srid: 4326, change: null };

export class Sites {
  readonly #work: Work;
  readonly #seen = new Seen();
  /** Sites that rows of this file stand for. */
  readonly #meant = new Seen();

  constructor(work: Work) {
    this.#work = work;
  }

  /** @param first number of the first of these rows */
  async load(rows: readonly (readonly string[])[], first: number): Promise<void> {
    const { tx, log, ground } = this.#work;
    const drafts = rows.flatMap((cells, i) => this.#read(first + i, cells));
    const making = { tx, log, manifest: { centre: ground.centre }, layer: { into: "sites" as const } };
    const shaped = await makeShapes(making, system, drafts);
    const found = await this.#matches(shaped);
    const add: SiteWrite[] = [];
    const change: SiteWrite[] = [];
    for (const [i, one] of shaped.entries()) {
      const decided = this.#decide(one, found.get(i) ?? []);
      if (decided === "refused") continue;
      this.#placed(one);
      if (decided === "stands") log.unchanged += 1;
      else (decided.siteId === null ? add : change).push(decided);
    }
    await addSites(this.#work, add);
    const changed = await changeSites(this.#work, change);
    log.added += add.length;
    log.changed += changed;
    log.unchanged += change.length - changed;
  }

  #placed({ value, outside }: Shaped<SiteRow>): void {
    for (const corner of value.corners) this.#work.bounds.add(corner);
    if (outside) this.#work.outside += 1;
  }

  #read(row: number, given: readonly string[]): Draft<SiteRow>[] {
    const cells = new RowCells(this.#work, row, given);
    const { words } = this.#work;
    const number = cells.try(() => cells.name("externalId"));
    const name = cells.try(() => cells.name("name"));
    const siteType = cells.try(() => cells.word("siteType", words.siteTypes)) as SiteType | null;
    const address = cells.try(() => cells.text("address"));
    const unitId = cells.try(() => cells.unit());
    const person = cells.try(() => cells.name("person"));
    const key = cells.try(() => cells.flag("key"));
    const place = cells.try(() => cells.place());
    if (cells.bad || name === null || siteType === null || place === null) return [];
    const externalId = number ?? contentId(place.shape, siteType, name);
    if (!this.#seen.stands(cells, number === null ? "name" : "externalId", externalId, number ?? name)) return [];
    const corners = positionsOf(place.shape);
    this.#compare(name, place.raw.type === "Point" ? place.raw.coordinates : null);
    const value = { cells, externalId, numbered: number !== null, name, siteType, address, unitId, person, key, corners };
    return [{ row: cells, value, shape: place.shape }];
  }

  /** A row whose name one site has tells how far the file lies from what we know. */
  #compare(name: string, raw: Position | null): void {
    const named = this.#work.sitesByName.get(plainWord(name));
    if (raw && named?.length === 1 && named[0]) this.#work.shift.push({ x: raw[0], y: raw[1], site: [named[0].lon, named[0].lat] });
  }

  async #matches(shaped: readonly Shaped<SiteRow>[]): Promise<Map<number, Match[]>> {
    const v = shaped.map((s) => s.value);
    const rows = await this.#work.tx.query<Match>(sql`
      with g as materialized (select *, geom::geometry::geography as geog
        from unnest(${v.map((s) => s.externalId)}::text[], ${v.map((s) => s.numbered)}::boolean[], ${v.map((s) => s.siteType)}::text[],
          ${v.map((s) => s.name)}::text[], ${shaped.map((s) => s.geom)}::text[]) with ordinality u(external_id, numbered, site_type, name, geom, i)),
      found as (
        select g.i, s.id, true as numbered from g join site s on s.external_id = g.external_id and (g.numbered or s.layer = ${handLayer})
        union
        select g.i, s.id, false from g join site s on s.site_type = g.site_type and s.name = g.name and st_dwithin(s.geog, g.geog, 200))
      select f.i::int - 1 as i, s.id, s.layer, s.site_type, s.name, st_dimension(s.geom) as dimension, bool_or(f.numbered) as numbered
      from found f join site s on s.id = f.id where s.id <= ${this.#work.lastSite}::bigint
      group by f.i, s.id order by f.i, s.layer = ${handLayer} desc, s.id`);
    const found = new Map<number, Match[]>();
    for (const row of rows) found.set(row.i, [...(found.get(row.i) ?? []), row]);
    return found;
  }

  #decide(one: Shaped<SiteRow>, found: readonly Match[]): SiteWrite | "stands" | "refused" {
    const { value } = one;
    const match = this.#one(value, found);
    if (match === "refused") return match;
    const write = { ...value, row: value.cells.row, geom: one.geom, length_m: one.length_m, area_m2: one.area_m2 };
    if (match === null) return { ...write, siteId: null };
    if (this.#work.spec.existing === "skip") {
      if (match.layer !== handLayer || !match.numbered) note(value, match);
      return "stands";
    }
    if (!this.#meant.stands(value.cells, "name", String(match.id), value.name)) return "refused";
    // A sheet has points; what was drawn as a line or an area is not made a point of.
    if (match.dimension > 0 && value.corners.length === 1) {
      value.cells.note("place", value.name, { zh: "原有的线或面保留", en: "the line or area it has is kept" });
      return { ...write, siteId: match.id, geom: null };
    }
    return { ...write, siteId: match.id };
  }

  /** The one site that is meant. A number goes before a name; our own layer before the others. */
  #one({ cells, name, siteType, externalId }: SiteRow, found: readonly Match[]): Match | null | "refused" {
    const alike = (m: Match): boolean => m.name === name && m.site_type === siteType;
    const numbered = found.filter((m) => m.numbered);
    const own = numbered.find((m) => m.layer === handLayer);
    const [match] = own ? [own] : numbered.some(alike) ? numbered.filter(alike) : numbered.length ? numbered : found;
    if (!match) return null;
    if (own || !match.numbered || match.name === name || match.site_type === siteType) return match;
    cells.refuse("externalId", externalId, {
      zh: `编号与已有点位“${match.name}”相同，名称和类型却都不同`,
      en: `the number is that of “${match.name}”, but neither name nor type is`,
    });
    return "refused";
  }
}

const note = ({ cells, name }: SiteRow, match: Match): void =>
  cells.note("name", name, {
    zh: `已有同${match.numbered ? "编号" : "名同类型、相距不到 200 米"}的点位“${match.name}”，未改动`,
    en: `there already: “${match.name}”, ${match.numbered ? "of the same number" : "of the same name and type within 200 m"}; left as it is`,
  });
