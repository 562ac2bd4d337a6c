/** How a wall stands, from its own word and from its silence. Pure. */
import type { Wall, WallScene, WallTour } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { beat_s, type Freshness, sceneKinds, usualTour } from "../../../server/contract/wall.ts";

/** `never`: no screen was ever opened with its token; `lost`: it was, and says nothing more; `strange`: what it says cannot be read. */
export type Standing = "never" | "lost" | "strange" | Freshness;

/** Silence after which a wall is not there, seconds. */
export const lost_s = 3 * beat_s;
/** A clock that is farther off is worth a word, seconds: times on the wall are the server's all the same. */
export const clockOff_s = 5;

/** @param since_s since the server said so: silence goes on growing between two answers */
export function standingOf({ word, silent_s }: Pick<Wall, "word" | "silent_s">, since_s: number): Standing {
  if (silent_s === null) return "never";
  if (silent_s + since_s > lost_s) return "lost";
  return word?.freshness ?? "strange";
}

/** Scenes of a wall, as an order counts them. A tour that is not known (yet) has none. */
export function scenesOf({ tour }: Pick<Wall, "tour">, tours: readonly WallTour[] | null): readonly WallScene[] {
  return tour === null ? usualTour : (tours?.find(({ id }) => id === tour)?.scenes ?? []);
}

/** What a wall says that it shows: its own language's name of a kind is said in the reader's. */
export function shownTitle({ kind, title }: NonNullable<NonNullable<Wall["word"]>["scene"]>): Word {
  const { zh, en } = sceneKinds[kind];
  return titleOf({ kind, title: title === zh || title === en ? null : title });
}

export const titleOf = ({ kind, title }: Pick<WallScene, "kind" | "title">): Word => (title ? { zh: title, en: title } : sceneKinds[kind]);
