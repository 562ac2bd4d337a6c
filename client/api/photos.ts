/** Photos on their way to the server and back. */
import type { Box, Photo, PhotoUpload } from "../../server/contract/types.ts";
import { getFile, postBytes, postForFile, postJson } from "./http.ts";

/** Announces a photo, or asks how far it has come: the same clientId is the same upload. */
export const beginUpload = (body: object, signal?: AbortSignal) => postJson<PhotoUpload>("/api/photos", body, signal);

/** @param offset of the part's first byte; another than the server expects is refused (409) with `now.offset` */
export const sendPart = (id: number, offset: number, part: Blob, signal?: AbortSignal) =>
  postBytes<PhotoUpload>(`/api/photos/${id}/part?offset=${offset}`, part, signal);

/** Covers parts of it for good: everybody's copy is without them. */
export const postCover = (id: number, boxes: readonly Box[]) => postJson<Photo>(`/api/photos/${id}/cover`, { boxes });
export const postWithdraw = (id: number, reason: string) => postJson<Photo>(`/api/photos/${id}/withdraw`, { reason });

/** The picture without its covers, once, for a reason that is recorded. */
export const postOriginal = (id: number, reason: string) => postForFile(`/api/photos/${id}/original`, { reason });

/** Another number for other covers, as far as a page can tell them apart: 1 to 1000. */
const coversMark = (boxes: readonly Box[]): number =>
  boxes.flatMap(({ x, y, w, h }) => [x, y, w, h]).reduce((mark, side) => (mark * 31 + Math.round(side * 10_000) + 1) % 999, boxes.length) +
  1;

/** Address of a photo's picture; covers make it another one, so that no page goes on showing the copy it has in memory. */
export const pictureAddress = ({ id, boxes }: Pick<Photo, "id" | "boxes">, what: "thumb" | "picture"): string =>
  `/api/photos/${id}/${what}${boxes.length ? `?covers=${coversMark(boxes)}` : ""}`;

/** Everybody's copy of a photo, with its covers as they are now. @throws HttpError, also when it was withdrawn (410) */
export const askPicture = (id: number, signal?: AbortSignal) => getFile(`/api/photos/${id}/picture`, signal);
