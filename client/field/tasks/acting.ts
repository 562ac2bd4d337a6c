/** Acts that can be done on the street: what each asks for, and how it is said. Pure. */
import type { ActOffer, ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct, type Word } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import type { KeptPhoto } from "../entry.ts";

/** The order they are offered in. */
const streetActs = ["accept", "hand_back", "recheck", "close", "rework"] as const satisfies readonly PersonAct[];
export type StreetAct = (typeof streetActs)[number];
/** Acts that show what they say: a photo, or why there is none. A recheck only begins. */
const shows: ReadonlySet<StreetAct> = new Set(["hand_back", "close"]);
const takesPhotos: ReadonlySet<StreetAct> = new Set(["hand_back", "close", "recheck", "rework"]);

/** An act as it is being written. */
export interface ActDraft {
  readonly act: StreetAct;
  readonly note: string;
  readonly noPhoto: string;
  readonly photos: readonly KeptPhoto[];
}
export const emptyAct = (act: StreetAct): ActDraft => ({ act, note: "", noPhoto: "", photos: [] });

export const offersOf = (detail: Pick<ProblemDetail, "acts">): readonly (ActOffer & { act: StreetAct })[] =>
  streetActs.flatMap((act) => detail.acts.filter((offer): offer is ActOffer & { act: StreetAct } => offer.act === act));

export const mayTakePhotos = (act: StreetAct): boolean => takesPhotos.has(act);
/** The repair was shown when it was handed back: whoever closes it need not show it again. */
export const isShown = ({ history, photos }: Pick<ProblemDetail, "history" | "photos">): boolean => {
  const after = new Set(photos.filter((photo) => photo.kind === "after" && !photo.withdrawn).map(({ id }) => id));
  const back = history.findLast((event) => event.act === "hand_back" && !event.undone);
  return back?.photos.some((id) => after.has(id)) ?? false;
};
export const mustShow = (act: StreetAct, detail: Pick<ProblemDetail, "history" | "photos">): boolean =>
  shows.has(act) && !(act === "close" && isShown(detail));

export function actFaults(draft: ActDraft, offer: Pick<ActOffer, "needsNote">, shown: boolean): Partial<Record<"note" | "photos", Word>> {
  return {
    ...(offer.needsNote && !draft.note.trim() && { note: words["act.noteNeeded"] }),
    ...(shown && draft.photos.length === 0 && !draft.noPhoto.trim() && { photos: words["find.photoNeeded"] }),
  };
}

/** What is posted, but for its id and its photos. @param place where the actor stands; null = not known */
export function actBody(
  draft: ActDraft,
  version: number,
  shown: boolean,
  place: { lon: number; lat: number } | null,
): Record<string, unknown> {
  const noPhoto = shown && draft.photos.length === 0 ? draft.noPhoto.trim() : "";
  return {
    version,
    ...(draft.note.trim() && { note: draft.note.trim() }),
    ...(noPhoto && { noPhoto }),
    ...(place && { place: { lon: place.lon, lat: place.lat } }),
  };
}

export const actPath = (id: number, act: StreetAct): `/api/${string}` => `/api/problems/${id}/${actPaths[act]}`;
