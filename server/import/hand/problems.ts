/** Problems brought in by hand: each with a log made of its columns, as the bundle's importer makes it. Those there already are left alone. */

import { anyProblem } from "../../ask/past.ts";
import { plainWord } from "../../contract/importing/words.ts";
import type { ProblemSource } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { type ZonesOf, zonesOf } from "../load/pieces.ts";
import type { PlacedProblem } from "../load/problemRow.ts";
import { copyEvents, copyProblems, newIds, type Ready } from "../load/write.ts";
import { type Folded, folded } from "../plan.ts";
import type { Position } from "../read/shape.ts";
import { RowRefused } from "../report.ts";
import { synthesise } from "../synthesise.ts";
import { type Placed, RowCells } from "./cells.ts";
import { contentId, Seen } from "./identity.ts";
import { handLayer, type KnownSite, metresTo, type Work } from "./work.ts";

interface Read {
  readonly cells: RowCells;
  readonly numbered: boolean;
  readonly unitId: number | null;
  readonly problem: PlacedProblem;
}

/** Of several sites with one name the one that lies so near is meant. */
const near_m = 500;

export class Problems {
  readonly #work: Work;
  readonly #seen = new Seen();
  readonly #bySiteNumber = new Map<string, KnownSite | null>();

  constructor(work: Work) {
    this.#work = work;
    for (const site of work.sites) {
      const key = plainWord(site.external_id);
      this.#bySiteNumber.set(key, this.#bySiteNumber.has(key) ? null : site);
      this.#bySiteNumber.set(plainWord(`${site.layer}:${site.external_id}`), site);
    }
  }

  /** @param first number of the first of these rows */
  async load(rows: readonly (readonly string[])[], first: number): Promise<void> {
    const { tx, log } = this.#work;
    const read = rows.flatMap((cells, i) => this.#read(first + i, cells) ?? []);
    const fresh = await this.#fresh(read);
    log.unchanged += read.length - fresh.length;
    const zones = await zonesOf(
      tx,
      read.map((r) => r.problem.at),
    );
    for (const [i, one] of read.entries()) this.#placed(one, zones[i] as ZonesOf);
    const zoneOf = new Map(read.map((one, i) => [one, zones[i] as ZonesOf]));
    const ids = await newIds(tx, fresh.length);
    const ready = fresh.map((one, i) => this.#ready(one, ids[i] as number, zoneOf.get(one) as ZonesOf));
    await copyProblems(tx, handLayer, ready);
    await copyEvents(tx, ready);
    await this.#keep(ready);
    log.added += ready.length;
  }

  #placed({ cells, problem }: Read, { outside }: ZonesOf): void {
    this.#work.bounds.add(problem.at);
    if (!outside) return;
    this.#work.outside += 1;
    cells.note("place", problem.at.join(" "), { zh: "在区界之外", en: "outside the district's boundary" });
  }

  #read(row: number, given: readonly string[]): Read | null {
    const cells = new RowCells(this.#work, row, given);
    const { words, categoryNames } = this.#work;
    const number = cells.try(() => cells.name("externalId"));
    const category = cells.try(() => cells.word("category", words.categories));
    const foundAt = cells.try(() => cells.time("foundAt", true));
    const title = cells.try(() => cells.name("title"));
    const description = cells.try(() => cells.text("description"));
    const where = cells.try(() => cells.text("place"));
    const source = cells.try(() => cells.word("source", words.sources)) as ProblemSource | null;
    const unitId = cells.try(() => cells.unit());
    const person = cells.try(() => cells.name("person"));
    const deadlineAt = cells.try(() => cells.time("deadlineAt", false));
    const closedAt = cells.try(() => cells.time("closedAt", true));
    const place = cells.try(() => pointOf(cells.place()));
    const site = place && cells.try(() => this.#site(cells, place));
    if (cells.bad || category === null || foundAt === null || place === null) return null;
    const externalId = number ?? contentId(place.shape, category, foundAt, where, description);
    if (!this.#seen.stands(cells, number === null ? "category" : "externalId", externalId, number ?? category)) return null;
    const problem: PlacedProblem = {
      ...{ row: { row, cell: () => undefined }, externalId, category, foundAt, description, place: where, person, deadlineAt, closedAt },
      ...{ title: title ?? categoryNames.get(category) ?? category, source: source ?? "import", siteId: site?.id ?? null, night: false },
      ...{ state: null, unit: null, dispatchedAt: null, handedBackAt: null },
      ...{ position: place.raw.coordinates, at: place.shape.coordinates },
    };
    return { cells, numbered: number !== null, unitId, problem };
  }

  /** By number, else by name; of several with the name the one near by. @throws RowRefused */
  #site(cells: RowCells, { raw, shape }: Point): KnownSite | null {
    const text = cells.text("site");
    if (text === null) return null;
    const numbered = this.#bySiteNumber.get(plainWord(text));
    const named = numbered ? [numbered] : (this.#work.sitesByName.get(plainWord(text)) ?? []);
    if (named.length === 0) throw new RowRefused("site", text, { zh: "没有这个点位", en: "there is no such site" });
    const near = named.length === 1 ? named : named.filter((site) => metresTo(site, shape.coordinates) <= near_m);
    const [site] = near;
    if (near.length !== 1 || !site)
      throw new RowRefused("site", text, { zh: "有几个点位同名，请写编号", en: "several sites are called so; write the number" });
    this.#work.shift.push({ x: raw.coordinates[0], y: raw.coordinates[1], site: [site.lon, site.lat] });
    return site;
  }

  /** Those that are not there yet. A number of another layer's problem is the same problem where the hour it was found is the same. */
  async #fresh(read: readonly Read[]): Promise<Read[]> {
    const rows = await this.#work.tx.query<{ i: number; own: boolean }>(sql`
      select u.i::int - 1 as i, bool_or(p.layer = ${handLayer}) as own
      from unnest(${read.map((r) => r.problem.externalId)}::text[], ${read.map((r) => new Date(r.problem.foundAt).toISOString())}::timestamptz[])
        with ordinality u(external_id, found_at, i)
      join ${anyProblem} p on p.external_id = u.external_id and (p.layer = ${handLayer} or date_trunc('minute', p.found_at) = date_trunc('minute', u.found_at))
      group by u.i`);
    const there = new Map(rows.map((row) => [row.i, row.own]));
    for (const [i, own] of there) {
      const { cells, problem } = read[i] as Read;
      if (!own)
        cells.note("externalId", problem.externalId, {
          zh: "已有同编号、同发现时间的问题，未改动",
          en: "there already, with this number and this time; left as it is",
        });
    }
    return read.filter((_, i) => !there.has(i));
  }

  #ready({ cells, unitId, problem }: Read, id: number, zones: ZonesOf): Ready {
    const events = synthesise({ ...problem, unitId }, (field, value, reason) => cells.mend(field, value, reason));
    const ground = { foundAt: problem.foundAt, nearlyDueHours: this.#work.ground.nearlyDueHours, link: (event: Folded["event"]) => event };
    const append = folded(events, ground);
    return { id, problem, zones, append, before: 0, after: (append.at(-1) as Folded).after };
  }

  async #keep(ready: readonly Ready[]): Promise<void> {
    if (ready.length === 0) return;
    await this.#work.tx.query(sql`
      insert into import_change (batch_id, row, thing, thing_id, before, after)
      select ${this.#work.batchId}::bigint, u.row, 'problem', u.id, null, jsonb_build_object('events', u.events, 'version', u.version)
      from unnest(${ready.map((r) => r.problem.row.row)}::int[], ${ready.map((r) => r.id)}::bigint[], ${ready.map((r) => r.append.length)}::int[],
        ${ready.map((r) => r.after.version)}::int[]) u(row, id, events, version)`);
  }
}

interface Point {
  readonly raw: { readonly coordinates: Position };
  readonly shape: { readonly type: "Point"; readonly coordinates: Position };
}

function pointOf({ raw, shape }: Placed): Point {
  if (raw.type === "Point" && shape.type === "Point") return { raw, shape };
  throw new RowRefused("place", shape.type, { zh: "问题的位置须为点", en: "a problem's place should be a point" });
}
