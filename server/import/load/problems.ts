/** Problems with their logs: read in groups, placed, folded, zoned and written, each row once. */
import { anyProblem } from "../../ask/past.ts";
import { sql } from "../../db/sql.ts";
import { bringBack, holdKeys } from "../../log/problem.ts";
import { rewriteRows } from "../../log/write.ts";
import { type System, systemOf } from "../crs.ts";
import { Ids, type Loading, readRows } from "../loading.ts";
import { type Folded, folded, type Ground, legalPrefix, type Plan, planLog } from "../plan.ts";
import type { LayerLog } from "../report.ts";
import { synthesise } from "../synthesise.ts";
import { Categories } from "./categories.ts";
import { eventsOf, type FiledEvent } from "./events.ts";
import { NamedIds } from "./namedIds.ts";
import { PeopleIds } from "./peopleIds.ts";
import { type ZonesOf, zonesOf } from "./pieces.ts";
import { type Lookups, type PlacedProblem, placeProblems, problemRow } from "./problemRow.ts";
import { type StoredProblem, storedProblems } from "./stored.ts";
import { Units } from "./units.ts";
import { copyEvents, copyProblems, describeProblems, newIds, type Ready } from "./write.ts";

/** Groups this large keep a million problems out of memory, and the database asked seldom. */
const groupSize = 5_000;

/** `eventLogs`: the events layers set down beside, in order; empty when the bundle has none. */
export async function loadProblems(loading: Loading, eventLogs: readonly LayerLog[]): Promise<void> {
  const { tx, layer, log } = loading;
  const system = await systemOf(tx, layer);
  const lookups: Lookups = {
    ids: new Ids(),
    units: await Units.of(loading),
    categories: await Categories.of(loading),
    sites: await NamedIds.sites(tx),
  };
  const [there] = await tx.query<{ some: boolean }>(sql`select exists (select from ${anyProblem} where layer = ${layer.id}) as some`);
  const people = await PeopleIds.of(loading);
  const group: Group = { loading, lookups, people, system, eventLogs, known: there?.some ?? false };
  for await (const batch of readRows(loading, groupSize, (row, fields) => problemRow(loading, lookups, row, fields))) {
    await lookups.units.settle();
    await lookups.categories.settle();
    await loadGroup(group, await placeProblems(loading, system, batch));
  }
  if (group.known) await sayGone(loading, lookups.ids);
  if (log.added + log.changed > 0) loading.changed.add("problems");
}

interface Group {
  readonly loading: Loading;
  readonly lookups: Lookups;
  readonly people: PeopleIds;
  readonly system: System;
  readonly eventLogs: readonly LayerLog[];
  /** The layer has rows from before. */
  readonly known: boolean;
}

async function loadGroup({ loading, lookups, people, eventLogs, known }: Group, problems: readonly PlacedProblem[]): Promise<void> {
  const { tx, layer, log } = loading;
  if (problems.length === 0) return;
  const ids = problems.map((p) => p.externalId);
  const filed = eventLogs.length ? await eventsOf(tx, ids, eventLogs) : null;
  const stored = known ? await storedProblems(tx, layer.id, ids) : new Map<string, StoredProblem>();
  const zones = await zonesOf(
    tx,
    problems.map((p) => p.at),
  );
  const fresh = await newIds(tx, problems.length - stored.size);
  let next = 0;
  const ready = problems.map((problem, i): Ready => {
    const zone = zones[i] as ZonesOf;
    if (zone.outside)
      log.say("noted", problem.row, "geometry", problem.at.join(" "), { zh: "在区界之外", en: "outside the district's boundary" });
    const before = stored.get(problem.externalId);
    const ground = groundOf(loading, people, problem);
    const file = fileLog(loading, lookups, problem, filed?.get(problem.externalId) ?? null, ground);
    const plan = before ? planned(loading, problem, before, file, ground) : whole(file);
    countEvents(file.log, file.events.length, plan.append.length);
    return { id: before?.id ?? (fresh[next++] as number), problem, zones: zone, ...plan, before: before?.log.length ?? 0 };
  });
  await write(loading, ready, stored);
}

async function write({ tx, layer, log }: Loading, ready: readonly Ready[], stored: ReadonlyMap<string, StoredProblem>): Promise<void> {
  const isNew = (r: Ready) => !stored.has(r.problem.externalId);
  const added = ready.filter(isNew);
  const rest = ready.filter((r) => !isNew(r));
  // Before anything refers to them: who acts locks in the same order.
  await holdKeys(
    tx,
    rest.map((r) => r.id),
  );
  await copyProblems(tx, layer.id, added);
  await copyEvents(tx, ready);
  const behind = rest.filter((r) => r.append.length > 0 || isBehind(stored.get(r.problem.externalId), r));
  const folds = behind.map(({ id, after }) => ({ id, fold: after }));
  const described = rest.length ? await describeProblems(tx, rest) : [];
  if (folds.length) {
    await bringBack(tx, sql`select unnest(${folds.map(({ id }) => id)}::bigint[])`);
    await rewriteRows(tx, folds);
  }
  const changed = new Set([...described, ...folds.map((f) => f.id)]).size;
  log.added += added.length;
  log.changed += changed;
  log.unchanged += rest.length - changed;
}

const isBehind = (stored: StoredProblem | undefined, { after }: Ready): boolean =>
  stored !== undefined && (["nearlyDueAt", "late", "version"] as const).some((column) => stored.row[column] !== after[column]);

interface FileLog {
  readonly events: readonly Folded[];
  /** The events' own layer; null when they were made of columns. */
  readonly log: LayerLog | null;
}

function groundOf({ manifest }: Loading, people: PeopleIds, { foundAt }: PlacedProblem): Ground {
  return { foundAt, nearlyDueHours: manifest.nearlyDueHours ?? 24, link: people.link };
}

const whole = ({ events }: FileLog): Pick<Plan, "append" | "after"> => ({ append: events, after: (events.at(-1) as Folded).after });

/** The log the file gives: its legal events, or what its columns say. */
function fileLog(
  { log }: Loading,
  { units }: Lookups,
  problem: PlacedProblem,
  filed: readonly FiledEvent[] | null,
  ground: Ground,
): FileLog {
  if (filed) {
    const events = legalPrefix(filed, ground);
    const state = events.at(-1)?.after.state;
    if (state && problem.state && state !== problem.state) {
      log.say("mended", problem.row, "state", problem.state, {
        zh: `与事件不符，按事件为 ${state}`,
        en: `its events say ${state}; they were followed`,
      });
    }
    if (events.length) return { events, log: filed[0]?.log ?? null };
    log.say("mended", problem.row, "state", problem.state, {
      zh: "没有合规的事件，按各列生成",
      en: "none of its events is legal: a log was made of its columns",
    });
  }
  const known = { ...problem, unitId: units.id(problem.unit) };
  const events = synthesise(known, (field, value, reason) => log.say("mended", problem.row, field, value, reason));
  return { events: folded(events, ground), log: null };
}

function planned(loading: Loading, problem: PlacedProblem, before: StoredProblem, file: FileLog, ground: Ground): Plan {
  const plan = planLog(before.log, file.events, file.log === null, ground);
  if (plan.say) loading.log.say("noted", problem.row, "events", problem.externalId, plan.say);
  return plan;
}

function countEvents(log: LayerLog | null, given: number, appended: number): void {
  if (!log) return;
  log.added += appended;
  log.unchanged += given - appended;
}

/** Problems are never removed: their logs are the record. */
async function sayGone({ tx, layer, log }: Loading, ids: Ids): Promise<void> {
  const [gone] = await tx.query<{ count: number }>(
    sql`select count(*)::int as count from ${anyProblem} where layer = ${layer.id} and external_id <> all(${ids.all()}::text[])`,
  );
  log.gone = gone?.count ?? 0;
  if (log.gone)
    log.note({
      zh: `文件中已没有的问题 ${log.gone} 个，保留`,
      en: `${log.gone} problems the file has no more were kept: their logs are the record`,
    });
}
