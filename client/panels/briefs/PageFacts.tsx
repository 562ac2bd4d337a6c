/** What is to be known of a document before it leaves: until when, of what, by which template, and whether its sums add up. */
import { briefKinds } from "../../../server/contract/brief.ts";
import type { BriefPage } from "../../../server/contract/types.ts";
import { Icon } from "../parts/Icon.tsx";
import { stamp } from "../times.ts";
import { useSay } from "../useApp.ts";
import { unequal } from "./sums.ts";

export function PageFacts({ page, unscope }: { page: BriefPage; unscope: (() => void) | null }) {
  const say = useSay();
  const { facts } = page;
  const wrong = facts.kind === "handover" ? [] : unequal(facts);
  return (
    <section className="brief-facts">
      <h2>{say.of(briefKinds[facts.kind])}</h2>
      {say.lang === "en" && <p className="quiet">{say.t("briefs.chinese")}</p>}
      <p>{say.t("briefs.asOf", { time: stamp(facts.asOf, facts.timeZone) ?? "" })}</p>
      {facts.running && facts.kind !== "handover" && <p className="inline-note">{say.t("briefs.running", { to: facts.to })}</p>}
      {facts.area && <p className="quiet">{say.t("briefs.area", { area: facts.area })}</p>}
      {facts.scope && (
        <p className="brief-scope">
          <span className="chip">
            <span className="chip-text">{say.of(facts.scope.sentence)}</span>
            {unscope && (
              <button type="button" className="chip-remove" aria-label={say.t("briefs.unscope")} onClick={unscope}>
                <Icon name="close" />
              </button>
            )}
          </span>
        </p>
      )}
      <p className="quiet">{say.t("briefs.byTemplate", { name: page.template.id === null ? say.t("briefs.ours") : page.template.name })}</p>
      {wrong.map((one) => (
        <p key={one.table + one.figure} className="inline-failure">
          {say.t("briefs.unequal", { rows: one.rows, total: one.total, table: say.t(tables[one.table]) })}
        </p>
      ))}
    </section>
  );
}

const tables = {
  siteTypes: "briefs.tableTypes",
  categories: "briefs.tableCategories",
  areas: "briefs.tableAreas",
  units: "briefs.tableUnits",
} as const;
