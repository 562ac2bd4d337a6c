/** Shapes of photos: what is said of one, what is covered in it, and how far its upload has come. */
import { Type } from "typebox";
import { photoKinds } from "./officeWords.ts";
import { id, nullable, time, words } from "./schemaParts.ts";

const share = Type.Number({ minimum: 0, maximum: 1 });
export const Box = Type.Object({ x: share, y: share, w: share, h: share }, { description: "Shares of the picture's width and height." });
export const Photo = Type.Object({
  id,
  kind: words(photoKinds),
  taken: time,
  by: nullable(Type.String()),
  lon: nullable(Type.Number()),
  lat: nullable(Type.Number()),
  accuracy_m: nullable(Type.Number()),
  distance_m: nullable(Type.Number({ description: "From where it was taken to the problem." })),
  width: Type.Integer(),
  height: Type.Integer(),
  sha256: Type.String({ description: "Of the picture as it is kept, hexadecimal." }),
  boxes: Type.Array(Box, { description: "What is covered." }),
  originalUntil: nullable(Type.String({ format: "date-time", description: "Until then the picture without its covers is kept." })),
  mayRedact: Type.Boolean({ description: "The caller may cover parts of it, or withdraw it." }),
  withdrawn: nullable(Type.Object({ at: time, by: nullable(Type.String()), why: Type.String() })),
});
/** How far an upload has come; `photo` once it is whole and looked through. */
export const PhotoUpload = Type.Object({
  id,
  offset: Type.Integer({ description: "Bytes received; the next part begins here." }),
  bytes: Type.Integer(),
  photo: nullable(Photo),
});
