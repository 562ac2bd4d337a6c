/** The scene "overdue": for how long, and what has been waiting longest. */
import { useMemo } from "react";
import type { ProblemList, ProblemRow } from "../../../server/contract/types.ts";
import { askProblems } from "../../api/problems.ts";
import { unixOf } from "../../state/calendar.ts";
import { ask } from "../asking.ts";
import {
  Answered,
  BarRow,
  countedAt,
  fitting,
  Head,
  Instead,
  Item,
  Lines,
  More,
  StatusShape,
  spanText,
  Under,
  useAsked,
} from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import { isFar } from "../run/question.ts";
import type { Shown, WallState } from "../state.ts";
import { overdueSpans } from "../tallies.ts";
import { usePart, useSay } from "../useWall.ts";
import { useNames } from "./rows.tsx";
import { knownEmpty, textOf } from "./standing.ts";

/** More than fit in the tallest box. */
const limit = 30;
const upTo_d = [1, 3, 7] as const;

export const overdue: SceneFile = {
  query: () => "?status=overdue",
  layers: ["problems", "zones1"],
  enter: (page, { filter }) => ask(page, "overdue", textOf(filter), (signal) => askProblems(filter, { sort: "deadline", limit }, signal)),
  empty: ({ asked, now }) => knownEmpty<ProblemList>(asked.overdue, now, ({ total }) => total === 0),
  Box,
};

const part = {
  problems: (state: WallState) => state.data.problems,
};

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  const asked = useAsked<ProblemList>("overdue");
  const total = "value" in asked ? say.n(asked.value.total) : null;
  // A short box is for the list alone.
  const problems = usePart(part.problems);
  // Nor are they counted here from a part of what the question means.
  const spans = rows >= 14 && !(problems && isFar(shown, { data: { problems } }));
  return (
    <Lines rows={rows} label={say.t("sceneOverdue.title")}>
      <Head title={say.t("sceneOverdue.title")} sum={total} unit={say.t("scene.unit")} />
      {spans && <Spans mask={shown.mask} />}
      <Answered<ProblemList> kind="overdue" rows={rows - 2 - (spans ? upTo_d.length + 1 : 0)}>
        {(list, left) => <Longest list={list} rows={left} />}
      </Answered>
    </Lines>
  );
}

/** How many for how long: a line each, the longest first. */
function Spans({ mask }: { mask: Shown["mask"] }) {
  const say = useSay();
  const problems = usePart(part.problems);
  const clock = usePart(countedAt);
  const counts = useMemo(() => (problems ? overdueSpans(problems, mask, clock, upTo_d) : null), [problems, mask, clock]);
  const sum = Math.max(1, counts?.reduce((all, n) => all + n, 0) ?? 0);
  const last = upTo_d[upTo_d.length - 1] as number;
  const names = [
    ...upTo_d.map((days, i) => (i ? say.t("sceneOverdue.between", { a: upTo_d[i - 1] as number, b: days }) : say.t("sceneOverdue.first"))),
    say.t("sceneOverdue.over", { n: last }),
  ];
  return names
    .map((name, i) => (
      <BarRow
        key={name}
        name={name}
        value={counts ? say.n(counts[i] as number) : ""}
        share={counts ? (counts[i] as number) / sum : null}
        colour="var(--overdue)"
      />
    ))
    .reverse();
}

function Longest({ list, rows }: { list: ProblemList; rows: number }) {
  const say = useSay();
  const clock = usePart(countedAt);
  if (!list.rows.length) return <Instead kind="none" detail={say.t("sceneOverdue.nothing")} lines={Math.min(3, rows)} />;
  const { shown } = fitting(list.rows, rows - 1, 2);
  return (
    <>
      <Under>{say.t("sceneOverdue.longest")}</Under>
      {shown.map((row) => (
        <Late key={row.id} row={row} clock={clock} />
      ))}
      {list.total > shown.length && (rows - 1) % 2 === 1 && <More rest={list.total - shown.length} />}
    </>
  );
}

function Late({ row, clock }: { row: ProblemRow; clock: number }) {
  const say = useSay();
  const names = useNames();
  const over = row.deadline ? spanText(clock - unixOf(row.deadline), say) : "";
  return (
    <Item
      mark={<StatusShape status="overdue" />}
      main={names.category(row.category)}
      side={<b className="late">{say.t("sceneOverdue.by", { span: over })}</b>}
      sub={row.place ?? row.title}
      subSide={names.unit(row.unit)}
    />
  );
}
