/** Every way to change the shortlist; and it is kept in this browser for whoever is signed in. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Area } from "../../../server/contract/geo.ts";
import { wordsOf } from "../../api/http.ts";
import { askProblems } from "../../api/problems.ts";
import "../../look/shortlist.css";
import { shortlistWords } from "../../look/words/shortlist.ts";
import { fill, learn } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import {
  idsInRing,
  idsInView,
  isListed,
  isStop,
  keptText,
  mostListed,
  readKeptText,
  type Stop,
  withoutStop,
  withStops,
} from "../../state/shortlist.ts";
import { shownProblems } from "../../state/shown.ts";
import { effectiveFilter, type Thing } from "../../state/view.ts";
import { type App, toast } from "../run/app.ts";
import { draw } from "../run/drawing.ts";
import { listKey } from "../run/session.ts";

learn(shortlistWords);

const told = (key: keyof typeof shortlistWords, values: Readonly<Record<string, string | number>> = {}): Failure => {
  const { zh, en } = shortlistWords[key];
  return { zh: fill(zh, values), en: fill(en, values) };
};

/** Adds things to the end of the list, and says what became of them. */
export function addStops(app: App, stops: readonly Stop[]): void {
  const { list, added, known, left } = withStops(app.store.get().shortlist, stops);
  app.store.set({ shortlist: list });
  if (!stops.length) toast(app, told("shortlist.nothing"));
  else if (left) toast(app, told("shortlist.addedSome", { added, left, most: mostListed }));
  else if (known) toast(app, told("shortlist.addedKnown", { added, known }));
  else toast(app, told("shortlist.added", { added }));
}

export function toggleStop(app: App, thing: Thing | null): void {
  const { shortlist } = app.store.get();
  if (!isStop(thing)) toast(app, told("shortlist.selectFirst"));
  else if (!isListed(shortlist, thing)) addStops(app, [thing]);
  else {
    app.store.set({ shortlist: withoutStop(shortlist, thing) });
    toast(app, told("shortlist.taken"));
  }
}
export const toggleSelected = (app: App): void => toggleStop(app, app.store.get().view.selected);

const problemStops = (ids: readonly number[]): Stop[] => ids.map((id) => ({ kind: "problem", id }));

/** Those of a place, or of everywhere, as the server tells them: the columns hold only a part. */
async function addAsked(app: App, area: Area | null): Promise<void> {
  const filter = effectiveFilter(app.store.get().view);
  const geo = area ? [...filter.geo, { op: "inside" as const, areas: [area] }] : filter.geo;
  const answer = await askProblems({ ...filter, geo }, { sort: "-found", limit: mostListed }).catch((error: unknown) => wordsOf(error));
  if ("rows" in answer) addStops(app, problemStops(answer.rows.map(({ id }) => id)));
  else toast(app, answer);
}

/** The problems that pass the filter and are in the picture, from its middle outwards. */
export function addVisible(app: App): void {
  const state = app.store.get();
  const columns = shownProblems(state);
  const { bounds } = state;
  if (beyond(state)) void addAsked(app, bounds && app.map.current ? { view: bounds } : null);
  else if (columns) addStops(app, problemStops(idsInView(columns, state.mask, app.map.current ? state.bounds : null)));
}

/** Lets one draw round problems; those of the filter inside are added. */
export function addDrawn(app: App): void {
  void draw(app, "lasso", ({ points }) => {
    const state = app.store.get();
    const columns = shownProblems(state);
    if (beyond(state)) void addAsked(app, { draw: { kind: "area", points } });
    else if (columns) addStops(app, problemStops(idsInRing(columns, state.mask, points)));
  });
}

export const setStops = (app: App, shortlist: readonly Stop[]): void => app.store.set({ shortlist });
export const setStart = (app: App, walkFrom: Position | null): void => app.store.set({ walkFrom });

/** Nobody's while nobody is signed in. */
const keyOf = ({ me }: AppState): string | null => (me && me.kind !== "nobody" ? listKey(me) : null);

function readStore(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage refused: the list lasts as long as the page.
    return null;
  }
}

function writeStore(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // As above.
  }
}

/** Reads the list of whoever is signed in, and keeps it with each change. What was added before it was read stays, at its end. */
export function followShortlist(app: App): () => void {
  let key: string | null = null;
  let kept = "";
  const look = () => {
    const state = app.store.get();
    const now = keyOf(state);
    if (now !== key) {
      const first = key === null;
      key = now;
      const { list, from } = readKeptText(now === null ? null : readStore(now));
      kept = keptText(list, from);
      app.store.set({ shortlist: first ? withStops(list, state.shortlist).list : list, walkFrom: from });
      return look();
    }
    const text = keptText(state.shortlist, state.walkFrom);
    if (key === null || text === kept) return;
    kept = text;
    writeStore(key, text);
  };
  look();
  return app.store.subscribe(look);
}
