/** React's door to the field page: read a part of what it knows, say words in its language. */
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Limit } from "../../server/contract/types.ts";
import { limitUnits, type Word } from "../../server/contract/vocabulary.ts";
import { wordsOf } from "../api/http.ts";
import { fieldWords } from "../look/words/field.ts";
import { learn, t, type WordKey } from "../look/words.ts";
import { timeText, unixOf } from "../state/calendar.ts";
import type { Page } from "./page.ts";
import { followPosition, leavePosition } from "./position.ts";
import type { FieldState } from "./state.ts";

learn(fieldWords);

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("A part of the field page stands outside its context.");
  return page;
}

/** A part of what the page knows; the component renders again when that part is another value. */
export function usePart<T>(pick: (state: FieldState) => T): T {
  const { store } = usePage();
  const read = useCallback(() => pick(store.get()), [store, pick]);
  return useSyncExternalStore(store.subscribe, read, read);
}

export interface Say {
  readonly lang: "zh" | "en";
  t(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  of(word: Word): string;
  /** 320 m, 1.24 km */
  length(m: number): string;
  limit(limit: Limit): string;
}

function sayIn(lang: "zh" | "en"): Say {
  const numbers = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 2 });
  const n = (value: number) => numbers.format(value);
  return {
    lang,
    t: (key, values) => t(lang, key, values),
    of: (word) => word[lang],
    length: (m) =>
      m < 995 ? t(lang, "field.metres", { n: n(Math.round(m)) }) : t(lang, "field.kilometres", { n: n(Math.round(m / 10) / 100) }),
    limit: ({ value, unit }) => `${n(value)} ${limitUnits[unit][lang]}`,
  };
}
const said = { zh: sayIn("zh"), en: sayIn("en") };

const langOf = (state: FieldState) => state.lang;
export const useSay = (): Say => said[usePart(langOf)];

const zoneOf = (state: FieldState) => state.district?.timeZone ?? "Asia/Shanghai";
/** yyyy-MM-dd HH:mm in the district's time, of RFC 3339 or of ms since 1970. */
export function useStamp(): (time: string | number) => string {
  const zone = usePart(zoneOf);
  return (time) => timeText(typeof time === "number" ? time / 1000 : unixOf(time), zone);
}

interface Answer<T> {
  readonly key: string | null;
  readonly value: T | null;
  readonly failure: Word | null;
}

/** Asks when the key changes, after a short rest; null asks nothing. What was answered before stays until then, under its own key. */
export function useQuestion<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>, rest_ms = 300): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ key: null, value: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the question depends on
  useEffect(() => {
    if (key === null) return;
    const leave = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const value = await ask(leave.signal);
        if (!leave.signal.aborted) setAnswer({ key, value, failure: null });
      } catch (error) {
        if (!leave.signal.aborted) setAnswer({ key, value: null, failure: wordsOf(error) });
      }
    }, rest_ms);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [key]);
  return answer;
}

/** Follows the phone's position while the component stands. */
export function usePosition(): void {
  const page = usePage();
  useEffect(() => {
    followPosition(page);
    return leavePosition;
  }, [page]);
}
