/** The running page: its store and its map. Knows no React. */
import type { Word } from "../../server/contract/vocabulary.ts";
import type { MapHandle } from "../map/handle.ts";
import type { Store } from "../state/store.ts";
import { type Hand, type PlannerState, type Table, tableOf } from "./state.ts";
import { addressOf, type PlannerView } from "./view.ts";

export interface PlannerPage {
  readonly store: Store<PlannerState>;
  readonly map: { current: MapHandle | null };
}

/** Changes the plan on the table; nothing when there is none. */
export function setTable({ store }: PlannerPage, part: Partial<Table>): void {
  const table = tableOf(store.get());
  if (table) store.set({ table: { state: "there", value: { ...table, ...part } } });
}
export function setHand(page: PlannerPage, part: Partial<Hand>): void {
  const table = tableOf(page.store.get());
  if (table) setTable(page, { hand: { ...table.hand, ...part } });
}

/** The same plan looked at in another way: the address is another, the history of the browser is not. */
export function setView({ store }: PlannerPage, part: Partial<PlannerView>): void {
  const view = { ...store.get().view, ...part };
  store.set({ view });
  history.replaceState(null, "", addressOf(view));
}
export function toast({ store }: PlannerPage, word: Word): void {
  store.set({ toast: word });
}

const preferencesKey = "chuangtu.preferences";
type Preferences = Partial<Pick<PlannerState, "lang" | "theme">>;
/** What this visitor chose last time, on whichever page. */
export function preferences(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(preferencesKey) ?? "{}") as Record<string, unknown>;
    const { lang, theme } = kept;
    return { ...((lang === "zh" || lang === "en") && { lang }), ...((theme === "dark" || theme === "light") && { theme }) };
  } catch {
    // Storage refused or unreadable: the defaults stand.
    return {};
  }
}
export function prefer({ store }: PlannerPage, part: Preferences): void {
  store.set(part);
  try {
    const kept = JSON.parse(localStorage.getItem(preferencesKey) ?? "{}") as object;
    localStorage.setItem(preferencesKey, JSON.stringify({ ...kept, ...part }));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}
