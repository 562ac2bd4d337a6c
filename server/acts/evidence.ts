/** 留痕: a photo, or why there is none. */
import { type Body, idField, listField, optional, refusedField, textField } from "../ask/body.ts";
import type { Facts } from "../life/facts.ts";

/** Photos are uploaded first, and named by the act. */
export const photosField = optional(
  listField(idField("A photo that was uploaded by the same person."), 1, 9, "Photos it is said with, each uploaded before."),
);
/** Of acts that must not go without: a photo, or why there is none. Both may be said. */
export const evidenceFields = { photos: photosField, noPhoto: optional(textField(1, 500, "Why there is no photo.")) };
export type Evidence = Body<typeof evidenceFields>;

/** What an act says of its photos. */
export const shownIn = ({ photos, noPhoto }: Partial<Evidence>): Facts => ({
  ...(photos && { photos: [...new Set(photos)] }),
  ...(noPhoto && { noPhoto }),
});

/** @param name the field a photo would be given in @throws ParameterError when there is neither */
export function needEvidence({ photos, noPhoto }: Evidence, name = "photos"): void {
  if (photos || noPhoto) return;
  throw refusedField(name, undefined, { zh: "照片，或没有照片的理由（noPhoto）", en: "a photo, or why there is none (noPhoto)" });
}
