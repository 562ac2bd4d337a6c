/** The past on the page: any moment of a stretch that is here is shown at once; the moment the question asks of is fetched when it is not. */
import { formatFilter } from "../../../server/contract/filter.ts";
import { wordsOf } from "../../api/http.ts";
import { askReplay } from "../../api/replay.ts";
import { timeWords } from "../../look/words/time.ts";
import { fill, learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import { Fold, lastingParts } from "../../state/replay.ts";
import { effectiveFilter } from "../../state/view.ts";
import { type App, setFilter, toast } from "../run/app.ts";
import { untilReady } from "../run/boot.ts";
import { momentText } from "./days.ts";

learn(timeWords);

interface Held {
  readonly key: string;
  readonly fold: Fold;
}
const held = new WeakMap<App, Held>();

/** What a stretch is of: whose eyes, and which problems. */
export const stretchKey = ({ view, me }: AppState): string =>
  `${me?.kind} ${me?.person?.id ?? ""} ${JSON.stringify(formatFilter(lastingParts(effectiveFilter(view))))}`;

/** A stretch that is here now: moments of it need not be fetched. */
export function hold(app: App, key: string, fold: Fold): void {
  held.set(app, { key, fold });
}

/** Shows a moment while it is still being chosen (dragged, played): the map at once, the ledger when it is settled. */
export function passMoment(app: App, fold: Fold, unix: number): void {
  const { stood, playing } = app.store.get();
  if (playing && stood?.at === unix) return;
  app.store.set({ playing: true, stood: { at: unix, problems: fold.at(unix) } });
}

/** The moment is chosen: the question is asked as of it. @param now it is the present after all */
export function settleMoment(app: App, now = false): void {
  const { stood, view, district } = app.store.get();
  const at = now || !stood || !district ? null : momentText(stood.at, district.timeZone);
  setFilter(app, { ...view.filter, at });
  app.store.set({ playing: false });
}

/** Asks the question as of a moment, or (null) of the present. */
export function lookAt(app: App, unix: number | null): void {
  const { view, district } = app.store.get();
  app.store.set({ playing: false });
  if (district) setFilter(app, { ...view.filter, at: unix === null ? null : momentText(unix, district.timeZone) });
}

async function foldAt(app: App, key: string, unix: number): Promise<Fold> {
  const known = held.get(app);
  if (known?.key === key && known.fold.holds(unix)) return known.fold;
  const filter = effectiveFilter(app.store.get().view);
  return new Fold(await untilReady(app, () => askReplay(filter, unix, unix)));
}

function failed(app: App, error: unknown): void {
  const reason = wordsOf(error);
  const words = timeWords["time.notStood"];
  toast(app, { zh: fill(words.zh, { reason: reason.zh }), en: fill(words.en, { reason: reason.en }) });
  app.store.set({ stood: null });
}

/** Keeps what is shown at the moment the question asks of, until the returned function is called. */
export function follow(app: App): () => void {
  let shown = "";
  const stand = async (key: string, unix: number, asked: string) => {
    try {
      const fold = await foldAt(app, key, unix);
      if (shown === asked && !app.store.get().playing) app.store.set({ stood: { at: unix, problems: fold.at(unix) } });
    } catch (error) {
      if (shown === asked) failed(app, error);
    }
  };
  const look = () => {
    const state = app.store.get();
    const { at } = state.view.filter;
    if (state.playing || state.me === null) return;
    if (at === null) {
      shown = "";
      if (state.stood) app.store.set({ stood: null });
      return;
    }
    const key = stretchKey(state);
    const asked = `${at} ${key}`;
    if (asked === shown) return;
    shown = asked;
    const unix = unixOf(at);
    // What was dragged or played to is there already.
    if (state.stood?.at !== unix || held.get(app)?.key !== key) void stand(key, unix, asked);
  };
  look();
  return app.store.subscribe(look);
}
