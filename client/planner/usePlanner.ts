/** React's door to the planner's page: read a part of what it knows, say words in its language. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { type Say, said } from "../look/say.ts";
import { mapWords } from "../look/words/map.ts";
import { plannerWords } from "../look/words/planner.ts";
import { plannerPublishWords } from "../look/words/plannerPublish.ts";
import { learn } from "../look/words.ts";
import type { PlannerPage } from "./page.ts";
import type { PlannerState } from "./state.ts";

for (const room of [mapWords, plannerWords, plannerPublishWords]) learn(room);

export const PlannerContext = createContext<PlannerPage | null>(null);

export function usePlanner(): PlannerPage {
  const page = useContext(PlannerContext);
  if (!page) throw new Error("A part of the planner's page stands outside its context.");
  return page;
}
/** A part of what the page knows; the component renders again when that part is another value. */
export function usePart<T>(pick: (state: PlannerState) => T): T {
  const { store } = usePlanner();
  const read = useCallback(() => pick(store.get()), [store, pick]);
  return useSyncExternalStore(store.subscribe, read, read);
}
const langOf = (state: PlannerState) => state.lang;
export const useSay = (): Say => said[usePart(langOf)];
