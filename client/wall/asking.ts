/** A scene's question: asked when it enters, kept until the next answer, asked again while the server is away. Knows no React. */
import type { SceneKind } from "../../server/contract/wall.ts";
import { wasLeft, wordsOf } from "../api/http.ts";
import { unixOf } from "../state/calendar.ts";
import type { WallPage } from "./page.ts";
import { type Asked, failedAfter } from "./state.ts";

const asking: Asked<unknown> = { state: "asking" };
/** Which question the kept answer is of: of another one it would be a lie. */
const keys = new WeakMap<WallPage, Map<SceneKind, string>>();

function sameAsBefore(page: WallPage, kind: SceneKind, key: string): boolean {
  const known = keys.get(page) ?? new Map<SceneKind, string>();
  keys.set(page, known);
  const same = known.get(kind) === key;
  known.set(kind, key);
  return same;
}

function put(page: WallPage, kind: SceneKind, asked: Asked<unknown>): void {
  page.store.set({ asked: { ...page.store.get().asked, [kind]: asked } });
}

/** The district's time of an answer: its own word for it, or that of the page. Unix seconds. */
function timeOf(value: unknown, now: number): number {
  const clock = typeof value === "object" && value !== null && "clock" in value ? value.clock : null;
  const unix = typeof clock === "string" ? unixOf(clock) : Number.NaN;
  return Number.isNaN(unix) ? now : unix;
}

/** True when an answer stands; false when it failed, or when nobody waits any more. */
async function once(page: WallPage, kind: SceneKind, question: (signal: AbortSignal) => Promise<unknown>, signal: AbortSignal) {
  try {
    const value = await question(signal);
    if (signal.aborted) return false;
    put(page, kind, { state: "there", value, at: timeOf(value, page.store.get().now) });
    return true;
  } catch (error) {
    const before = page.store.get().asked[kind] ?? asking;
    if (!wasLeft(error) && !signal.aborted) put(page, kind, failedAfter(before, wordsOf(error)));
    return false;
  }
}

/** Before the nth asking again, milliseconds: 4 to 8 s at first, a minute at last; many walls do not come back in one moment. */
const pause_ms = (n: number): number => Math.min(60_000, 4000 * 2 ** n) * (1 + Math.random());

/**
 * Begins a scene's question and keeps its answer under the kind in `asked`; the old one of the same question stays until then, and is
 * `old` when asking failed. After a failure it asks again, until it is ended.
 * @param key says which question it is, for instance the filter's text: an answer to another one is not kept
 * @returns ends it; what is under way is left
 */
export function ask<T>(page: WallPage, kind: SceneKind, key: string, question: (signal: AbortSignal) => Promise<T>): () => void {
  const left = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (!sameAsBefore(page, kind, key) || !page.store.get().asked[kind]) put(page, kind, asking);
  const go = async (n: number): Promise<void> => {
    const done = await once(page, kind, question, left.signal);
    if (!(done || left.signal.aborted)) timer = setTimeout(() => void go(n + 1), pause_ms(n));
  };
  void go(0);
  return () => {
    left.abort();
    clearTimeout(timer);
  };
}
