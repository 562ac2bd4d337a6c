/** The ledger's rows follow the question: one request when it changes, one for each further page. */
import { HttpError, wasLeft, wordsOf } from "../../api/http.ts";
import { askNear, askProblems } from "../../api/problems.ts";
import { type Listing, noListing } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { unixOf } from "../../state/calendar.ts";
import { needsServer } from "../../state/columnsTest.ts";
import type { Refused } from "../../state/refused.ts";
import { effectiveFilter, type View } from "../../state/view.ts";
import type { App } from "./app.ts";
import { untilReady } from "./boot.ts";

const pageSize = 100;
let running: AbortController | null = null;

/** True when the map needs the server to say which problems pass: not where it is drawn from tiles. */
function wantsIds(app: App, view: View): boolean {
  const { data, district, stood } = app.store.get();
  if (beyond({ data, view, stood })) return false;
  const filter = effectiveFilter(view);
  if (!data.problems || !district) return filter.geo.length > 0 || filter.q !== null || filter.at !== null || filter.person.length > 0;
  return needsServer(filter, data.problems, district.zones);
}

/** The district's time as an answer tells it; of a moment that was asked for it tells that moment. */
const clockOf = ({ filter }: View, clock: string) => (filter.at === null ? { clock: unixOf(clock) } : {});

/** The parameter and the value in it that the server cannot answer, where it named them. */
function refusedBy(error: unknown): Refused | null {
  const { parameter, value } = error instanceof HttpError ? error.document : {};
  return parameter === undefined || value === undefined ? null : { parameter, value };
}

/** Asks the present question from its first row. The rows of the question before stay, marked, until the answer. */
export async function ask(app: App): Promise<void> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const { view, listing } = app.store.get();
  app.store.set({ listing: { ...listing, state: "loading", stale: listing.total !== null, failure: null, refused: null } });
  const page = { sort: view.sort, limit: pageSize, ids: wantsIds(app, view) };
  const began = performance.now();
  try {
    const { near } = view;
    const answer = await untilReady(app, () =>
      near ? askNear(view.filter, near, page, control.signal) : askProblems(view.filter, page, control.signal),
    );
    const fresh: Listing = {
      ...noListing,
      state: "ready",
      total: answer.total,
      rows: answer.rows,
      next: answer.next,
      anchors: "anchors" in answer ? (answer.anchors as Listing["anchors"]) : [],
      ids: answer.ids ?? null,
      took_ms: Math.round(performance.now() - began),
    };
    app.store.set({ listing: fresh, ...clockOf(view, answer.clock) });
  } catch (error) {
    if (wasLeft(error)) return;
    app.store.set({ listing: { ...app.store.get().listing, state: "failed", failure: wordsOf(error), refused: refusedBy(error) } });
  }
}

/** Rows asked for at once at most. */
const mostRows = 500;

/** Asks the present question again without a word: the rows stay as they are until the answer, and as many come as there were. */
export async function askQuietly(app: App): Promise<void> {
  const { view, listing } = app.store.get();
  if (listing.state !== "ready") return ask(app);
  const page = { sort: view.sort, limit: Math.min(Math.max(pageSize, listing.rows.length), mostRows), ids: wantsIds(app, view) };
  try {
    const answer = await (view.near ? askNear(view.filter, view.near, page) : askProblems(view.filter, page));
    const now = app.store.get();
    if (now.view.filter !== view.filter || now.view.near !== view.near || now.view.sort !== view.sort) return;
    const { total, rows, next } = answer;
    const anchors = "anchors" in answer ? (answer.anchors as Listing["anchors"]) : [];
    const fresh: Listing = { ...now.listing, total, rows, next, anchors, ids: answer.ids ?? null, more: "idle" };
    app.store.set({ listing: fresh, ...clockOf(view, answer.clock) });
  } catch {
    // What is shown stays; the link's state says since when it is old.
  }
}

/** Asks for the next page of the same question. */
export async function askMore(app: App): Promise<void> {
  const { view, listing } = app.store.get();
  if (listing.state !== "ready" || listing.more === "loading" || !listing.next) return;
  app.store.set({ listing: { ...listing, more: "loading" } });
  // Rows may change meanwhile; the question and the place in it may not.
  const asked = () => {
    const now = app.store.get();
    const same = now.view.filter === view.filter && now.view.near === view.near && now.view.sort === view.sort;
    return same && now.listing.more === "loading" && now.listing.next === listing.next ? now.listing : null;
  };
  const page = { sort: view.sort, limit: pageSize * 2, cursor: listing.next };
  const signal = running?.signal;
  try {
    const answer = view.near ? await askNear(view.filter, view.near, page, signal) : await askProblems(view.filter, page, signal);
    const now = asked();
    if (!now) return;
    const known = new Set(now.rows.map(({ id }) => id));
    const rows = [...now.rows, ...answer.rows.filter(({ id }) => !known.has(id))];
    app.store.set({ listing: { ...now, rows, next: answer.next, more: "idle" } });
  } catch (error) {
    const now = asked();
    if (wasLeft(error) || !now) return;
    app.store.set({ listing: { ...now, more: "failed", failure: wordsOf(error) } });
  }
}

/** Asks again whenever the question itself (filter, near, order) is another one. */
export function followQuestion(app: App): () => void {
  let last = app.store.get().view;
  void ask(app);
  let { problems } = app.store.get().data;
  return app.store.subscribe(() => {
    const { view, data, listing } = app.store.get();
    const come = data.problems !== problems;
    problems = data.problems;
    // Other columns may hold what tiles showed, and then the map needs the ids.
    if (come && listing.state === "ready" && listing.ids === null && wantsIds(app, view)) void askQuietly(app);
    const same = view.filter === last.filter && view.near === last.near && view.sort === last.sort;
    last = view;
    if (same) return;
    // Rows chosen under another question are not what one sees now.
    app.store.set({ chosen: new Map() });
    void ask(app);
  });
}
