/** How far the work is, and whether it is to stop. */

export type Step = "reading" | "checking" | "photos" | "loading" | "indexes";

export interface Progress {
  readonly step: Step;
  /** A table, or a photo's key. */
  readonly name: string;
  /** 0 to 1, of the step. */
  readonly fraction: number;
}

export interface Watched {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Aborted: the work ends at the next part, and leaves nothing. */
  readonly signal?: AbortSignal | undefined;
}
