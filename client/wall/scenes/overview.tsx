/** The scene "overview": how many are open, of which status, in which sub-districts. Counted from what the wall holds. */
import { useMemo } from "react";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { looksOf } from "../../../server/contract/status.ts";
import type { ProblemsLayer } from "../../../server/contract/types.ts";
import type { ProblemStatus } from "../../../server/contract/vocabulary.ts";
import { askCounts } from "../../api/problems.ts";
import { openPart } from "../../map/beyond.ts";
import { queryOf } from "../../state/view.ts";
import { BarRow, countedAt, fitting, Head, Instead, Lines, More, StatusShape, StatusWord, Under } from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import { isFar } from "../run/question.ts";
import type { Shown, WallState } from "../state.ts";
import { byStatus, byZone, type ZoneTally } from "../tallies.ts";
import { useLast } from "../useFar.ts";
import { usePart, useSay } from "../useWall.ts";

export const overview: SceneFile = {
  query: () => "?status=open",
  layers: ["problemHeat", "zones1"],
  Box,
};

const part = {
  problems: (state: WallState) => state.data.problems,
  district: (state: WallState) => state.district,
};
/** Open ones, the worst first. */
const openStatuses = ["overdue", "nearly_due", "handling", "recheck", "undispatched"] as const satisfies readonly ProblemStatus[];

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  const problems = usePart(part.problems);
  const title = say.t("sceneOverview.title");
  return (
    <Lines rows={rows} label={title}>
      {problems && isFar(shown, { data: { problems } }) ? (
        <Asked filter={shown.filter} rows={rows} />
      ) : problems ? (
        <Standing problems={problems} mask={shown.mask} rows={rows} />
      ) : (
        <>
          <Head title={title} />
          <Instead kind="asking" />
        </>
      )}
    </Lines>
  );
}

function Standing({ problems, mask, rows }: { problems: ProblemsLayer; mask: Shown["mask"]; rows: number }) {
  const clock = usePart(countedAt);
  const counts = useMemo(() => byStatus(problems, mask, clock), [problems, mask, clock]);
  return (
    <>
      <Statuses counts={counts} />
      <Zones problems={problems} mask={mask} clock={clock} rows={rows - 2 - openStatuses.length} />
    </>
  );
}

function Statuses({ counts }: { counts: ReadonlyMap<ProblemStatus, number> }) {
  const say = useSay();
  const open = openStatuses.map((status) => ({ status, n: counts.get(status) ?? 0 }));
  const sum = open.reduce((all, { n }) => all + n, 0);
  return (
    <>
      <Head title={say.t("sceneOverview.title")} sum={say.n(sum)} unit={say.t("scene.unit")} />
      {open.map(({ status, n }) => (
        <BarRow key={status} name={<StatusWord status={status} />} value={say.n(n)} share={sum && n / sum} colour={`var(--${status})`} />
      ))}
    </>
  );
}

/** The same, as the server counts it: the wall holds only a part of them. */
function Asked({ filter, rows }: { filter: Filter; rows: number }) {
  const say = useSay();
  const district = usePart(part.district);
  const open = useMemo(() => openPart(filter), [filter]);
  const counts = useLast(open && queryOf(formatFilter(open)), (signal) => askCounts(open as Filter, ["state", "status", "zone1"], signal));
  const names = useMemo(() => new Map(district?.zones.map(({ id, name }) => [String(id), name])), [district]);
  if (!counts)
    return (
      <>
        <Head title={say.t("sceneOverview.title")} />
        <Instead kind="asking" />
      </>
    );
  const zones = counts.by.zone1 ?? [];
  const { shown, rest } = fitting(zones, rows - 3 - openStatuses.length);
  return (
    <>
      <Statuses counts={looksOf(counts.by.state ?? [], counts.by.status ?? [])} />
      <Under>{say.t("sceneOverview.zones")}</Under>
      {shown.map(({ key, count }) => (
        <BarRow key={key} name={names.get(key) ?? key} value={say.n(count)} share={count / Math.max(1, zones[0]?.count ?? 0)} />
      ))}
      <More rest={rest} />
    </>
  );
}

interface ZonesProps {
  readonly problems: ProblemsLayer;
  readonly mask: Shown["mask"];
  readonly clock: number;
  readonly rows: number;
}

function Zones({ problems, mask, clock, rows }: ZonesProps) {
  const say = useSay();
  const district = usePart(part.district);
  const zones = district?.zones;
  const tallies = useMemo(() => byZone(problems, mask, zones ?? [], clock), [problems, mask, zones, clock]);
  const names = useMemo(() => new Map(zones?.map(({ id, name }) => [id, name])), [zones]);
  const { shown, rest } = fitting(tallies, rows - 1);
  const most = Math.max(1, ...tallies.map(({ open }) => open));
  if (rows < 2) return null;
  return (
    <>
      <Under>{say.t("sceneOverview.zones")}</Under>
      {shown.map((one) => (
        <BarRow
          key={one.zone}
          name={one.zone ? (names.get(one.zone) ?? String(one.zone)) : say.t("sceneOverview.noZone")}
          aside={<Late tally={one} />}
          value={say.n(one.open)}
          share={one.open / most}
          pale={one.zone === 0}
        />
      ))}
      <More rest={rest} />
    </>
  );
}

/** How many of them are overdue. */
function Late({ tally }: { tally: ZoneTally }) {
  const say = useSay();
  if (!tally.overdue) return null;
  return (
    <span className="late">
      <StatusShape status="overdue" />
      {say.n(tally.overdue)}
    </span>
  );
}
