/** Paper and files, in one list: what leaves as a file, what a file brings in, official documents, words that are places. */
import type { Route } from "../ask/route.ts";
import { briefRoutes } from "../briefs/briefs.ts";
import { exportRoutes } from "../exports/routes.ts";
import { importRoutes } from "../import/hand/routes.ts";
import type { PhotoStore } from "../photos/store.ts";
import { locateRoutes } from "../places/locate.ts";

export const fileRoutes = (photos: PhotoStore): readonly Route[] => [
  ...exportRoutes,
  ...briefRoutes(photos),
  ...locateRoutes(),
  ...importRoutes,
];
