/** The people in the logs: handlers belong to units; recheckers, dispatchers and chiefs to the command centre. No handler is a rechecker. */
import type { ProblemSource } from "../../server/contract/vocabulary.ts";
import type { Find } from "./finds.ts";
import type { Act, Cast } from "./history.ts";
import { notes } from "./phrases.ts";
import type { Rng } from "./rng.ts";
import { streamOf } from "./rng.ts";
import { leadOf } from "./units.ts";
import { personName } from "./words.ts";
import type { World } from "./world.ts";

export interface Staff {
  readonly cast: (rng: Rng, source: ProblemSource, find: Find, category: string) => Cast;
  readonly supervision: (at: number, rng: Rng) => Act;
  /** Names that recheck and never handle. */
  readonly recheckers: ReadonlySet<string>;
}

/** A drawer of teams: no name is given twice, nor one of those taken. */
export function teams(rng: Rng, taken: Set<string>): (size: number) => string[] {
  const fresh = (): string => {
    for (;;) {
      const name = personName(rng);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  return (size) => Array.from({ length: size }, fresh);
}

/** Everybody whom the logs name. */
export interface Roster {
  readonly recheckers: readonly string[];
  readonly dispatchers: readonly string[];
  readonly patrols: readonly string[];
  readonly inspectors: readonly string[];
  readonly chiefs: readonly string[];
  /** By unit. */
  readonly handlers: ReadonlyMap<string, readonly string[]>;
  readonly names: Set<string>;
}

export function rosterOf(world: World): Roster {
  const names = new Set<string>();
  const team = teams(streamOf(world.seed, "staff"), names);
  const [recheckers, dispatchers, patrols, inspectors, chiefs] = [team(36), team(9), team(80), team(24), team(5)];
  const handlers = new Map(world.units.map((u) => [u.id, team(u.kind === "community" ? 2 : 4)]));
  return { recheckers, dispatchers, patrols, inspectors, chiefs, handlers, names };
}

/** Draws the staff of a world. */
export function staffOf(world: World): Staff {
  const { recheckers, dispatchers, patrols, inspectors, chiefs, handlers } = rosterOf(world);
  const reporterOf = (source: ProblemSource, r: Rng): string => {
    if (source === "12345") return "12345热线";
    if (source === "public") return "市民";
    return r.pick(source === "patrol" || source === "dragnet" ? patrols : inspectors);
  };
  return {
    recheckers: new Set(recheckers),
    supervision: (at, r) => ({ act: "supervise", at, actor: r.pick(chiefs), note: r.pick(notes.supervise) }),
    cast: (r, source, find, category) => {
      const { unit, otherUnit } = unitsFor(category, world.places.zones(find.p)?.com.code ?? find.site.community);
      const [reporter, verifier, dispatcher] = [reporterOf(source, r), r.pick(patrols), r.pick(dispatchers)];
      const [rechecker, chief] = [r.pick(recheckers), r.pick(chiefs)];
      const [handler, otherHandler] = [r.pick(handlers.get(unit) ?? []), r.pick(handlers.get(otherUnit) ?? [])];
      return { reporter, verifier, dispatcher, rechecker, chief, unit, handler, otherUnit, otherHandler };
    },
  };
}

/** Who leads, and who gets it when it is sent back: the sub-district, or the city managers when it was the sub-district's. */
function unitsFor(category: string, community: string): { unit: string; otherUnit: string } {
  const unit = leadOf(category, community);
  const place = `S${community.slice(2, 4)}`;
  return { unit, otherUnit: unit === place ? "B01" : place };
}
