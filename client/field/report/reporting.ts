/** A report: what it still lacks, and how it is said. Pure. */
import type { Category } from "../../../server/contract/types.ts";
import type { ProblemSource, Word } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import { type Draft, draftPlace, surest_m } from "../state.ts";
import { placeText } from "./place.ts";

export type Faults = Partial<Record<"place" | "category" | "photos" | "photosAfter" | "outside", Word>>;

/** Ways of finding that begin on the street. */
export const streetSources = ["patrol", "tour", "flying", "mock", "look_back", "dragnet"] as const satisfies readonly ProblemSource[];

/** The place is not sure enough to be taken as it is. */
export const needsPin = (draft: Pick<Draft, "pin" | "fix">): boolean =>
  draft.pin === null && (draft.fix === null || draft.fix.accuracy_m > surest_m);

/** What must be put right before it is sent. @param outside the place is known to lie outside the district */
export function faultsOf(draft: Draft, outside: boolean): Faults {
  const shown = (kind: "before" | "after") => draft.photos.some((photo) => photo.kind === kind);
  const reason = draft.noPhoto.trim() !== "";
  const place = draftPlace(draft);
  return {
    ...(place === null && { place: words["find.placeNeeded"] }),
    ...(place !== null && needsPin(draft) && { place: words["find.pinNeeded"] }),
    ...(draft.category === null && { category: words["find.categoryNeeded"] }),
    ...(!shown("before") && !reason && { photos: words["find.photoNeeded"] }),
    ...(draft.fixed && !shown("after") && !reason && { photosAfter: words["find.afterNeeded"] }),
    ...(place !== null && outside && draft.outsideOk !== placeText(place) && { outside: words["find.outsideNeeded"] }),
  };
}

/** What is posted, but for its id, its age and its photos. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const place = draftPlace(draft);
  const shown = (kind: "before" | "after") => draft.photos.some((photo) => photo.kind === kind);
  const wanting = !shown("before") || (draft.fixed && !shown("after"));
  const given: Record<string, unknown> = {
    category: draft.category,
    lon: place?.lon,
    lat: place?.lat,
    accuracy_m: place?.accuracy_m,
    description: draft.description.trim() || null,
    place: draft.place.trim() || null,
    source: draft.source,
    night: draft.night || null,
    fixed: draft.fixed || null,
    noPhoto: (wanting && draft.noPhoto.trim()) || null,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}

/** What it is called in the outbox. */
export function titleOf(draft: Pick<Draft, "category" | "place">, categories: readonly Category[]): Word {
  const name = categories.find(({ code }) => code === draft.category)?.name ?? { zh: draft.category ?? "", en: draft.category ?? "" };
  const where = draft.place.trim() && ` · ${draft.place.trim()}`;
  return { zh: name.zh + where, en: name.en + where };
}

/** True when something has been written that would be lost. */
export const isBegun = (draft: Draft): boolean =>
  draft.photos.length > 0 || draft.category !== null || draft.pin !== null || draft.description.trim() !== "" || draft.place.trim() !== "";
