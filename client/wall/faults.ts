/** Words that somebody should read, each under a name, so that whoever told one takes it back. */
import type { Word } from "../../server/contract/vocabulary.ts";
import type { Store } from "../state/store.ts";
import type { WallState } from "./state.ts";

const told = new WeakMap<Store<WallState>, Map<string, Word>>();

/** @param word null = it is right again */
export function tellFault(store: Store<WallState>, name: string, word: Word | null): void {
  const all = told.get(store) ?? new Map<string, Word>();
  told.set(store, all);
  const before = all.get(name);
  if (before?.zh === word?.zh && before?.en === word?.en) return;
  if (word) all.set(name, word);
  else all.delete(name);
  store.set({ faults: [...all.values()] });
}
