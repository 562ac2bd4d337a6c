/** What differs between two sides: which zones, and what of sites and problems goes from whom to whom. Pure. */
import type { ZoneChangeKind } from "../contract/plan.ts";
import type { ZonePlanDifference } from "../contract/types.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import { sameBorder } from "./sameBorder.ts";
import type { Side, SideZone } from "./sides.ts";
import type { Chain, ProblemThing, SiteThing } from "./things.ts";

type ZoneRow = ZonePlanDifference["zones"][number];
type Owner = ZonePlanDifference["sites"]["rows"][number]["from"];

/** Ids of `to` by those of `from`. A new zone has no number of its own: in two plans it is the same when level and code are. */
function matched(from: Side, to: Side): ReadonlyMap<number, number> {
  const named = ({ level, code }: SideZone) => `${level} ${code}`;
  const fresh = new Map([...to.zones.values()].filter(({ id }) => id < 0).map((zone) => [named(zone), zone.id]));
  const match = (zone: SideZone) => (zone.id < 0 ? fresh.get(named(zone)) : zone.id);
  return new Map([...from.zones.values()].map((zone) => [zone.id, match(zone) ?? Number.NaN]));
}

/** What became another owner's. */
interface Change<T> {
  readonly thing: T;
  readonly levels: ZoneLevel[];
  readonly from: Owner;
  readonly to: Owner;
  readonly left: readonly (number | null)[];
  readonly entered: readonly (number | null)[];
}

/** The zone of the lowest level that has it, and its person. */
function ownerOf(side: Side, chain: Chain): Owner {
  const zone = side.zones.get(chain[2] ?? chain[1] ?? chain[0] ?? Number.NaN);
  return zone ? { zone: zone.id, code: zone.code, name: zone.name, person: zone.person } : null;
}

function changeOf<T>(thing: T, was: Chain, is: Chain, from: Side, to: Side, ids: ReadonlyMap<number, number>): Change<T>[] {
  const here = was.map((id) => (id === null ? null : (ids.get(id) ?? id)));
  const levels = ([1, 2, 3] as const).filter((level) => here[level - 1] !== is[level - 1]);
  const [before, after] = [ownerOf(from, was), ownerOf(to, is)];
  if (levels.length === 0 && before?.person === after?.person) return [];
  const of = (chain: Chain) => levels.map((level) => chain[level - 1] ?? null);
  return [{ thing, levels, from: before, to: after, left: of(was), entered: of(is) }];
}

/** How often each zone is among them. */
function tally(lists: readonly (readonly (number | null)[])[]): (zone: number | undefined) => number {
  const counts = new Map<number, number>();
  for (const zone of lists.flat()) if (zone !== null) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return (zone) => counts.get(zone ?? Number.NaN) ?? 0;
}

function kindsOf(was: SideZone | undefined, is: SideZone | undefined, ids: ReadonlyMap<number, number>): ZoneChangeKind[] {
  if (!is) return ["ended"];
  if (!was) return ["added"];
  // What zones of level 1 are in, the district, is none of a plan's zones.
  const parent = was.parent === null ? null : (ids.get(was.parent) ?? null);
  return [
    ...(sameBorder(was.polygons, is.polygons) ? [] : ["moved" as const]),
    ...(was.person === is.person ? [] : ["person" as const]),
    ...(was.name === is.name && was.code === is.code ? [] : ["renamed" as const]),
    ...(parent === is.parent ? [] : ["parent" as const]),
  ];
}

interface Flows {
  readonly sites: readonly Change<SiteThing>[];
  readonly problems: readonly Change<ProblemThing>[];
}

function zoneRows(from: Side, to: Side, ids: ReadonlyMap<number, number>, { sites, problems }: Flows): ZoneRow[] {
  const before = new Map([...from.zones.values()].map((zone) => [ids.get(zone.id), zone]));
  const ended = [...from.zones.values()].filter((zone) => !to.zones.has(ids.get(zone.id) as number));
  const pairs = [...[...to.zones.values()].map((is) => ({ is, was: before.get(is.id) })), ...ended.map((was) => ({ is: undefined, was }))];
  const [sitesIn, sitesOut] = [tally(sites.map((one) => one.entered)), tally(sites.map((one) => one.left))];
  const [openIn, openOut] = [tally(problems.map((one) => one.entered)), tally(problems.map((one) => one.left))];
  const rows = pairs.map(({ is, was }): ZoneRow => {
    const { id: zone, level, code, name } = (is ?? was) as SideZone;
    return {
      ...{ zone, level, code, name, was: is && was && was.name !== name ? was.name : null, kinds: kindsOf(was, is, ids) },
      ...{ before_m2: was?.area_m2 ?? 0, after_m2: is?.area_m2 ?? 0 },
      ...{ sitesIn: sitesIn(is?.id), sitesOut: sitesOut(was?.id), openIn: openIn(is?.id), openOut: openOut(was?.id) },
    };
  });
  const flows = (row: ZoneRow) => row.sitesIn + row.sitesOut + row.openIn + row.openOut;
  return rows.filter((row) => row.kinds.length > 0 || flows(row) > 0).sort((a, b) => a.level - b.level || compare(a.code, b.code));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** By who loses them, then by who gets them: as they are handed over. */
const handedOver = (a: Change<{ id: number }>, b: Change<{ id: number }>): number =>
  compare(a.from?.code ?? "", b.from?.code ?? "") || compare(a.to?.code ?? "", b.to?.code ?? "") || a.thing.id - b.thing.id;

/** @param limit rows of sites and of problems */
export function differing(from: Side, to: Side, sites: readonly SiteThing[], problems: readonly ProblemThing[], limit: number) {
  const ids = matched(from, to);
  const flows: Flows = {
    sites: sites.flatMap((one) => changeOf(one, from.site(one), to.site(one), from, to, ids)).sort(handedOver),
    problems: problems.flatMap((one) => changeOf(one, from.problem(one), to.problem(one), from, to, ids)).sort(handedOver),
  };
  const moved = ({ levels, from: was, to: is, thing: { lon, lat } }: Change<SiteThing | ProblemThing>) => ({
    levels,
    from: was,
    to: is,
    lon,
    lat,
  });
  return {
    zones: zoneRows(from, to, ids, flows),
    sites: {
      total: flows.sites.length,
      rows: flows.sites.slice(0, limit).map((one) => ({ site: one.thing.id, name: one.thing.name, type: one.thing.type, ...moved(one) })),
    },
    problems: {
      total: flows.problems.length,
      rows: flows.problems
        .slice(0, limit)
        .map((one) => ({ problem: one.thing.id, code: one.thing.code, title: one.thing.title, ...moved(one) })),
    },
  };
}
