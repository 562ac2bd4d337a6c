/** The scene "overview": how many are open, of which status, in which sub-districts. Counted from what the wall holds. */
import { useMemo } from "react";
import type { ProblemsLayer } from "../../../server/contract/types.ts";
import type { ProblemStatus } from "../../../server/contract/vocabulary.ts";
import { BarRow, countedAt, fitting, Head, Instead, Lines, More, StatusShape, StatusWord, Under } from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { byStatus, byZone, type ZoneTally } from "../tallies.ts";
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
      {problems ? (
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
  const say = useSay();
  const clock = usePart(countedAt);
  const counts = useMemo(() => byStatus(problems, mask, clock), [problems, mask, clock]);
  const open = openStatuses.map((status) => ({ status, n: counts.get(status) as number }));
  const sum = open.reduce((all, { n }) => all + n, 0);
  return (
    <>
      <Head title={say.t("sceneOverview.title")} sum={say.n(sum)} unit={say.t("scene.unit")} />
      {open.map(({ status, n }) => (
        <BarRow key={status} name={<StatusWord status={status} />} value={say.n(n)} share={sum && n / sum} colour={`var(--${status})`} />
      ))}
      <Zones problems={problems} mask={mask} clock={clock} rows={rows - 2 - open.length} />
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
