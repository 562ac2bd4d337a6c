/**
 * The picture of hot spots follows its question wherever one is in the page: asked when the question or the filter changes,
 * again some time after a change of the data, and not while it merely shows the rows of one of its own clusters.
 */

import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { askHot } from "../../api/hot.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { formatHot, type HotPicture, type HotQuestion } from "../../state/hot.ts";
import { createStore, type Store } from "../../state/store.ts";
import { sameFilter } from "../../state/undo.ts";
import { effectiveFilter } from "../../state/view.ts";
import { type App, changeView, goTo, setFilter } from "../run/app.ts";
import { boundsOf, rowsFilter, sameRow } from "./open.ts";

export interface Kept {
  readonly state: "idle" | "loading" | "ready" | "failed";
  readonly failure: Failure | null;
  /** The filter whose problems are analysed. */
  readonly of: Filter | null;
  /** The row whose problems the page shows now, and the filter that opened them. */
  readonly opened: { readonly row: number; readonly filter: Filter } | null;
}

/** How long a picture stands at least while data change, ms. */
const stands_ms = 20_000;
const idle: Kept = { state: "idle", failure: null, of: null, opened: null };

class Keeper {
  readonly kept: Store<Kept> = createStore<Kept>(idle);
  private readonly app: App;
  private seen: Partial<AppState["view"]> & { turn?: number; playing?: boolean } = {};
  private asked: string | null = null;
  private askedAt = 0;
  private running: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App) {
    this.app = app;
    app.store.subscribe(() => this.look());
    this.look();
  }

  /** Cheap while nothing that matters has changed: the store speaks at every move of the pointer. */
  private look(): void {
    const { view, live, playing } = this.app.store.get();
    const { hot, filter, near } = view;
    const was = this.seen;
    if (was.hot === hot && was.filter === filter && was.near === near && was.turn === live.turn && was.playing === playing) return;
    const onlyTurn = was.hot === hot && was.filter === filter && was.near === near && was.playing === playing;
    this.seen = { hot, filter, near, turn: live.turn, playing };
    // While the past is being played the picture waits, as the ledger does.
    if (!hot) this.clear();
    else if (onlyTurn) this.later();
    else if (!playing) this.follow(hot, effectiveFilter(view));
  }

  private follow(hot: HotQuestion, filter: Filter): void {
    const { opened, of } = this.kept.get();
    const itsRows = opened !== null && of !== null && sameFilter(filter, opened.filter);
    if (!itsRows) {
      this.kept.set({ of: filter, opened: null });
      if (opened) this.choose(null);
    }
    const analysed = itsRows ? of : filter;
    const key = `${formatHot(hot)} ${JSON.stringify(formatFilter(analysed))}`;
    if (key === this.asked) return;
    this.asked = key;
    void this.ask();
  }

  /** Asked again with the same question, at most every so often. */
  private later(): void {
    if (this.timer !== undefined || this.kept.get().state !== "ready") return;
    const wait = Math.max(1000, this.askedAt + stands_ms - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.ask(true);
    }, wait);
  }

  async ask(quiet = false): Promise<void> {
    const { hot } = this.app.store.get().view;
    const { of } = this.kept.get();
    if (!hot || !of) return;
    this.running?.abort();
    clearTimeout(this.timer);
    this.timer = undefined;
    const control = new AbortController();
    this.running = control;
    this.askedAt = Date.now();
    if (!quiet) this.kept.set({ state: "loading", failure: null });
    try {
      const picture = await askHot(of, hot, control.signal);
      if (!control.signal.aborted) this.show(picture);
    } catch (error) {
      if (control.signal.aborted || wasLeft(error) || quiet) return;
      // A picture of another question must not stand where this one failed.
      this.drop();
      this.kept.set({ state: "failed", failure: wordsOf(error) });
    }
  }

  private show(picture: HotPicture): void {
    const { data } = this.app.store.get();
    const { opened } = this.kept.get();
    const row = opened && data.hot ? sameRow(data.hot, opened.row, picture) : null;
    const shown = picture.kind === "clusters" ? { ...picture, chosen: row } : picture;
    this.app.store.set({ data: { ...data, hot: shown } });
    this.kept.set({ state: "ready", failure: null, opened: opened && row !== null ? { ...opened, row } : opened });
  }

  private choose(chosen: number | null): void {
    const { data } = this.app.store.get();
    if (data.hot?.kind === "clusters") this.app.store.set({ data: { ...data, hot: { ...data.hot, chosen } } });
  }

  private drop(): void {
    const { data, hovered } = this.app.store.get();
    if (!data.hot) return;
    const { hot: _, ...rest } = data;
    this.app.store.set({ data: rest, hovered: hovered?.kind === "hot" ? null : hovered });
  }

  private clear(): void {
    this.running?.abort();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.asked = null;
    this.drop();
    this.kept.set(idle);
  }

  /** Goes to a row of the picture and opens its problems; the picture stays. */
  open(row: number): void {
    const { hot } = this.app.store.get().data;
    const { of } = this.kept.get();
    const filter = hot && of ? rowsFilter(of, hot, row) : null;
    if (!hot || !filter) return;
    this.kept.set({ opened: { row, filter } });
    this.choose(row);
    const bounds = boundsOf(hot, row);
    setFilter(this.app, filter, { near: null, panel: "ledger" });
    if (bounds) goTo(this.app, { bounds });
  }

  /** Back to all that was analysed. */
  leave(): void {
    const { of, opened } = this.kept.get();
    if (of && opened) setFilter(this.app, of, { near: null });
  }
}

const keepers = new WeakMap<App, Keeper>();
/** The page's one keeper; it begins with the first call. */
export function keepHot(app: App): Keeper {
  const keeper = keepers.get(app) ?? new Keeper(app);
  keepers.set(app, keeper);
  return keeper;
}

/** Asks a question of hot spots; null = no more. */
export const askFor = (app: App, hot: HotQuestion | null) => changeView(app, { hot });

/** A click on the map: a cell that chance explains opens nothing. */
export function openFromMap(app: App, row: number): void {
  const { hot } = app.store.get().data;
  if (hot?.kind === "hexagons" && hot.answer.level[row] === 0) return;
  keepHot(app).open(row);
}
