/** "What does this photo show, small?" */
import type { Route } from "../ask/route.ts";
import { photoFile } from "./served.ts";
import type { PhotoStore } from "./store.ts";

export const photoThumb = (store: PhotoStore): Route => photoFile(store, "thumb");
