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

/** Names under which a photo's pictures are kept. `original` is without its covers. */
export const photoKey = (id: number, what: "shown" | "thumb" | "original"): string => `${Math.floor(id / 1000)}/${id}-${what}.jpg`;
