/** A picture made ready to be sent: upright, not larger than anybody needs, nothing in it but pixels. */

export interface Prepared {
  /** JPEG. */
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  /** Of the blob, hexadecimal. */
  readonly sha256: string;
}

/** Pixels of the longer side that are kept. */
export const longest_px = 2048;

/**
 * Shrinks a picture in a worker, so that the page goes on.
 * @throws Error with words, when it is no picture that this browser can read
 */
export async function prepare(_file: Blob): Promise<Prepared> {
  throw new Error("not written yet");
}
