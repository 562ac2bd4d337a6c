/** Shrinks pictures beside the page, one after the other: two of 12 megapixels at once would need the memory of both. */
import { shrinkInWorker } from "./shrink.ts";

let before: Promise<unknown> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<{ ask: number; file: Blob }>) => {
  const { ask, file } = data;
  before = before.then(() =>
    shrinkInWorker(file).then(
      (prepared) => postMessage({ ask, prepared }),
      (error: unknown) => postMessage({ ask, failed: String(error) }),
    ),
  );
});
