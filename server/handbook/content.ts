/** "What do these pages say?" At most sixty: people by level and role, duties, checklist, standard, reward, and the map. */
import { refusedField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { type HandbookTarget, handbookKey } from "../contract/handbook.ts";
import { HandbookContent } from "../contract/handbookSchemas.ts";
import type { HandbookContent as Content, HandbookMap, HandbookPage } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { type Book, loadBook, type Target } from "./book.ts";
import { lastEdition, type PageNow, pagesNow } from "./editionsKept.ts";
import { mapsOf } from "./ground.ts";
import type { Query } from "./kept.ts";
import { pageKeys } from "./parameters.ts";
import { readers, tellPosts } from "./reading.ts";

/** @throws ParameterError naming the first key that is no page */
const targetsOf = ({ byKey }: Book, keys: readonly HandbookTarget[]): Target[] =>
  keys.map((key) => {
    const target = byKey.get(handbookKey(key));
    if (target) return target;
    throw refusedField("keys", handbookKey(key), { zh: "现行的责任区，或已有的点位", en: "zones in force and sites that exist" });
  });

type Heading = Omit<Content, "day" | "edition" | "pages">;
const heading = sql`select json_build_object('zh', name_zh, 'en', name_en) as district,
  case when notice_zh is not null then json_build_object('zh', notice_zh, 'en', coalesce(notice_en, notice_zh)) end as notice, attribution,
  map_approval as "mapApproval" from district`;
const noDistrict: Heading = { district: { zh: "未导入城市", en: "no district yet" }, notice: null, attribution: null, mapApproval: null };

interface Middle {
  readonly key: string;
  readonly lon: number;
  readonly lat: number;
}
async function middlesOf(query: Query, pages: readonly PageNow[]): Promise<ReadonlyMap<string, Middle>> {
  const ids = [...new Set(pages.flatMap(({ facts }) => facts.sites.map(({ key }) => Number(key.slice(5)))))];
  const found =
    await query<Middle>(sql`select 'site/' || s.id as key, round(ST_X(m.at)::numeric, 6)::float8 as lon, round(ST_Y(m.at)::numeric, 6)::float8 as lat
    from site s, lateral (select ST_PointOnSurface(s.geom) as at) m where s.id = any(${ids}::bigint[])`);
  return new Map(found.map((middle) => [middle.key, middle]));
}

interface Drawn {
  readonly maps: ReadonlyMap<string, HandbookMap>;
  readonly middles: ReadonlyMap<string, Middle>;
}
const empty: HandbookMap = { frame: [], outline: [], shape: [], shapeKind: "none", ground: [], neighbours: [] };

function tell(caller: Caller, { facts, sum, since, target }: PageNow, { maps, middles }: Drawn): HandbookPage {
  return {
    ...facts,
    sum,
    since,
    above: facts.above.map((zone) => ({ ...zone, posts: tellPosts(caller, zone.posts) })),
    posts: tellPosts(caller, facts.posts),
    sites: facts.sites.flatMap((site) => {
      const middle = middles.get(site.key);
      return middle ? [{ ...site, lon: middle.lon, lat: middle.lat }] : [];
    }),
    map: maps.get(target.key) ?? empty,
  };
}

const mapAsked = ({ key, kind, id, zone1, zone2, zone3 }: Target) => ({
  key,
  zone: kind === "zone" ? id : (zone3 ?? zone2 ?? zone1),
  site: kind === "site" ? id : null,
});

export const handbookContent = route({
  path: "/api/handbook/content",
  question: "What do these pages of the handbook say, map and all?",
  may: readers,
  takes: { keys: pageKeys },
  answer: HandbookContent,
  async handle({ given: { keys }, caller, rows }) {
    const query: Query = (statement) => rows("content", statement);
    const book = await loadBook(query);
    const last = await lastEdition(query);
    const targets = targetsOf(book, keys);
    const pages = pagesNow(book, last, targets);
    const drawn = { maps: await mapsOf(query, targets.map(mapAsked)), middles: await middlesOf(query, pages) };
    const [head] = await query<Heading>(heading);
    return {
      ...(head ?? noDistrict),
      day: book.day,
      edition: last && { number: last.number, day: last.day },
      pages: pages.map((page) => tell(caller, page, drawn)),
    };
  },
});
