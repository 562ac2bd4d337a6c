/** React's door to the page: read a part of the state, say words in its language. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Word } from "../../server/contract/vocabulary.ts";
import "../look/deskWords.ts";
import { t, type WordKey } from "../look/words.ts";
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

export interface Say {
  readonly lang: Lang;
  /** A word of the dictionary. */
  t(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** A word of the trade. */
  of(word: Word): string;
  n(value: number): string;
}

const langOf = (state: AppState) => state.view.lang;
const said = {} as Record<Lang, Say>;
for (const lang of ["zh", "en"] as const) {
  const numbers = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en-GB");
  said[lang] = { lang, t: (key, values) => t(lang, key, values), of: (word) => word[lang], n: (value) => numbers.format(value) };
}
export const useSay = (): Say => said[usePart(langOf)];
