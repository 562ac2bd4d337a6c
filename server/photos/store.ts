/** Where photos' bytes are kept: one small interface, a folder or a bucket behind it. */

export interface PhotoStore {
  /** Keeps bytes under a key; whole or not at all. */
  put(key: string, bytes: Buffer, media: string): Promise<void>;
  /** Null when there is nothing under the key. */
  get(key: string): Promise<Buffer | null>;
  /** Done also when there was nothing. */
  remove(key: string): Promise<void>;
}

/** A folder, or a bucket of an S3-compatible store: its address with the bucket's name as the path. */
export type PhotoPlace =
  | { readonly folder: string }
  | { readonly bucket: string; readonly region: string; readonly key: string; readonly secret: string };

/** The store does not do what it is asked now: no answer, no room, no right. The same may work a moment later. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

/** Media type of all that is kept. */
export const media = "image/jpeg";
export type What = "picture" | "thumb";

/** Names under which the files of a photo's set are kept. */
export const photoKey = (id: number, set: number, what: What): string => `${Math.floor(id / 1000)}/${id}-${set}-${what}.jpg`;

/** What a name says. @throws for one that is none of ours */
export function photoOfKey(key: string): { readonly id: number; readonly set: number; readonly what: What } {
  const [, id, set, what] = /^\d+\/(\d+)-(\d+)-(picture|thumb)\.jpg$/.exec(key) ?? [];
  if (!what) throw new Error(`No photo is kept under ${key}.`);
  return { id: Number(id), set: Number(set), what: what as What };
}

/** A picture and its thumbnail, JPEG. */
export interface PictureSet {
  readonly picture: Buffer;
  readonly thumb: Buffer;
}

export async function putSet(store: PhotoStore, id: number, set: number, { picture, thumb }: PictureSet): Promise<void> {
  await store.put(photoKey(id, set, "picture"), picture, media);
  await store.put(photoKey(id, set, "thumb"), thumb, media);
}

export async function removeSets(store: PhotoStore, id: number, sets: readonly number[]): Promise<void> {
  for (const set of sets) for (const what of ["picture", "thumb"] as const) await store.remove(photoKey(id, set, what));
}
