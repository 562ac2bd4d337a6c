/** Clusters as a list, the largest first: how many, how wide, since when, how often again, and mostly what. */
import { useMemo } from "react";
import { mostIdsNamed } from "../../../server/contract/ids.ts";
import type { Clusters } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { nearestName } from "../../state/nearest.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { percent } from "../queue/rates.ts";
import { hover } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { keepHot } from "./keep.ts";

type Cluster = Clusters["clusters"][number];
const sitesOf = (state: AppState) => state.data.sites;
const zoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function ClusterList({ answer, chosen }: { answer: Clusters; chosen: number | null }) {
  const say = useSay();
  const { clusters, clustersTotal, total, scattered, least, within_m } = answer;
  if (total === 0) return <Notice kind="empty" title={say.t("hot.nothing")} />;
  if (!clusters.length) {
    const why = say.t("hot.noClustersWhy", { n: say.n(total), least, within: within_m });
    return <Notice kind="empty" title={say.t("hot.noClusters")} detail={why} />;
  }
  const figures = { n: say.n(clustersTotal), in: say.n(total - scattered), scattered: say.n(scattered), total: say.n(total) };
  return (
    <>
      <p className="hot-sum">{say.t("hot.found", figures)}</p>
      <ol className="hot-list">
        {clusters.map((cluster, i) => (
          <Row key={cluster.ids[0] ?? i} cluster={cluster} i={i} chosen={i === chosen} />
        ))}
      </ol>
      {clustersTotal > clusters.length && <p className="hint">{say.t("hot.notListed", { n: say.n(clusters.length) })}</p>}
    </>
  );
}

function Row({ cluster, i, chosen }: { cluster: Cluster; i: number; chosen: boolean }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(zoneOf);
  const sites = usePart(sitesOf);
  const near = useMemo(() => nearestName(sites, cluster.lon, cluster.lat), [sites, cluster]);
  const name = (code: string) => {
    const word = book.category(code);
    return word ? say.of(word) : code;
  };
  const point = () => hover(app, { kind: "hot", id: i });
  const leave = () => hover(app, null);
  const facts = [
    say.t("hot.span", { length: lengthText(cluster.span_m, say) }),
    say.t("hot.since", { day: dayText(unixOf(cluster.firstFound), timeZone) }),
    say.t("hot.months", { n: cluster.monthsInRow }),
    say.t("hot.repeats", { share: percent(cluster.repeats / Math.max(1, cluster.count)), n: cluster.repeats }),
  ];
  return (
    <li>
      <button
        type="button"
        className={chosen ? "hot-row chosen" : "hot-row"}
        aria-current={chosen || undefined}
        onClick={() => keepHot(app).open(i)}
        onMouseEnter={point}
        onMouseLeave={leave}
        onFocus={point}
        onBlur={leave}
      >
        <span className="sr">{say.t("hot.openCluster", { i: i + 1, n: say.n(cluster.count) })}</span>
        <span className="hot-rank" aria-hidden="true">
          {i + 1}
        </span>
        <span className="hot-figure" aria-hidden="true">
          {say.n(cluster.count)}
        </span>
        <span className="hot-what">
          {near && <strong>{say.t("hot.nearBy", { name: near })}</strong>}
          <span>{cluster.categories.map((c) => `${name(c.code)} ${say.n(c.count)}`).join(" · ")}</span>
          <small>{facts.join(" · ")}</small>
          {cluster.outline && <small>{say.t("hot.byArea", { most: say.n(mostIdsNamed), n: say.n(cluster.outline.count) })}</small>}
        </span>
      </button>
    </li>
  );
}
