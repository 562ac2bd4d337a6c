/** The scene "view": a question of the desk's: how many, how they stand, and what has been waiting longest. */
import type { Filter, StatusWord } from "../../../server/contract/filter.ts";
import type { CountAnswer, ProblemList, ProblemRow } from "../../../server/contract/types.ts";
import { endStates, type ProblemStatus } from "../../../server/contract/vocabulary.ts";
import { askCounts, askProblems } from "../../api/problems.ts";
import { unixOf } from "../../state/calendar.ts";
import { ask } from "../asking.ts";
import { Answered, BarRow, Head, Instead, Item, Lines, StatusShape, spanText, Under, useAsked } from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { useNames } from "./rows.tsx";
import { textOf } from "./standing.ts";

const limit = 30;
export interface Viewed {
  readonly counts: CountAnswer;
  /** Open ones, found first at the top. */
  readonly waiting: ProblemList;
}

/** What of a filter is open: closed ones wait for nothing. null = none of it is. */
function openOf(filter: Filter): Filter | null {
  const status = filter.status.filter((word): word is StatusWord => !endStates.some((end) => end === word));
  if (filter.status.length && !status.length) return null;
  return { ...filter, status: status.length ? status : ["open"] };
}

async function askView(filter: Filter, signal: AbortSignal): Promise<Viewed & { readonly clock: string }> {
  const open = openOf(filter);
  const [counts, list] = await Promise.all([
    askCounts(filter, ["status", "state"], signal),
    open && askProblems(open, { sort: "found", limit }, signal),
  ]);
  return { counts, waiting: list ?? { total: 0, rows: [], next: null, clock: counts.clock }, clock: counts.clock };
}

export const view: SceneFile = {
  query: () => "",
  layers: ["problemHeat", "problems"],
  enter: (page, { filter }) => ask(page, "view", textOf(filter), (signal) => askView(filter, signal)),
  Box,
};

const minuteOf = (state: WallState) => Math.floor(state.now / 60) * 60;

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  const asked = useAsked<Viewed>("view");
  const minute = usePart(minuteOf);
  const title = shown.scene.title ?? say.t("sceneView.title");
  const total = "value" in asked ? say.n(asked.value.counts.total) : null;
  // A question of the past is read as of then.
  const clock = shown.filter.at ? unixOf(shown.filter.at) : minute;
  return (
    <Lines rows={rows} label={title}>
      <Head title={title} sum={total} unit={say.t("scene.unit")} />
      <Answered<Viewed> kind="view" rows={rows - 2}>
        {(viewed, left) => <Viewing viewed={viewed} rows={left} clock={clock} />}
      </Answered>
    </Lines>
  );
}

function Viewing({ viewed: { counts, waiting }, rows, clock }: { viewed: Viewed; rows: number; clock: number }) {
  const say = useSay();
  if (!counts.total) return <Instead kind="none" detail={say.t("sceneView.nothing")} lines={Math.min(3, rows)} />;
  const standing = standingOf(counts);
  return (
    <>
      {standing.map(({ key, status, n }) => (
        <BarRow
          key={key}
          name={
            <>
              {status && <StatusShape status={status} />} {say.t(standingWords[key])}
            </>
          }
          value={say.n(n)}
          share={n / counts.total}
          {...(status && { colour: `var(--${status})` })}
        />
      ))}
      <Longest list={waiting} rows={rows - standing.length} clock={clock} />
    </>
  );
}

const standingWords = {
  open: "sceneView.open",
  overdue: "sceneView.overdue",
  nearly_due: "sceneView.nearlyDue",
  closed: "sceneView.closed",
  rejected: "sceneView.rejected",
} as const;
const statusOf: Readonly<Partial<Record<keyof typeof standingWords, ProblemStatus>>> = {
  overdue: "overdue",
  nearly_due: "nearly_due",
  closed: "closed",
  rejected: "rejected",
};

/** Those that occur; overdue and nearly due are among the open ones. */
function standingOf({ by }: CountAnswer) {
  const counts = new Map([...(by.status ?? []), ...(by.state ?? [])].map(({ key, count }) => [key, count]));
  return (Object.keys(standingWords) as (keyof typeof standingWords)[]).flatMap((key) => {
    const n = counts.get(key) ?? 0;
    return n ? [{ key, status: statusOf[key], n }] : [];
  });
}

function Longest({ list, rows, clock }: { list: ProblemList; rows: number; clock: number }) {
  const say = useSay();
  const shown = list.rows.slice(0, Math.max(0, Math.floor((rows - 1) / 2)));
  if (!shown.length) return null;
  return (
    <>
      <Under>{say.t("sceneView.longest")}</Under>
      {shown.map((row) => (
        <Waiting key={row.id} row={row} clock={clock} />
      ))}
    </>
  );
}

function Waiting({ row, clock }: { row: ProblemRow; clock: number }) {
  const say = useSay();
  const names = useNames();
  return (
    <Item
      mark={<StatusShape status={row.status} />}
      main={names.category(row.category)}
      side={<b>{spanText(clock - unixOf(row.found), say)}</b>}
      sub={row.place ?? row.title}
      subSide={names.unit(row.unit)}
    />
  );
}
