/** Goes to the next place that needs a hand: nobody's ground, too heavy a zone, one that does not hang together. */
import { type PlannerPage, setTable, toast } from "../page.ts";
import { tableOf } from "../state.ts";
import { select } from "./acts.ts";
import { type FindKind, figuresOf, findAll } from "./figures.ts";
import { middleOf } from "./where.ts";
import { wordOf } from "./words.ts";

/** Where each kind was left. */
const at: Record<FindKind, number> = { nobodys: -1, heavy: -1, apart: -1 };
const none = { nobodys: "planner.noNobodys", heavy: "planner.noHeavy", apart: "planner.noApart" } as const;

export function findNext(page: PlannerPage, kind: FindKind): void {
  const { view, ground } = page.store.get();
  const table = tableOf(page.store.get());
  if (!table) return;
  const { partition, weights } = table.history.now;
  const all = findAll(kind, partition, view.level, figuresOf(partition, view.level, weights, ground));
  if (all.length === 0) {
    toast(page, kind === "heavy" && !ground ? wordOf("planner.noLoadsYet") : wordOf(none[kind]));
    return;
  }
  at[kind] = (at[kind] + 1) % all.length;
  const found = all[at[kind]];
  if (!found) return;
  if (found.zone !== null) select(page, [found.zone]);
  setTable(page, { marks: [{ at: middleOf(found.box), kind: "fault", from: null }] });
  page.map.current?.goTo({ bounds: found.box });
}
