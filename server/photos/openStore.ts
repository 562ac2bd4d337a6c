/** The store that the settings name. */
import { folderStore } from "./folderStore.ts";
import type { PhotoPlace, PhotoStore } from "./store.ts";

export function photoStore(place: PhotoPlace): PhotoStore {
  if ("folder" in place) return folderStore(place.folder);
  throw new Error("not written yet: S3");
}
