/** React's door to the page: read a part of the state, say words in its language. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import "../look/deskWords.ts";
import { said } from "../look/say.ts";
import type { AppState } from "../state/app.ts";
import type { Lang } from "../state/view.ts";
import type { App } from "./run/app.ts";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("A panel stands outside the page's AppContext.");
  return app;
}

/** A part of the state; the component renders again when that part is another value. */
export function usePart<T>(pick: (state: AppState) => T): T {
  const { store } = useApp();
  const read = useCallback(() => pick(store.get()), [store, pick]);
  return useSyncExternalStore(store.subscribe, read, read);
}

export type Say = (typeof said)[Lang];

const langOf = (state: AppState) => state.view.lang;
export const useSay = (): Say => said[usePart(langOf)];
