/** What an import would be, and everything that it mended, each with a place. */
import { useState } from "react";
import { type MendKind, mendKinds } from "../../../server/contract/plan.ts";
import type { Mend, ZonePlanImported } from "../../../server/contract/types.ts";
import { zoneLevels } from "../../../server/contract/vocabulary.ts";
import type { Say } from "../../look/say.ts";
import { useSay } from "../usePlanner.ts";
import type { Chosen } from "./layer.ts";
import { MendMap } from "./MendMap.tsx";

/** A longer list is read in the draft. */
const mostRows = 500;

export function Result({ tried, chosen }: { tried: ZonePlanImported; chosen: readonly Chosen[] }) {
  const say = useSay();
  const [kind, setKind] = useState<MendKind | null>(null);
  const { zones, faces, mended } = tried;
  const levels = zones.map((n, i) => say.t("import.levelCount", { level: say.of(zoneLevels[(i + 1) as 1 | 2 | 3]), n: say.n(n) }));
  const shown = mended.filter((mend) => kind === null || mend.kind === kind);
  return (
    <section className="import-result" aria-label={say.t("import.result")} aria-live="polite">
      <h3>{say.t("import.result")}</h3>
      <p>{say.t("import.counts", { zones: levels.join(" · "), faces: say.n(faces) })}</p>
      {mended.length === 0 ? (
        <p className="import-fine">✓ {say.t("import.fine")}</p>
      ) : (
        <>
          <p>
            <strong>{say.t("import.mended", { n: say.n(mended.length) })}</strong>
          </p>
          <Kinds mended={mended} kind={kind} choose={setKind} />
          <div className="import-list">
            <MendMap mends={shown} chosen={chosen} />
            <List mends={shown} />
          </div>
        </>
      )}
    </section>
  );
}

function Kinds({ mended, kind, choose }: { mended: readonly Mend[]; kind: MendKind | null; choose: (kind: MendKind | null) => void }) {
  const say = useSay();
  const kinds = [...new Set(mended.map((mend) => mend.kind as MendKind))];
  return (
    <div className="pills">
      {[null, ...kinds].map((one) => {
        const n = say.n(mended.filter((mend) => mend.kind === one).length);
        return (
          <button
            key={one}
            type="button"
            className={`pill ${one === kind ? "chosen" : ""}`}
            aria-pressed={one === kind}
            onClick={() => choose(one)}
          >
            {one === null ? say.t("import.all", { n: say.n(mended.length) }) : `${say.of(mendKinds[one])} ${n}`}
          </button>
        );
      })}
    </div>
  );
}

function areaText(area_m2: number | null, say: Say): string {
  if (area_m2 === null) return "–";
  if (area_m2 < 0.01) return say.t("import.less", { n: "0.01" });
  return say.t("import.m2", { n: area_m2 < 100 ? area_m2.toFixed(2) : say.n(Math.round(area_m2)) });
}
const placeText = ({ lon, lat }: Mend, say: Say): string =>
  lon === null || lat === null ? say.t("import.noPlace") : `${lon.toFixed(5)}, ${lat.toFixed(5)}`;

function List({ mends }: { mends: readonly Mend[] }) {
  const say = useSay();
  return (
    <div className="plan-scroll">
      <table className="plan-table">
        <thead>
          <tr>
            {(["import.kind", "import.level", "import.zones", "import.area", "import.place"] as const).map((key) => (
              <th key={key} scope="col">
                {say.t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mends.slice(0, mostRows).map((mend) => (
            <tr key={`${mend.kind} ${mend.level} ${mend.zones.join()} ${mend.lon} ${mend.lat}`} data-kind={mend.kind}>
              <td>{say.of(mendKinds[mend.kind as MendKind])}</td>
              <td>{mend.level ?? "–"}</td>
              <td>{mend.zones.join(say.lang === "zh" ? "、" : ", ") || "–"}</td>
              <td className="number">{areaText(mend.area_m2, say)}</td>
              <td className="number">{placeText(mend, say)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {mends.length > mostRows && <p className="quiet">{say.t("import.moreRows", { n: say.n(mostRows) })}</p>}
    </div>
  );
}
