/** React's door to a file on its way in. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { ImportTarget } from "../../../server/contract/importing/importing.ts";
import type { Me } from "../../../server/contract/types.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import type { Bring, Bringing } from "./bringing.ts";

export const BringContext = createContext<Bringing | null>(null);

export function useBringing(): Bringing {
  const bringing = useContext(BringContext);
  if (!bringing) throw new Error("A part of the import stands outside its context.");
  return bringing;
}
export function useBring(): Bring {
  const { store } = useBringing();
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** True while nothing can be changed: something goes on, or it is imported. */
export const isLocked = ({ busy, batch }: Bring): boolean => busy !== null || batch?.state === "done" || batch?.state === "undone";

/** Whose duty it is to bring what. */
const duties: Readonly<Record<ImportTarget, readonly Role[]>> = {
  sites: ["planner", "administrator"],
  problems: ["dispatcher", "administrator"],
};
/** What somebody may bring in; none = it is not their duty. */
export const targetsOf = (me: Me | null): ImportTarget[] =>
  (Object.keys(duties) as ImportTarget[]).filter((target) => me?.roles.some((role) => duties[target].includes(role)) ?? false);
