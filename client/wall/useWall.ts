/** React's door to the wall: read a part of what it knows, say words in its language. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { said } from "../look/say.ts";
import { mapWords } from "../look/words/map.ts";
import { wallWords } from "../look/words/wall.ts";
import { wallSceneWords } from "../look/words/wallScenes.ts";
import { learn } from "../look/words.ts";
import type { Lang } from "../state/view.ts";
import type { WallPage } from "./page.ts";
import type { WallState } from "./state.ts";

for (const room of [mapWords, wallWords, wallSceneWords]) learn(room);

export const WallContext = createContext<WallPage | null>(null);

export function useWall(): WallPage {
  const page = useContext(WallContext);
  if (!page) throw new Error("A part of the wall stands outside its context.");
  return page;
}

/** A part of what the wall knows; the component renders again when that part is another value. */
export function usePart<T>(pick: (state: WallState) => T): T {
  const { store } = useWall();
  const read = useCallback(() => pick(store.get()), [store, pick]);
  return useSyncExternalStore(store.subscribe, read, read);
}

export type Say = (typeof said)[Lang];
const langOf = (state: WallState) => state.settings.lang;
export const useSay = (): Say => said[usePart(langOf)];
