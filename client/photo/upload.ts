/** Sends a prepared photo in parts, with progress; begun again with the same clientId it goes on where it was. */
import type { PhotoKind } from "../../server/contract/officeWords.ts";
import type { Photo, PhotoUpload } from "../../server/contract/types.ts";
import { HttpError } from "../api/http.ts";
import { beginUpload, sendPart } from "../api/photos.ts";

export interface PhotoAbout {
  /** Made by the page (crypto.randomUUID), kept until the upload is whole. */
  readonly clientId: string;
  readonly kind: PhotoKind;
  /** When it was taken, by the page's own clock, ms since 1970. */
  readonly takenAt: number;
  /** Where it was taken, degrees of EPSG:4326; null = not known. */
  readonly place: { readonly lon: number; readonly lat: number; readonly accuracy_m: number } | null;
}

export interface UploadOptions {
  readonly signal?: AbortSignal;
  /** Share that has arrived, 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Bytes sent at a time: what is lost with a broken link, and how finely progress shows. */
export const part_bytes = 256 * 1024;
/** So often the server may say "not from there" before we believe that it will go on saying so. */
const most_refusals = 5;

/** Where the next part begins, by a refusal's own word; null when the refusal is of another kind. */
function toldOffset(error: unknown): number | null {
  const told = error instanceof HttpError && error.status === 409 ? error.document.now?.offset : null;
  return typeof told === "number" ? told : null;
}

/** The server believes no count beyond this; a photo that is older is sent as being so old at least. */
const longest_s = 30 * 86_400;
const ago_s = (takenAt: number) => Math.min(longest_s, Math.max(0, Math.round((Date.now() - takenAt) / 1000)));

const begun = ({ clientId, kind, takenAt, place }: PhotoAbout, blob: Blob, sha256: string, signal?: AbortSignal) =>
  beginUpload(
    // How long ago, not when: the phone's clock may be days wrong, its count of seconds is not.
    { clientId, kind, bytes: blob.size, sha256, ago_s: ago_s(takenAt), ...place },
    signal,
  );

/** @throws HttpError; sending again goes on from what has arrived */
export async function upload(
  { blob, sha256 }: { readonly blob: Blob; readonly sha256: string },
  about: PhotoAbout,
  { signal, progress }: UploadOptions = {},
): Promise<Photo> {
  let sent: PhotoUpload = await begun(about, blob, sha256, signal);
  for (let refusals = 0; !sent.photo; ) {
    const { id, offset, bytes } = sent;
    progress?.(offset / bytes);
    try {
      sent = await sendPart(id, offset, blob.slice(offset, offset + part_bytes), signal);
    } catch (error) {
      const told = toldOffset(error);
      if (told === null || ++refusals > most_refusals) throw error;
      sent = { ...sent, offset: told };
    }
  }
  progress?.(1);
  return sent.photo;
}
