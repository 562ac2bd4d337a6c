/** A tour as it is edited: its steps back, what has been changed, and what of it cannot be kept. Pure. */
import type { WallScene, WallTour } from "../../../server/contract/types.ts";
import { mostScenes, type Scene, type SceneKind, sceneSeconds, usualTour } from "../../../server/contract/wall.ts";

/** `key` tells scenes apart while they change places. */
export interface DraftScene extends WallScene {
  readonly key: number;
}
export interface Draft {
  readonly name: string;
  readonly scenes: readonly DraftScene[];
}
/** The version of a tour that was seen. */
export type Seen = Pick<WallTour, "id" | "version">;
/** `what` names the last change: typing on in the same field is one step. */
export interface Editing {
  /** Tells one opening of the editor from the next. */
  readonly opened: number;
  /** null = a new tour. */
  readonly of: Seen | null;
  readonly saved: Draft;
  readonly now: Draft;
  readonly past: readonly Draft[];
  readonly future: readonly Draft[];
  readonly what: string | null;
}
/** Something that the server would refuse, and where it stands. */
export interface TourFault {
  /** null = of the tour itself. */
  readonly key: number | null;
  readonly field: "name" | "scenes" | "title" | "seconds" | "query";
}

export const longestName = 60;
export const longestTitle = 40;
const longestQuery = 12_000;
const mostSteps = 200;

/** Keys begin where no scene of the draft has one. */
const nextKey = (scenes: readonly DraftScene[]): number => scenes.reduce((most, { key }) => Math.max(most, key), 0) + 1;
const keyed = (scenes: readonly Scene[]): DraftScene[] =>
  scenes.map(({ kind, title, seconds, query }, i) => ({ kind, title, seconds, query, key: i + 1 }));

export const draftOf = ({ name, scenes }: WallTour): Draft => ({ name, scenes: keyed(scenes) });
/** A new tour: the usual one to begin with, or a single scene. */
export const newDraft = (from: "usual" | "blank"): Draft => ({
  name: "",
  scenes: keyed(from === "usual" ? usualTour : usualTour.slice(0, 1)),
});
export const begin = (saved: Draft, of: Seen | null, opened: number): Editing => ({
  opened,
  of: of && { id: of.id, version: of.version },
  saved,
  now: saved,
  past: [],
  future: [],
  what: null,
});

/** The body of the request. */
export function bodyOf({ name, scenes }: Draft, of: Seen | null = null) {
  const rows = scenes.map(({ kind, title, seconds, query }) => ({ kind, title: title?.trim() || null, seconds, query }));
  return { ...of, name: name.trim(), scenes: rows };
}
/** What was sent is on the server; what was typed since is not, and its steps back are still there. */
export const wasSaved = (editing: Editing, sent: Draft, { id, version }: Seen): Editing => ({
  ...editing,
  of: { id, version },
  saved: sent,
  what: null,
});

/** A new tour that nobody has touched yet loses nothing. */
export const isDirty = ({ saved, now }: Editing): boolean => JSON.stringify(bodyOf(saved)) !== JSON.stringify(bodyOf(now));

/** @param what of the same name as the change before: they are one step */
export function change(editing: Editing, what: string | null, now: Draft): Editing {
  const joined = what !== null && what === editing.what;
  const past = joined ? editing.past : [...editing.past, editing.now].slice(-mostSteps);
  return { ...editing, now, past, future: [], what };
}
export function undo(editing: Editing): Editing {
  const now = editing.past.at(-1);
  if (!now) return editing;
  return { ...editing, now, past: editing.past.slice(0, -1), future: [editing.now, ...editing.future], what: null };
}
export function redo(editing: Editing): Editing {
  const [now, ...future] = editing.future;
  return now ? { ...editing, now, past: [...editing.past, editing.now], future, what: null } : editing;
}

const withScenes = (draft: Draft, scenes: readonly DraftScene[]): Draft => ({ ...draft, scenes });
export const patchScene = (draft: Draft, key: number, part: Partial<WallScene>): Draft =>
  withScenes(
    draft,
    draft.scenes.map((scene) => (scene.key === key ? { ...scene, ...part } : scene)),
  );
export const addScene = (draft: Draft, kind: SceneKind): Draft => {
  const scene = { kind, title: null, seconds: sceneSeconds.usual, query: "", key: nextKey(draft.scenes) };
  return draft.scenes.length < mostScenes ? withScenes(draft, [...draft.scenes, scene]) : draft;
};
export const removeScene = (draft: Draft, key: number): Draft =>
  withScenes(
    draft,
    draft.scenes.filter((scene) => scene.key !== key),
  );
/** The copy stands right after it. */
export const repeatScene = (draft: Draft, key: number): Draft => {
  if (draft.scenes.length >= mostScenes) return draft;
  const fresh = nextKey(draft.scenes);
  return withScenes(
    draft,
    draft.scenes.flatMap((scene) => (scene.key === key ? [scene, { ...scene, key: fresh }] : [scene])),
  );
};
/** @param to its new place, from 0; beyond either end: the end */
export function moveScene(draft: Draft, key: number, to: number): Draft {
  const scene = draft.scenes.find((one) => one.key === key);
  if (!scene) return draft;
  const rest = draft.scenes.filter((one) => one !== scene);
  const place = Math.min(Math.max(to, 0), rest.length);
  return withScenes(draft, [...rest.slice(0, place), scene, ...rest.slice(place)]);
}

/** What cannot be kept as it stands, in the order of the page. */
export function faultsOf({ name, scenes }: Draft): TourFault[] {
  const faults: TourFault[] = [];
  if (!name.trim() || name.trim().length > longestName) faults.push({ key: null, field: "name" });
  if (scenes.length < 1 || scenes.length > mostScenes) faults.push({ key: null, field: "scenes" });
  for (const { key, kind, title, seconds, query } of scenes) {
    if ((title ?? "").trim().length > longestTitle) faults.push({ key, field: "title" });
    if (!Number.isInteger(seconds) || seconds < sceneSeconds.least || seconds > sceneSeconds.most) faults.push({ key, field: "seconds" });
    if (query.length > longestQuery || (kind === "view" && query === "")) faults.push({ key, field: "query" });
  }
  return faults;
}

/** Where a refusal of the server belongs: "scenes[2].query" is of the third scene. */
export function faultAt(parameter: string | undefined, { scenes }: Draft): TourFault | null {
  if (parameter === "name") return { key: null, field: "name" };
  const [, index, field] = /^scenes\[(\d+)\](?:\.(title|seconds|query))?/.exec(parameter ?? "") ?? [];
  const scene = index === undefined ? undefined : scenes[Number(index)];
  if (scene) return { key: scene.key, field: (field ?? "query") as TourFault["field"] };
  return parameter?.startsWith("scenes") ? { key: null, field: "scenes" } : null;
}

/** Seconds that a round takes. */
export const roundOf = (scenes: readonly Pick<Scene, "seconds">[]): number => scenes.reduce((sum, { seconds }) => sum + seconds, 0);

/** For words: what seconds a scene may have. */
export const secondsBounds = sceneSeconds;
