/** Sends a prepared photo in parts, with progress; begun again with the same clientId it goes on where it was. */
import type { PhotoKind } from "../../server/contract/officeWords.ts";
import type { Photo } from "../../server/contract/types.ts";

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

/** @throws HttpError; sending again goes on from what has arrived */
export async function upload(
  _prepared: { readonly blob: Blob; readonly sha256: string },
  _about: PhotoAbout,
  _options: UploadOptions = {},
): Promise<Photo> {
  throw new Error("not written yet");
}
