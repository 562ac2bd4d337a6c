/** Some changes in a row, as text: made once for all callers who see the same of them, so that thousands of streams share its bytes. */
import { type Belongs, type Caller, mayRead } from "../ask/caller.ts";
import { type ChangeLayer, changeLayers } from "../contract/officeWords.ts";
import { event } from "./events.ts";

/** A longer event is told as a layer to be fetched anew: that is compressed, and made once. Bytes. */
const mostBytes = 1024 * 1024;

/** A problem that changed. */
export interface LiveMove {
  readonly id: number;
  /** Null: there is no such problem any more. */
  readonly now: Belongs | null;
  /** Whose it was before, once for each change. */
  readonly before: readonly Belongs[];
  /** Its LiveProblem as JSON; "" when it is not there. */
  readonly json: string;
}

export interface Change {
  readonly revision: number;
  /** The revision before: until the last event of a change is there, a reader has come no further. */
  readonly from: number;
  /** Of the district; RFC 3339. */
  readonly clock: string;
  /** To be fetched anew. */
  readonly layers: readonly ChangeLayer[];
  readonly moves: readonly LiveMove[];
}

/** The change after which everybody fetches everything anew. */
export const everything = (from: number, revision: number, clock: string): Change => ({
  ...{ from, revision, clock },
  layers: changeLayers,
  moves: [],
});

/** What of a change is a caller's. */
interface View {
  readonly change: Change;
  readonly problems: readonly LiveMove[];
  readonly gone: readonly number[];
  /** The same for callers of whom it is the same. */
  readonly mark: string;
}

function viewOf(change: Change, caller: Caller): View {
  const { moves } = change;
  const problems = moves.filter(({ now }) => now && mayRead(caller, now));
  if (problems.length === moves.length) return { change, problems, gone: [], mark: "*" };
  const shown = new Set(problems);
  const lost = moves.filter((one) => !shown.has(one) && (one.now === null || one.before.some((was) => mayRead(caller, was))));
  const gone = lost.map(({ id }) => id);
  return { change, problems, gone, mark: `${problems.map(({ id }) => id)}-${gone}` };
}

function changeData({ change: { revision, clock }, problems, gone }: View): string | null {
  if (problems.length + gone.length === 0) return null;
  const list = problems.map(({ json }) => json).join(",");
  return `{"revision":${revision},"clock":${JSON.stringify(clock)},"problems":[${list}],"gone":${JSON.stringify(gone)}}`;
}

/** The events of one change; "" when it is none of theirs. Only the last has an id, and the change's own number. */
function textOf(view: View): string {
  const { change } = view;
  const data = changeData(view);
  const long = data !== null && Buffer.byteLength(data) > mostBytes;
  const layers = long ? [...change.layers, "problems" as const] : change.layers;
  const last = layers.length + (data !== null && !long ? 1 : 0);
  const events = layers.map((layer, i) => {
    const ends = i + 1 === last;
    return event(
      "layer",
      { revision: ends ? change.revision : change.from, clock: change.clock, layer },
      ends ? change.revision : undefined,
    );
  });
  return events.join("") + (data !== null && !long ? event("change", data, change.revision) : "");
}

/** Changes in the order of their numbers. */
export class Batch {
  readonly #changes: readonly Change[];
  /** By caller, and by what is seen. */
  readonly #known = new Map<string, Buffer | null>();
  readonly #made = new Map<string, Buffer | null>();
  /** Where a reader stands who was told all. */
  readonly last: number;
  /** Also for readers who seem to be further: numbers are not what they were. */
  readonly anew: boolean;

  /** @param changes one at least */
  constructor(changes: readonly [Change, ...Change[]], anew = false) {
    this.#changes = changes;
    this.last = changes.at(-1)?.revision as number;
    this.anew = anew;
  }

  /**
   * What came after a revision, for a caller; null: nothing of theirs.
   * @param key the caller's seenKey
   */
  text(caller: Caller, key: string, after: number): Buffer | null {
    const later = this.anew ? this.#changes : this.#changes.filter(({ revision }) => revision > after);
    const whose = `${later.length} ${key}`;
    const known = this.#known.get(whose);
    if (known !== undefined) return known;
    const made = this.#make(later.map((change) => viewOf(change, caller)));
    this.#known.set(whose, made);
    return made;
  }

  #make(views: readonly View[]): Buffer | null {
    const what = views.map(({ mark }) => mark).join(" ");
    const known = this.#made.get(what);
    if (known !== undefined) return known;
    const text = views.map(textOf).join("");
    const made = text === "" ? null : Buffer.from(text);
    this.#made.set(what, made);
    return made;
  }
}
