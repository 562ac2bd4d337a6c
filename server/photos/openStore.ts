/** The store that the settings name. */
import { folderStore } from "./folderStore.ts";
import { s3Store } from "./s3Store.ts";
import type { PhotoPlace, PhotoStore } from "./store.ts";

export const photoStore = (place: PhotoPlace): PhotoStore => ("folder" in place ? folderStore(place.folder) : s3Store(place));
