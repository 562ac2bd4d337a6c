/** What a photo is called, and which come before and after. Pure. */
import { photoKinds } from "../../../server/contract/officeWords.ts";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import { stamp } from "../times.ts";
import type { Say } from "../useApp.ts";

export type Photos = ProblemDetail["photos"];

/** "整改后照片 2": its kind, and its place among those of its kind. */
export function photoName(photos: Photos, photo: Photo, say: Say): string {
  const i = photos.filter(({ kind }) => kind === photo.kind).findIndex(({ id }) => id === photo.id) + 1;
  return say.t("photos.named", { kind: say.of(photoKinds[photo.kind]), i });
}

/** Photos that can be looked at. */
export const standing = (photos: Photos): Photos => photos.filter(({ withdrawn }) => withdrawn === null);

/** The two to compare at first: the first before and the last after; null when one is missing. */
export function pairOf(photos: Photos): readonly [before: number, after: number] | null {
  const whole = standing(photos);
  const before = whole.find(({ kind }) => kind === "before");
  const after = whole.findLast(({ kind }) => kind === "after");
  return before && after ? [before.id, after.id] : null;
}

/** Who took a photo back, when and why. */
export function withdrawnText({ withdrawn }: Photo, timeZone: string, say: Say): string {
  if (!withdrawn) return "";
  const { by, at, why } = withdrawn;
  return say.t("photos.withdrawnBy", { who: by ?? say.t("photos.somebody"), time: stamp(at, timeZone) ?? "", why });
}
