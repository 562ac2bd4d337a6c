/** The scene "hotspot": the place where most open problems lie close together, seen from near. */
import { useMemo } from "react";
import type { Clusters } from "../../../server/contract/types.ts";
import { askHot } from "../../api/hot.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { defaultHot, type HotPicture } from "../../state/hot.ts";
import { nearestName } from "../../state/nearest.ts";
import { ask } from "../asking.ts";
import { Answered, BarRow, Head, Instead, Item, Lines, Under } from "../lists.tsx";
import type { SceneFile, WallPage } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { type Cluster, clusterView, placeOf } from "./spots.ts";
import { aim, knownEmpty, mapSize, textOf } from "./standing.ts";

type Answer = Clusters;

/** Puts the largest cluster on the map, and the camera over it. */
function lookAt(page: WallPage, shown: Shown, answer: Answer): void {
  const [first] = answer.clusters;
  const hot: HotPicture = { kind: "clusters", answer, chosen: first ? 0 : null };
  aim(page, shown, first ? clusterView(first, mapSize()) : null, { hot });
}

async function askClusters(page: WallPage, shown: Shown, signal: AbortSignal): Promise<Answer> {
  const picture = await askHot(shown.filter, defaultHot.clusters, signal);
  if (picture.kind !== "clusters") throw new Error("Clusters were asked, and hexagons came.");
  if (!signal.aborted) lookAt(page, shown, picture.answer);
  return picture.answer;
}

export const hotspot: SceneFile = {
  query: () => "?status=open",
  layers: ["problemHeat", "hotClusters", "problems"],
  enter(page, shown) {
    const end = ask(page, "hotspot", textOf(shown.filter), (signal) => askClusters(page, shown, signal));
    const known = page.store.get().asked.hotspot;
    // The answer of the last round, until the new one is there.
    if (known?.state === "there" || known?.state === "old") lookAt(page, shown, known.value as Answer);
    return end;
  },
  empty: ({ asked, now }) => knownEmpty<Answer>(asked.hotspot, now, ({ clusters }) => clusters.length === 0),
  Box,
};

function Box({ rows }: { rows: number }) {
  const say = useSay();
  return (
    <Lines rows={rows} label={say.t("sceneHotspot.title")}>
      <Answered<Answer> kind="hotspot" rows={rows}>
        {(answer, left) => <Told answer={answer} rows={left} />}
      </Answered>
    </Lines>
  );
}

function Told({ answer, rows }: { answer: Answer; rows: number }) {
  const say = useSay();
  const [first] = answer.clusters;
  if (first) return <One cluster={first} answer={answer} rows={rows} />;
  const why = say.t("sceneHotspot.none", { least: say.n(answer.least), within: say.n(answer.within_m) });
  return <Instead kind="none" detail={answer.total ? why : null} lines={Math.min(4, rows)} />;
}

const districtOf = (state: WallState) => state.district;
const sitesOf = (state: WallState) => state.data.sites;
const problemsOf = (state: WallState) => state.data.problems;

/** Where it is; asked anew when the answer is another, not with each change of a problem. */
function usePlace(cluster: Cluster) {
  const district = usePart(districtOf);
  const sites = usePart(sitesOf);
  const there = usePart(problemsOf) !== undefined;
  const page = usePart(problemsOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a cluster lies does not follow from what happens to its problems
  return useMemo(
    () => placeOf(cluster, { ...(sites && { sites }), ...(page && { problems: page }) }, district?.zones ?? []),
    [cluster, sites, there, district],
  );
}

function One({ cluster, answer, rows }: { cluster: Cluster; answer: Answer; rows: number }) {
  const say = useSay();
  const district = usePart(districtOf);
  const { site, zone } = usePlace(cluster);
  const { count, repeats, monthsInRow, span_m } = cluster;
  const name = (code: string) => district?.categories.find((one) => one.code === code)?.name[say.lang] ?? code;
  const place = site ? say.t("sceneHotspot.near", { name: site }) : zone;
  const [most] = cluster.categories;
  const facts: [string, string][] = [
    [say.t("sceneHotspot.repeats"), say.t("sceneHotspot.ofAll", { n: say.n(repeats), share: Math.round((repeats / count) * 100) })],
    [say.t("sceneHotspot.since"), dayText(unixOf(cluster.firstFound), district?.timeZone ?? "Asia/Shanghai")],
    [say.t("sceneHotspot.inRow"), say.t("sceneHotspot.months", { n: say.n(monthsInRow) })],
    ...(site && zone ? [[say.t("sceneHotspot.zone"), zone] as [string, string]] : []),
    [say.t("sceneHotspot.span"), say.t("sceneHotspot.metres", { n: say.n(Math.round(span_m)) })],
    [say.t("sceneHotspot.others"), say.n(answer.clustersTotal)],
  ];
  const room = rows - 2 - (place ? 1 : 0);
  // A heading and its rows, or the first of them among the facts.
  const whole = room >= facts.length + 1 + cluster.categories.length;
  const told = whole || !most ? facts : [facts[0] as [string, string], [say.t("sceneHotspot.mostly"), name(most.code)], ...facts.slice(1)];
  return (
    <>
      <Head title={say.t("sceneHotspot.title")} sum={say.n(count)} unit={say.t("sceneHotspot.count")} />
      {place && <Item main={<b>{place}</b>} />}
      {told.slice(0, Math.max(1, room)).map(([what, value]) => (
        <Item key={what} main={<span className="quiet">{what}</span>} side={value} />
      ))}
      {whole && <Under>{say.t("sceneHotspot.mostly")}</Under>}
      {whole && cluster.categories.map(({ code, count: n }) => <BarRow key={code} name={name(code)} value={say.n(n)} share={n / count} />)}
      {whole && <Others answer={answer} rows={room - facts.length - 1 - cluster.categories.length} />}
    </>
  );
}

/** The next largest, where there is room for them. */
function Others({ answer, rows }: { answer: Answer; rows: number }) {
  const say = useSay();
  const sites = usePart(sitesOf);
  const [first] = answer.clusters;
  const shown = useMemo(
    () => answer.clusters.slice(1, Math.max(1, rows)).map((one) => ({ ...one, name: nearestName(sites, one.lon, one.lat) })),
    [answer, sites, rows],
  );
  if (!first || !shown.length) return null;
  return (
    <>
      <Under>{say.t("sceneHotspot.more", { n: say.n(answer.clustersTotal - 1) })}</Under>
      {shown.map(({ ids, name, count }) => (
        <BarRow
          key={ids[0]}
          name={name ? say.t("sceneHotspot.near", { name }) : say.t("sceneHotspot.title")}
          value={say.n(count)}
          share={count / first.count}
        />
      ))}
    </>
  );
}
