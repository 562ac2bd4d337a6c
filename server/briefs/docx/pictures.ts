/** Pictures of a document: its map, and photos as they are shown, covers and all. */
import sharp from "sharp";
import type { BriefFacts } from "../../contract/types.ts";
import { type Sql, sql } from "../../db/sql.ts";
import { type PhotoStore, photoKey } from "../../photos/store.ts";
import { drawMap } from "./map.ts";
import { mapGround, type Rows } from "./mapGround.ts";

export interface BriefPictures {
  /** PNG; null when there is nothing to draw. */
  readonly map: Buffer | null;
  /** Problems that lie outside the map's frame. */
  readonly beyond?: number;
  /** JPEG by photo id. */
  readonly photos: ReadonlyMap<number, Buffer>;
  /** Of a hand-over slip: the photo of a problem before anything was done, by problem id. */
  readonly ofProblems?: ReadonlyMap<number, Buffer>;
}

/** Longest sides in the document: half the text area, and a cell of a slip, at some 290 dots an inch. */
const pairSide_px = 900;
const slipSide_px = 420;
const quality = 76;
/** Pictures that are made small at once. */
const atOnce = 4;

interface Shown {
  readonly key: number;
  readonly id: number;
  readonly shown: number;
}

const shownPhotos = (ids: readonly number[]): Sql => sql`select f.id as key, f.id, f.shown from photo f
  where f.id = any(${ids}::bigint[]) and f.state = 'ready' and f.shown is not null order by f.id`;

/** The first photo of each problem taken before that moment. */
const firstPhotos = (problems: readonly number[], asOf: string): Sql => sql`
  select distinct on (f.problem_id) f.problem_id as key, f.id, f.shown from photo f
  where f.problem_id = any(${problems}::bigint[]) and f.kind = 'before' and f.state = 'ready' and f.shown is not null
    and f.taken_at < to_timestamp(${Date.parse(asOf) / 1000}::float8)
  order by f.problem_id, f.id`;

const small = (bytes: Buffer, side: number): Promise<Buffer> =>
  sharp(bytes).resize({ width: side, height: side, fit: "inside", withoutEnlargement: true }).jpeg({ quality }).toBuffer();

/** A file that is not in the store is a photo that is not shown, as is one that is withdrawn. @throws StoreUnavailable */
async function fetched(store: PhotoStore, rows: readonly Shown[], side: number): Promise<ReadonlyMap<number, Buffer>> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < rows.length; at += atOnce) {
    const some = rows.slice(at, at + atOnce);
    const pictures = await Promise.all(some.map(({ id, shown }) => store.get(photoKey(id, shown, "picture"))));
    const made = await Promise.all(pictures.map((bytes) => (bytes ? small(bytes, side) : null)));
    made.forEach((bytes, i) => {
      if (bytes) found.set((some[i] as Shown).key, bytes);
    });
  }
  return found;
}

async function ofProblems(facts: BriefFacts, rows: Rows, store: PhotoStore): Promise<ReadonlyMap<number, Buffer>> {
  const problems = facts.areas.flatMap(({ places }) => places.flatMap((place) => place.problems.map(({ id }) => id)));
  return fetched(store, await rows<Shown>(firstPhotos(problems, facts.asOf)), slipSide_px);
}

/** @throws StoreUnavailable */
export async function picturesOf(facts: BriefFacts, rows: Rows, store: PhotoStore): Promise<BriefPictures> {
  const { png, beyond } = await drawMap(await mapGround(facts, rows), facts.points);
  const ids = facts.photos.flatMap(({ before, after }) => [before, after]);
  const photos = ids.length === 0 ? new Map<number, Buffer>() : await fetched(store, await rows<Shown>(shownPhotos(ids)), pairSide_px);
  return { map: png, beyond, photos, ...(facts.kind === "handover" ? { ofProblems: await ofProblems(facts, rows, store) } : {}) };
}
