/** Photos in a folder of this machine. */
import type { PhotoStore } from "./store.ts";

/** @param folder made when it is not there */
export function folderStore(folder: string): PhotoStore {
  throw new Error(`not written yet: ${folder}`);
}
