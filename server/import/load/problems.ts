/** Problems with their logs: read in groups, placed, folded, zoned and written, each row once. */
import { sql } from "../../db/sql.ts";
import { type System, systemOf } from "../crs.ts";
import { Ids, type Loading, readRows } from "../loading.ts";
import { type Folded, folded, legalPrefix, planLog } from "../plan.ts";
import type { LayerLog } from "../report.ts";
import { synthesise } from "../synthesise.ts";
import { Categories } from "./categories.ts";
import { eventsOf, type FiledEvent } from "./events.ts";
import { type ZonesOf, zonesOf } from "./pieces.ts";
import { type Lookups, type PlacedProblem, placeProblems, problemRow } from "./problemRow.ts";
import { SiteIds } from "./siteIds.ts";
import { type StoredProblem, storedProblems } from "./stored.ts";
import { Units } from "./units.ts";
import { copyEvents, copyProblems, describeProblems, newIds, type Ready, refold } from "./write.ts";

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
    sites: await SiteIds.of(tx),
  };
  const [there] = await tx.query<{ some: boolean }>(sql`select exists (select from problem where layer = ${layer.id}) as some`);
  const group: Group = { loading, lookups, system, eventLogs, known: there?.some ?? false };
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
  readonly system: System;
  readonly eventLogs: readonly LayerLog[];
  /** The layer has rows from before. */
  readonly known: boolean;
}

async function loadGroup({ loading, lookups, eventLogs, known }: Group, problems: readonly PlacedProblem[]): Promise<void> {
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
    const file = fileLog(loading, lookups, problem, filed?.get(problem.externalId) ?? null);
    const append = before ? planned(loading, problem, before, file) : file.events;
    countEvents(file.log, file.events.length, append.length);
    return { id: before?.id ?? (fresh[next++] as number), problem, zones: zone, append, before: before?.log.length ?? 0 };
  });
  await write(loading, ready, stored);
}

async function write({ tx, layer, log }: Loading, ready: readonly Ready[], stored: ReadonlyMap<string, StoredProblem>): Promise<void> {
  const isNew = (r: Ready) => !stored.has(r.problem.externalId);
  const added = ready.filter(isNew);
  const rest = ready.filter((r) => !isNew(r));
  const grown = rest.filter((r) => r.append.length);
  await copyProblems(tx, layer.id, added);
  await copyEvents(tx, ready);
  const described = rest.length ? await describeProblems(tx, rest) : [];
  const persons = new Map([...stored.values()].map((s) => [s.id, s.person]));
  if (grown.length) await refold(tx, grown, (id) => persons.get(id) ?? null);
  const changed = new Set([...described, ...grown.map((r) => r.id)]).size;
  log.added += added.length;
  log.changed += changed;
  log.unchanged += rest.length - changed;
}

interface FileLog {
  readonly events: readonly Folded[];
  /** The events' own layer; null when they were made of columns. */
  readonly log: LayerLog | null;
}

const hours = (loading: Loading) => loading.manifest.nearlyDueHours ?? 24;

/** The log the file gives: its legal events, or what its columns say. */
function fileLog(loading: Loading, { units }: Lookups, problem: PlacedProblem, filed: readonly FiledEvent[] | null): FileLog {
  const { log } = loading;
  if (filed) {
    const events = legalPrefix(filed, problem.foundAt, hours(loading));
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
  return { events: folded(events, problem.foundAt, hours(loading)), log: null };
}

function planned(loading: Loading, problem: PlacedProblem, before: StoredProblem, file: FileLog): readonly Folded[] {
  const { append, say } = planLog(before.log, file.events, file.log === null, problem.foundAt, hours(loading));
  if (say) loading.log.say("noted", problem.row, "events", problem.externalId, say);
  return append;
}

function countEvents(log: LayerLog | null, given: number, appended: number): void {
  if (!log) return;
  log.added += appended;
  log.unchanged += given - appended;
}

/** Problems are never removed: their logs are the record. */
async function sayGone({ tx, layer, log }: Loading, ids: Ids): Promise<void> {
  const [gone] = await tx.query<{ count: number }>(
    sql`select count(*)::int as count from problem where layer = ${layer.id} and external_id <> all(${ids.all()}::text[])`,
  );
  log.gone = gone?.count ?? 0;
  if (log.gone)
    log.note({
      zh: `文件中已没有的问题 ${log.gone} 个，保留`,
      en: `${log.gone} problems the file has no more were kept: their logs are the record`,
    });
}
