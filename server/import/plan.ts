/** What is to be appended to a problem's log, given what the file says and what the database has. The log only ever grows. */
import type { ProblemState, Word } from "../contract/vocabulary.ts";
import { type Fold, foldLog, type LogEvent, refusal, step } from "./fold.ts";
import type { FiledEvent } from "./load/events.ts";

/** An event with the fold up to and with it. */
export interface Folded {
  readonly event: LogEvent;
  readonly after: Fold;
}

/** The longest legal beginning of a problem's filed events; the first that is not legal, and all after it, are refused. */
export function legalPrefix(filed: readonly FiledEvent[], foundAt: number, nearlyDueHours: number): Folded[] {
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
    kept.push({ event: item.event, after: step(last, item.event, foundAt, nearlyDueHours) });
  }
  return kept;
}

const repeated = (before: FiledEvent | null, { seq }: FiledEvent): Word | null =>
  before?.seq === seq ? { zh: `序号 ${seq} 重复`, en: `the number ${seq} was given before` } : null;
const after = ({ seq }: FiledEvent): Word => ({ zh: `在被拒收的第 ${seq} 号事件之后`, en: `follows the refused event ${seq}` });

export function folded(events: readonly LogEvent[], foundAt: number, nearlyDueHours: number): Folded[] {
  const folds = foldLog(events, foundAt, nearlyDueHours);
  return events.map((event, i) => ({ event, after: folds[i] as Fold }));
}

/** An event of the database: the *_after columns stand for what it carried. */
export interface StoredEvent {
  readonly act: LogEvent["act"];
  readonly at: number;
  readonly actor: string | null;
  readonly note: string | null;
  readonly state: ProblemState;
  readonly unitId: number | null;
  readonly deadline: number | null;
  readonly closed: number | null;
}

export interface Plan {
  readonly append: readonly Folded[];
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
  stored.state === fold.state && stored.unitId === fold.unitId && stored.deadline === fold.deadlineAt && endsAlike(stored, fold);
/** A log cannot go back in time: an import that closed later than its file says has closed it all the same. */
const endsAlike = ({ act, closed }: StoredEvent, { closedAt }: Fold): boolean =>
  closed === closedAt || (act === "import" && closed !== null && closedAt !== null && closed > closedAt);

/** `columns`: the file has no events, only what a row's columns say; a change of those is one more `import` event. */
export function planLog(
  stored: readonly StoredEvent[],
  file: readonly Folded[],
  columns: boolean,
  foundAt: number,
  nearlyDueHours: number,
): Plan {
  const common = stored.findIndex((event, i) => !file[i] || !same(event, file[i]));
  if (common < 0) return { append: file.slice(stored.length), say: null };
  if (common === file.length)
    return { append: [], say: { zh: "数据库中的日志比文件新，保留", en: "the database's log goes further than the file's; kept" } };
  const target = (file.at(-1) as Folded).after;
  if (!columns)
    return {
      append: [],
      say: {
        zh: `日志自第 ${common + 1} 条起与文件不同，保留数据库的`,
        en: `the logs differ from event ${common + 1} on; the database's was kept`,
      },
    };
  // Reached before, now or by an earlier import of this same file: what was done since then stands.
  const last = stored.length - 1;
  if (stored.some((event, i) => (i === last || event.act === "import") && reaches(event, target))) return { append: [], say: null };
  const base = replay(stored, foundAt, nearlyDueHours);
  const event: LogEvent = {
    act: "import",
    at: Math.max(base?.lastAt ?? 0, target.lastAt),
    actor: null,
    note: null,
    unitId: target.unitId,
    person: target.person,
    deadline: target.deadlineAt,
    state: target.state,
  };
  return { append: [{ event, after: step(base, event, foundAt, nearlyDueHours) }], say: null };
}

/** The fold of a stored log. */
export function replay(stored: readonly StoredEvent[], foundAt: number, nearlyDueHours: number): Fold | null {
  const events = stored.map(
    (e): LogEvent => ({
      act: e.act,
      at: e.at,
      actor: e.actor,
      note: e.note,
      unitId: e.unitId,
      person: null,
      deadline: e.deadline,
      state: e.act === "import" ? e.state : null,
    }),
  );
  return foldLog(events, foundAt, nearlyDueHours).at(-1) ?? null;
}
