/** Where nobody is: the anti-join against a plain count, whole and by zone, page by page; and the book's own posts say the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HandbookGaps as GapsSchema, HandbookHolders as HoldersSchema } from "../../../server/contract/handbookSchemas.ts";
import type { HandbookGaps, HandbookHolders, HandbookPages, HandbookRules } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { town } from "../questions/town.ts";
import { openParish, type Parish, recorded, somePosts, type Wanted } from "./parish.ts";

/** Of a middle: the zones of the three levels, by arithmetic; nothing outside the eight by eight cells. */
function zonesAt(lon: number, lat: number): number[] {
  const [x, y] = [(lon - 119) / 0.08, (lat - 33.5) / 0.08];
  if (x < 0 || y < 0 || x >= 1 || y >= 1) return [];
  return [2, 4, 8].map((across, i) => (i + 1) * 100 + Math.floor(y * across) * across + Math.floor(x * across));
}

interface Plain {
  readonly key: string;
  readonly class: string;
  readonly person: boolean;
  /** Its own zones, the highest first. */
  readonly zones: readonly number[];
}

describe.each(databases())("gaps on $name", (engine) => {
  let parish: Parish;
  let rules: HandbookRules;
  let targets: readonly Plain[];
  let given: readonly Wanted[];
  beforeAll(async () => {
    parish = await openParish(engine);
    rules = await parish.get<HandbookRules>("/api/handbook/rules");
    const middles = await parish.db.query<{ id: number; kind: string; lon: number; lat: number }>(
      sql`select id, kind, ST_X(ST_PointOnSurface(geom)) as lon, ST_Y(ST_PointOnSurface(geom)) as lat from site`,
    );
    const parents = new Map(town.zones.map(({ id, parent }) => [id, parent]));
    const line = (id: number): number[] => (id < 100 ? [] : [...line(parents.get(id) ?? 0), id]);
    targets = [
      ...town.zones
        .filter(({ level }) => level > 0)
        .map(({ id, level }) => ({ key: `zone/${id}`, class: `zone${level}`, person: recorded("zone", id), zones: line(id) })),
      ...middles.map(({ id, kind, lon, lat }) => ({
        key: `site/${id}`,
        class: kind,
        person: recorded("site", id),
        zones: zonesAt(lon, lat),
      })),
    ];
    given = somePosts(rules.roles, targets, 7);
    const { status, body } = await parish.post("/api/handbook/holders", { rows: given });
    expect(status, JSON.stringify(body)).toBe(200);
  });
  afterAll(() => parish.close());

  /** Needed posts without anybody, said plainly. */
  function plainGaps(zone: number | null): string[] {
    const held = new Set(given.map(({ target, role }) => `${target} ${role}`));
    const classes = new Map(targets.map((target) => [target.key, target]));
    const filled = (key: string, role: HandbookRules["roles"][number]): boolean => {
      const target = classes.get(key);
      const applies = target !== undefined && (role.applies as readonly string[]).includes(target.class);
      return applies && (held.has(`${key} ${role.code}`) || (role.registered && target.person));
    };
    return targets
      .filter((target) => zone === null || target.zones.includes(zone))
      .flatMap((target) =>
        rules.roles
          .filter((role) => role.needed && (role.applies as readonly string[]).includes(target.class))
          .filter((role) => {
            const around = target.key.startsWith("site/") ? target.zones.map((id) => `zone/${id}`) : [];
            return ![target.key, ...around].some((key) => filled(key, role));
          })
          .map((role) => `${target.key} ${role.code}`),
      )
      .sort();
  }

  async function asked(zone: number | null, limit: number): Promise<{ total: number; rows: string[]; first: HandbookGaps }> {
    const rows: string[] = [];
    let next: string | null = null;
    let first: HandbookGaps | undefined;
    do {
      const query: string = `limit=${limit}${zone === null ? "" : `&zone=${zone}`}${next === null ? "" : `&cursor=${next}`}`;
      const page = await parish.get<HandbookGaps>(`/api/handbook/gaps?${query}`);
      expectContract(GapsSchema, page);
      first ??= page;
      rows.push(...page.rows.map(({ key, role }) => `${key} ${role}`));
      next = page.next;
    } while (next !== null);
    return { total: first.total, rows, first };
  }

  it.each([null, 100, 103, 206, 327, 340])("are those of a plain count, in zone %s", async (zone) => {
    const plain = plainGaps(zone);
    const { total, rows, first } = await asked(zone, 37);
    expect(plain.length).toBeGreaterThan(0);
    expect(rows.toSorted()).toEqual(plain);
    expect(total).toBe(plain.length);
    expect(first.roles.reduce((sum, { zones, sites }) => sum + zones + sites, 0)).toBe(plain.length);
  });

  it("name zones before sites, and each role's own number", async () => {
    const { rows, first } = await asked(null, 500);
    const isSite = rows.map((row) => row.startsWith("site/"));
    expect(isSite).toEqual(isSite.toSorted());
    for (const { role, zones, sites } of first.roles) {
      const of = rows.filter((row) => row.endsWith(` ${role}`));
      expect([of.filter((row) => row.startsWith("zone/")).length, of.filter((row) => row.startsWith("site/")).length]).toEqual([
        zones,
        sites,
      ]);
    }
  });

  it("are the gaps of the pages and of the lists of holders, too", async () => {
    const pages = await parish.get<HandbookPages>("/api/handbook/pages");
    const plain = plainGaps(null);
    expect(pages.rows.map(({ key }) => key).toSorted()).toEqual(targets.map(({ key }) => key).toSorted());
    for (const { key, gaps } of pages.rows) expect(gaps, key).toBe(plain.filter((row) => row.startsWith(`${key} `)).length);
    const found: HandbookHolders["rows"] = [];
    for (let next: string | null = ""; next !== null; ) {
      const list: HandbookHolders = await parish.get<HandbookHolders>(
        `/api/handbook/holders?zone=103&limit=25${next && `&cursor=${next}`}`,
      );
      expectContract(HoldersSchema, list);
      found.push(...list.rows);
      next = list.next;
      expect(list.total).toBe(targets.filter(({ zones }) => zones.includes(103)).length);
    }
    expect(found.map(({ key }) => key).toSorted()).toEqual(
      targets
        .filter(({ zones }) => zones.includes(103))
        .map(({ key }) => key)
        .toSorted(),
    );
    const gaps = found.flatMap(({ key, posts }) =>
      posts.flatMap(({ role, needed, how }) => (needed && how === "gap" ? [`${key} ${role}`] : [])),
    );
    expect(gaps.toSorted()).toEqual(plainGaps(103));
  });

  it("say where an inherited holder is from: the nearest zone that has one", async () => {
    const { rows } = await parish.get<HandbookHolders>("/api/handbook/holders?zone=100&limit=500");
    const zoned = new Map(targets.map(({ key, zones }) => [key, zones]));
    const inherited = rows.flatMap(({ key, posts }) => posts.filter(({ how }) => how === "inherited").map((post) => ({ key, ...post })));
    expect(inherited.length).toBeGreaterThan(2);
    const held = new Map(given.map(({ target, role, holders }) => [`${target} ${role}`, holders]));
    for (const { key, role, from, holders } of inherited) {
      const chain = (zoned.get(key) ?? []).toReversed().map((id) => `zone/${id}`);
      const named = (zone: string) =>
        (held.get(`${zone} ${role}`) as { name: string }[] | undefined)?.map(({ name }) => name) ??
        (role === "manager" && recorded("zone", Number(zone.slice(5))) ? [`记${zone.slice(5)}`] : null);
      const nearest = chain.find((zone) => named(zone) !== null);
      expect(from?.key, key).toBe(nearest);
      expect(holders.map(({ name }) => name)).toEqual(named(nearest as string));
    }
  });

  it("refuse a zone that is not in force", async () => {
    for (const zone of [1, 999]) {
      const reply = await parish.app.inject({ url: `/api/handbook/gaps?zone=${zone}`, headers: { cookie: parish.cookies.leader } });
      expect([reply.statusCode, reply.json().parameter ?? reply.json().detail]).toEqual([400, expect.stringContaining("zone")]);
    }
  });
});
