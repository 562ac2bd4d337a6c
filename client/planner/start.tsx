/** The planner's page starts: who looks, what the address names, then React is mounted once. */
import { createRoot } from "react-dom/client";
import { onBusy, onSignedOut } from "../api/http.ts";
import { createStore } from "../state/store.ts";
import { Planner } from "./Planner.tsx";
import { type PlannerPage, preferences } from "./page.ts";
import { setSaver } from "./run/acts.ts";
import { followKeys } from "./run/keys.ts";
import { follow } from "./run/live.ts";
import { begin } from "./run/load.ts";
import { followAddress, show } from "./run/open.ts";
import { Saver } from "./run/save.ts";
import { firstState, tableOf } from "./state.ts";
import { PlannerContext } from "./usePlanner.ts";
import { readView } from "./view.ts";

/** Leaving while something is not saved: it is kept in the browser, and the browser asks. */
function warnOfUnsaved({ store }: PlannerPage): void {
  addEventListener("beforeunload", (event) => {
    const table = tableOf(store.get());
    if (table && table.saving.state !== "saved") event.preventDefault();
  });
}

export function start(place: HTMLElement): void {
  const view = readView(location.pathname, location.search);
  const { lang = "zh", theme = "light" } = preferences();
  const page: PlannerPage = { store: createStore(firstState(view, lang, theme)), map: { current: null } };
  setSaver(page, new Saver(page));
  createRoot(place).render(
    <PlannerContext value={page}>
      <Planner />
    </PlannerContext>,
  );
  onSignedOut(() => {
    const { me } = page.store.get();
    if (me && me.kind !== "nobody") page.store.set({ me: { ...me, kind: "nobody" } });
  });
  onBusy((toast) => page.store.set({ toast: { ...toast } }));
  followAddress(page);
  followKeys(page);
  warnOfUnsaved(page);
  void begin(page)
    .then((somebody) => {
      if (!somebody) return;
      show(page, view);
      follow(page);
    })
    // Why is in the page's state, and on the screen.
    .catch(() => {});
}
