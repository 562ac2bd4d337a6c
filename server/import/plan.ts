/** What is to be appended to a problem's log, given what the file says and what the database has. The log only ever grows. */
import type { ProblemState, Word } from "../contract/vocabulary.ts";
import { bareEvent, type Fold, type LogEvent, step } from "../life/fold.ts";
import { refusal } from "../life/rules.ts";
import type { FiledEvent } from "./load/events.ts";

/** An event with the fold up to and with it. */
export interface Folded {
  readonly event: LogEvent;
  readonly after: Fold;
}

/** What folding a problem's log needs beside the log. */
export interface Ground {
  readonly foundAt: number;
  readonly nearlyDueHours: number;
  /** Says which people the names of an event are; `unitBefore` had the problem until then. */
  readonly link: (event: LogEvent, unitBefore: number | null) => LogEvent;
}

const next = (last: Fold | null, said: LogEvent, { foundAt, nearlyDueHours, link }: Ground): Folded => {
  const event = link(said, last?.unitId ?? null);
  return { event, after: step(last, event, foundAt, nearlyDueHours) };
};

/** The longest legal beginning of a problem's filed events; the first that is not legal, and all after it, are refused. */
export function legalPrefix(filed: readonly FiledEvent[], ground: Ground): Folded[] {
  const kept: Folded[] = [];
  let before: FiledEvent | null = null;
  let stopped: FiledEvent | null = null;
  for (const item of filed) {
    const last = kept.at(-1)?.after ?? null;
    const why: Word | null = stopped ? after(stopped) : (repeated(before, item) ?? refusal(last, item.event));
    before = item;
    if (why) {
      stopped ??= item;
      item.log.say("refused", item.place, "act", item.event.act, why);
      continue;
    }
    kept.push(next(last, item.event, ground));
  }
  return kept;
}

const repeated = (before: FiledEvent | null, { seq }: FiledEvent): Word | null =>
  before?.seq === seq ? { zh: `序号 ${seq} 重复`, en: `the number ${seq} was given before` } : null;
const after = ({ seq }: FiledEvent): Word => ({ zh: `在被拒收的第 ${seq} 号事件之后`, en: `follows the refused event ${seq}` });

/** These events on top of a fold; null = from nothing. */
export function folded(events: readonly LogEvent[], ground: Ground, base: Fold | null = null): Folded[] {
  let last = base;
  return events.map((event) => {
    const one = next(last, event, ground);
    last = one.after;
    return one;
  });
}

/** An event of the database: what the fold stood at after it stands for what it said. */
export interface StoredEvent extends LogEvent {
  readonly stateAfter: ProblemState;
  readonly closedAfter: number | null;
}

export interface Plan {
  readonly append: readonly Folded[];
  /** The fold of the whole log, then. */
  readonly after: Fold;
  /** What the database has, which the file does not or has otherwise. */
  readonly say: Word | null;
}

const same = (stored: StoredEvent, { event, after }: Folded): boolean =>
  stored.act === event.act &&
  stored.at === event.at &&
  stored.actor === event.actor &&
  stored.note === event.note &&
  reaches(stored, after);
const reaches = (stored: StoredEvent, fold: Fold): boolean =>
  stored.stateAfter === fold.state && stored.unitId === fold.unitId && stored.deadline === fold.deadlineAt && endsAlike(stored, fold);
/** A log cannot go back in time: an import that closed later than its file says has closed it all the same. */
const endsAlike = ({ act, closedAfter }: StoredEvent, { closedAt }: Fold): boolean =>
  closedAfter === closedAt || (act === "import" && closedAfter !== null && closedAt !== null && closedAfter > closedAt);

/** `columns`: the file has no events, only what a row's columns say; a change of those is one more `import` event. */
export function planLog(stored: readonly StoredEvent[], file: readonly Folded[], columns: boolean, ground: Ground): Plan {
  const base = replay(stored, ground);
  const nothing = (say: Word | null): Plan => ({ append: [], after: base ?? (file.at(-1) as Folded).after, say });
  const grown = (events: readonly LogEvent[]): Plan => {
    const append = folded(events, ground, base);
    return { ...nothing(null), append, after: append.at(-1)?.after ?? nothing(null).after };
  };
  // Only columns name their person in every row; of events, the dispatch has said it.
  const alike = (one: StoredEvent, { after }: Folded) => !columns || one.person === after.person;
  const common = stored.findIndex((event, i) => !file[i] || !same(event, file[i]) || !alike(event, file[i]));
  if (common < 0) return grown(file.slice(stored.length).map((f) => f.event));
  if (common === file.length)
    return nothing({ zh: "数据库中的日志比文件新，保留", en: "the database's log goes further than the file's; kept" });
  const target = (file.at(-1) as Folded).after;
  if (!columns)
    return nothing({
      zh: `日志自第 ${common + 1} 条起与文件不同，保留数据库的`,
      en: `the logs differ from event ${common + 1} on; the database's was kept`,
    });
  // Reached before, now or by an earlier import of this same file: what was done since then stands.
  const last = stored.length - 1;
  const reached = (event: StoredEvent, i: number) =>
    (i === last || event.act === "import") && reaches(event, target) && event.person === target.person;
  if (stored.some(reached)) return nothing(null);
  const { unitId, person, deadlineAt, state, lastAt } = target;
  const at = Math.max(base?.lastAt ?? 0, lastAt);
  return grown([{ ...bareEvent, act: "import", at, unitId, person, deadline: deadlineAt, state }]);
}

/** The fold of a stored log. Its people are as they were linked then. */
export function replay(
  stored: readonly StoredEvent[],
  { foundAt, nearlyDueHours }: Pick<Ground, "foundAt" | "nearlyDueHours">,
): Fold | null {
  return stored.reduce<Fold | null>((fold, event) => step(fold, event, foundAt, nearlyDueHours), null);
}
