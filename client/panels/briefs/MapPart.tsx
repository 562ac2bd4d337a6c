/** Where the problems of the period lie: the picture that the document has, drawn by the server. */
import { useState } from "react";
import type { BriefFacts } from "../../../server/contract/types.ts";
import { problemStatuses, statusOrder } from "../../../server/contract/vocabulary.ts";
import { statusColour } from "../../look/palette.ts";
import { useSay } from "../useApp.ts";

interface Props {
  readonly facts: BriefFacts;
  /** Address of the picture. */
  readonly map: string;
}

export function MapPart({ facts, map }: Props) {
  return (
    <section className="paper-annex paper-map">
      <h3 className="paper-title">附件　问题点位分布图</h3>
      {/* A picture of something else is another picture: what failed is tried anew. */}
      <Picture key={map} facts={facts} map={map} />
      <Legend facts={facts} />
    </section>
  );
}

/** What the picture shows, in words: each sub-district's number, name and problems. */
function useTold({ outlines, areas, points }: BriefFacts): string {
  const say = useSay();
  const found = new Map(areas.map(({ zone, found: { value } }) => [zone, value]));
  const zones = outlines.map(
    ({ zone, name, number }) => `${number} ${name}${say.t("briefs.mapCount", { n: say.n(found.get(zone) ?? 0) })}`,
  );
  return [say.t("briefs.map", { n: say.n(points.length) }), ...zones].join(say.lang === "en" ? "; " : "；");
}

function Picture({ facts, map }: Props) {
  const say = useSay();
  const told = useTold(facts);
  const [failed, fail] = useState(false);
  if (failed)
    return (
      <p className="paper-blank">
        {say.t("briefs.mapFailed")}{" "}
        <button type="button" className="link" onClick={() => fail(false)}>
          {say.t("app.retry")}
        </button>
      </p>
    );
  return <img src={map} alt={told} onError={() => fail(true)} />;
}

/** 不予立案 only where one is drawn, as the document has it. */
function Legend({ facts: { points, outlines } }: Pick<Props, "facts">) {
  const drawn = statusOrder.filter((status) => status !== "rejected" || points.some(([, , one]) => one === status));
  return (
    <>
      <p className="paper-note paper-legend">
        图例：
        {drawn.map((status) => (
          <span key={status}>
            <i style={{ color: statusColour("light", status) }}>{problemStatuses[status].shape}</i>
            {problemStatuses[status].zh}
          </span>
        ))}
      </p>
      {outlines.length > 0 && <p className="paper-note">镇街：{outlines.map(({ number, name }) => `${number} ${name}`).join("　")}</p>}
    </>
  );
}
