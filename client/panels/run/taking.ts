/** What a change does to the page: columns, ledger and figures follow at once where they can, and are asked again soon where they cannot. */
import type { LiveProblem } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { beyond, isPart } from "../../state/beyond.ts";
import { needsServer } from "../../state/columnsTest.ts";
import { type Asked, patchColumns, patchListing, rowOf, seenChanges } from "../../state/patch.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { App } from "./app.ts";
import { askQuietly } from "./listing.ts";

export interface Taken {
  /** The district's time, unix seconds. */
  readonly clock: number;
  readonly changed: readonly LiveProblem[];
  /** Ids that are no longer seen. */
  readonly gone: readonly number[];
}

/** Soon, and spread out: a hundred pages hear of the same change at once. */
const soon_ms = () => 400 + Math.random() * 900;
/** Figures of the server's are not asked for more often. */
const pause_ms = 4_000;

let turning: ReturnType<typeof setTimeout> | null = null;
let turned = 0;
/** Has the server's figures asked again, once for all changes that come together. */
export function turnSoon(app: App): void {
  if (turning !== null) return;
  const wait = Math.max(soon_ms(), turned + pause_ms - Date.now());
  turning = setTimeout(() => {
    turning = null;
    turned = Date.now();
    const { live } = app.store.get();
    app.store.set({ live: { ...live, turn: live.turn + 1 } });
  }, wait);
}

let asking: ReturnType<typeof setTimeout> | null = null;
let asked = 0;
/** Has the ledger asked again, in the background. */
export function askSoon(app: App): void {
  if (asking !== null) return;
  const wait = Math.max(soon_ms(), asked + pause_ms - Date.now());
  asking = setTimeout(() => {
    asking = null;
    asked = Date.now();
    void askQuietly(app);
  }, wait);
}

/** The question, with what the page held before and holds now; null while something of it is not here. */
function questionOf(state: AppState, after: Asked["after"], clock: number): Asked | null {
  const { district, view, data } = state;
  if (!district) return null;
  const { timeZone, categories, zones } = district;
  const filter = effectiveFilter(view);
  return { filter, sort: view.sort, before: data.problems, after, context: { clock, timeZone, categories, zones } };
}

/** @returns the changed problems that the present question means: what is worth a look */
export function take(app: App, { clock, changed, gone }: Taken): readonly LiveProblem[] {
  const state = app.store.get();
  const { problems } = state.data;
  if (!problems) {
    app.store.set({ clock });
    return [];
  }
  const after = patchColumns(problems, changed, gone);
  const question = questionOf(state, after, clock);
  // Of a set that is too large to travel, what is in no column has changed all the same.
  if (after === problems && !isPart(problems)) {
    // What columns do not hold may have changed all the same: a person, a version.
    app.store.set({ clock, listing: fresher(state, changed) });
    return question ? seenChanges(changed, question) : [];
  }
  const local =
    question !== null &&
    !beyond(state) &&
    !needsServer(question.filter, after, state.district?.zones ?? []) &&
    state.listing.state === "ready";
  const listing = local && !state.view.near ? patchListing(state.listing, changed, gone, question) : null;
  app.store.set({ clock, data: { ...state.data, problems: after }, ...(listing && { listing }) });
  if (!listing) askSoon(app);
  turnSoon(app);
  return question ? seenChanges(changed, question) : [];
}

/** Rows of what changed, as they are now. */
function fresher({ listing }: AppState, changed: readonly LiveProblem[]): AppState["listing"] {
  const now = new Map(changed.map((one) => [one.id, one]));
  if (!listing.rows.some(({ id, version }) => (now.get(id)?.version ?? 0) > version)) return listing;
  const rows = listing.rows.map((row) => {
    const one = now.get(row.id);
    return one && one.version > row.version ? rowOf(one) : row;
  });
  return { ...listing, rows };
}
