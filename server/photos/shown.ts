/** "What does this photo show?" */
import type { Route } from "../ask/route.ts";
import { photoFile } from "./served.ts";
import type { PhotoStore } from "./store.ts";

export const photoPicture = (store: PhotoStore): Route => photoFile(store, "picture");
