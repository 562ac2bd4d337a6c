/** Which layers are loaded together, and how a group is loaded. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dropPieces, makePieces } from "../log/pieces.ts";
import { loadBase, loadBoundary } from "./load/base.ts";
import { loadDuties } from "./load/duties.ts";
import { indexEvents, makeEvents, refuseOrphans, stageEvents } from "./load/events.ts";
import { loadPeople } from "./load/people.ts";
import { loadProblems } from "./load/problems.ts";
import { loadSites } from "./load/sites.ts";
import { loadUnits } from "./load/units.ts";
import { loadZones } from "./load/zones.ts";
import type { Loading } from "./loading.ts";
import type { LayerSpec } from "./manifest.ts";

/** Layers loaded in one transaction: problems with their events, for a state is the fold of both; every other layer alone. */
export function groupsOf(layers: readonly LayerSpec[]): LayerSpec[][] {
  const last = layers.filter((l) => l.into === "problems" || l.into === "events");
  const together = last.some((l) => l.into === "events");
  const alone = layers.filter((l) => !last.includes(l)).map((l) => [l]);
  return [...alone, ...(together ? [last] : last.map((l) => [l]))];
}

const loaders = {
  boundary: loadBoundary,
  base: loadBase,
  units: loadUnits,
  zones: loadZones,
  people: loadPeople,
  duties: loadDuties,
  sites: loadSites,
} as const;

export async function loadGroup(group: readonly LayerSpec[], loading: (layer: LayerSpec) => Loading, tx: Tx): Promise<void> {
  const [only] = group;
  if (only && only.into !== "problems" && only.into !== "events") return loaders[only.into](loading(only));
  const events = group.filter((layer) => layer.into === "events").map(loading);
  const problems = group.filter((layer) => layer.into === "problems").map(loading);
  await makePieces(tx);
  if (events.length) {
    await makeEvents(tx);
    for (const [i, one] of events.entries()) await stageEvents(one, i);
    await indexEvents(tx);
  }
  const logs = events.map((one) => one.log);
  for (const one of problems) await loadProblems(one, logs);
  if (events.length) {
    await refuseOrphans(
      tx,
      problems.map((one) => one.layer.id),
      logs,
    );
    await tx.query(sql`drop table import_event`);
  }
  await dropPieces(tx);
}
