/** What others do is seen at once: the list of plans, the plan on the table, and what is counted. */
import type { ChangeLayer } from "../../../server/contract/officeWords.ts";
import { followChanges } from "../../api/changes.ts";
import type { PlannerPage } from "../page.ts";
import { tableOf } from "../state.ts";
import { saverOf } from "./acts.ts";
import { renewLayer } from "./load.ts";
import { loadPlans } from "./open.ts";

/** Problems change all day: what is counted follows at most so often. Milliseconds. */
const count_ms = 60_000;

export function follow(page: PlannerPage): () => void {
  const { store } = page;
  let revision = store.get().district?.revision ?? 0;
  let counting = false;
  const countSoon = () => {
    if (counting) return;
    counting = true;
    setTimeout(() => {
      counting = false;
      void renewLayer(page, "problems");
    }, count_ms);
  };
  const moved = (layer: ChangeLayer) => {
    if (layer === "plans") plansMoved(page);
    else if (layer === "sites" || layer === "base") void renewLayer(page, layer);
    else if (layer === "problems") countSoon();
  };
  const heard = (to: number) => {
    revision = Math.max(revision, to);
    if (store.get().link !== "live") store.set({ link: "live" });
  };
  return followChanges(() => revision, {
    hello: (hello) => {
      // Whatever was missed while there was no link.
      heard(hello.revision);
      plansMoved(page);
    },
    change: (change) => {
      heard(change.revision);
      countSoon();
    },
    layer: (told) => {
      heard(told.revision);
      moved(told.layer);
    },
    beat: (beat) => heard(beat.revision),
    away: () => store.set({ link: "away" }),
    link: (link) => store.set({ link }),
    end: () => store.set({ link: "lost" }),
  });
}

function plansMoved(page: PlannerPage): void {
  const { view } = page.store.get();
  if (view.face === "plans") void loadPlans(page);
  if (tableOf(page.store.get())) void saverOf(page)?.heard();
}
