/** 任务: what is mine to mend or to look at again, in the order to go or by when it is due. */
import { useMemo, useState } from "react";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { problemStates } from "../../../server/contract/vocabulary.ts";
import { between_m, type Place, routeOrder, way_m } from "../../draw/route.ts";
import { loadTasks, questionsOf } from "../load.ts";
import { goTo } from "../page.ts";
import { Icon } from "../parts/Icon.tsx";
import { StatusMark } from "../parts/Parts.tsx";
import { type FieldState, type QueueName, queues } from "../state.ts";
import { usePage, usePart, usePosition, useSay, useStamp } from "../usePage.ts";

const tasksOf = (state: FieldState) => state.tasks;
const meOf = (state: FieldState) => state.me;
const standingOf = (state: FieldState) => state.standing;
const failureOf = (state: FieldState) => state.failure;
const onlineOf = (state: FieldState) => state.online;

/** A place to about 50 m: the way is not arranged anew with every step. */
const coarse = ({ lon, lat }: Place): Place => ({ lon: Math.round(lon * 2000) / 2000, lat: Math.round(lat * 2000) / 2000 });

/** The rows in the order to go from here, and how long the way is, in metres. */
function useWay(rows: readonly ProblemRow[], here: Place | null): { rows: readonly ProblemRow[]; way: number } {
  const from = here && coarse(here);
  const key = from && `${from.lon} ${from.lat}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the place
  return useMemo(() => {
    const ordered = routeOrder(from, rows).flatMap((i) => rows[i] ?? []);
    return { rows: ordered, way: way_m(from, ordered) };
  }, [rows, key]);
}

const none: readonly ProblemRow[] = [];

export function TasksTab() {
  usePosition();
  const page = usePage();
  const say = useSay();
  const stamp = useStamp();
  const tasks = usePart(tasksOf);
  const me = usePart(meOf);
  const standing = usePart(standingOf);
  const failure = usePart(failureOf);
  const online = usePart(onlineOf);
  const [chosen, setChosen] = useState<QueueName | null>(null);
  const [by, setBy] = useState<"way" | "due">("way");
  const offered = queues.filter((name) => tasks[name] || (me && questionsOf(me)[name]));
  const name = chosen && offered.includes(chosen) ? chosen : (offered.find((one) => tasks[one]?.rows.length) ?? offered[0]);
  const queue = name && tasks[name];
  const here = standing.state === "known" ? standing.fix : null;
  const { rows: ordered, way } = useWay(queue?.rows ?? none, here);
  const rows = by === "way" ? ordered : (queue?.rows ?? none);
  if (me && me.kind !== "nobody" && offered.length === 0) return <p className="notice">{say.t("tasks.notYours")}</p>;
  return (
    <div className="tab">
      <fieldset className="pills" aria-label={say.t("tab.tasks")}>
        {offered.map((one) => (
          <button
            key={one}
            type="button"
            className={one === name ? "pill chosen" : "pill"}
            aria-pressed={one === name}
            onClick={() => setChosen(one)}
          >
            {say.t(`tasks.${one}`)} {tasks[one] && <strong>{tasks[one].total}</strong>}
          </button>
        ))}
      </fieldset>
      <fieldset className="pills" aria-label={say.t("tasks.order")}>
        <button type="button" className={by === "way" ? "pill chosen" : "pill"} aria-pressed={by === "way"} onClick={() => setBy("way")}>
          {say.t("tasks.byWay")}
        </button>
        <button type="button" className={by === "due" ? "pill chosen" : "pill"} aria-pressed={by === "due"} onClick={() => setBy("due")}>
          {say.t("tasks.byDue")}
        </button>
        <button type="button" className="pill" onClick={() => void loadTasks(page)}>
          {say.t("tasks.again")}
        </button>
      </fieldset>
      {queue && (
        <p className="hint" data-as-of={queue.clock}>
          {say.t("tasks.asOf", { time: stamp(queue.clock) })}
          {!online && ` · ${say.t("field.offline")}`}
          {by === "way" &&
            rows.length > 0 &&
            (here ? ` · ${say.t("tasks.way", { distance: say.length(way) })}` : ` · ${say.t("tasks.wayNoPlace")}`)}
          {queue.total > queue.rows.length && ` · ${say.t("tasks.first", { n: queue.rows.length, total: queue.total })}`}
        </p>
      )}
      {!queue && <p className="notice">{failure ? say.of(failure) : online ? say.t("field.loading") : say.t("tasks.neverLoaded")}</p>}
      {queue && rows.length === 0 && <p className="notice">{say.t("tasks.none")}</p>}
      <ol className="cards" aria-label={say.t("tab.tasks")}>
        {rows.map((row, i) => (
          <Task key={row.id} row={row} n={i + 1} from={by === "way" ? (rows[i - 1] ?? here) : here} next={by === "way" && i > 0} />
        ))}
      </ol>
    </div>
  );
}

interface TaskProps {
  readonly row: ProblemRow;
  readonly n: number;
  readonly from: Place | null;
  /** The distance is from the stop before, not from where one stands. */
  readonly next: boolean;
}

function Task({ row, n, from, next }: TaskProps) {
  const say = useSay();
  const stamp = useStamp();
  return (
    <li>
      <button type="button" className="task" data-problem={row.id} onClick={() => goTo("tasks", row.id)}>
        <span className="task-n">{n}</span>
        <span className="task-words">
          <strong>{row.title}</strong>
          <span>
            <StatusMark status={row.status} /> <small>{say.of(problemStates[row.state])}</small>
          </span>
          <small>
            {row.place ?? row.code}
            {row.deadline && ` · ${say.t("tasks.due", { time: stamp(row.deadline) })}`}
          </small>
          {from && <small>{say.t(next ? "tasks.fromLast" : "tasks.away", { distance: say.length(between_m(from, row)) })}</small>}
        </span>
        <Icon name="right" />
      </button>
    </li>
  );
}
