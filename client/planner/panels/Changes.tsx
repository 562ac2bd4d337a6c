/** What is another between two plans: zones, sites and open problems, from whom to whom. A row goes there on the map. */
import { useState } from "react";
import { zoneChangeKinds } from "../../../server/contract/plan.ts";
import type { ZonePlanDifference } from "../../../server/contract/types.ts";
import { type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { zoneBox } from "../run/where.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { areaText } from "./numbers.ts";
import { Switch } from "./Switch.tsx";

type Owned = ZonePlanDifference["sites"]["rows"][number]["from"];
const partitionOf = (s: PlannerState) => tableOf(s)?.history.now.partition ?? null;
const most = 200;

export function Changes({ difference }: { difference: ZonePlanDifference }) {
  const say = useSay();
  const { zones, sites, problems } = difference;
  const [of, setOf] = useState<"zones" | "sites" | "problems">("zones");
  if (zones.length + sites.total + problems.total === 0) return <p className="hint">{say.t("planner.noChanges")}</p>;
  return (
    <section className="changes">
      <p>{say.t("planner.changesSum", { zones: zones.length, sites: say.n(sites.total), problems: say.n(problems.total) })}</p>
      <Switch
        label={say.t("planner.whatChanges")}
        value={of}
        choices={[
          { value: "zones", label: `${say.t("planner.zones")} ${say.n(zones.length)}` },
          { value: "sites", label: `${say.t("planner.sites")} ${say.n(sites.total)}` },
          { value: "problems", label: `${say.t("planner.openProblems")} ${say.n(problems.total)}` },
        ]}
        change={setOf}
      />
      <div className="plan-scroll">
        {of === "zones" && <ZoneRows rows={zones} />}
        {of === "sites" && <Moved total={sites.total} rows={sites.rows.map((row) => ({ ...row, id: row.site }))} />}
        {of === "problems" && (
          <Moved
            total={problems.total}
            rows={problems.rows.map((row) => ({ ...row, id: row.problem, name: `${row.code} ${row.title}` }))}
          />
        )}
      </div>
    </section>
  );
}

function ZoneRows({ rows }: { rows: ZonePlanDifference["zones"] }) {
  const page = usePlanner();
  const say = useSay();
  const partition = usePart(partitionOf);
  const go = (zone: number) => {
    const box = partition && zoneBox(partition, zone);
    if (box) page.map.current?.goTo({ bounds: box });
  };
  const inOut = (into: number, out: number) => (into || out ? `+${into} −${out}` : "");
  return (
    <table className="plan-table">
      <thead>
        <tr>
          {(["planner.zone", "planner.change", "planner.area", "planner.sites", "planner.openProblems"] as const).map((key) => (
            <th key={key} scope="col">
              {say.t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, most).map((row) => (
          <tr key={`${row.level} ${row.zone}`} onClick={() => go(row.zone)}>
            <th scope="row">
              <button type="button">
                {row.name}
                <small>
                  {say.of(zoneLevels[row.level as ZoneLevel])} {row.code}
                  {row.was && ` · ${say.t("planner.wasNamed", { name: row.was })}`}
                </small>
              </button>
            </th>
            <td>{row.kinds.map((kind) => say.of(zoneChangeKinds[kind])).join(say.lang === "zh" ? "、" : ", ")}</td>
            <td>
              {areaText(say, row.before_m2)} → {areaText(say, row.after_m2)}
            </td>
            <td>{inOut(row.sitesIn, row.sitesOut)}</td>
            <td>{inOut(row.openIn, row.openOut)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MovedRow {
  readonly id: number;
  readonly name: string;
  readonly from: Owned;
  readonly to: Owned;
  readonly lon: number;
  readonly lat: number;
}
function Moved({ rows, total }: { rows: readonly MovedRow[]; total: number }) {
  const page = usePlanner();
  const say = useSay();
  const who = (owner: Owned) => (owner ? `${owner.name} ${owner.person ?? say.t("planner.noPerson")}` : say.t("planner.nobodys"));
  if (rows.length === 0) return <p className="hint">{say.t("planner.noneMoved")}</p>;
  return (
    <table className="plan-table">
      <thead>
        <tr>
          {(["planner.what", "planner.fromWhom", "planner.toWhom"] as const).map((key) => (
            <th key={key} scope="col">
              {say.t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, most).map((row) => (
          <tr key={row.id} onClick={() => page.map.current?.goTo({ place: [row.lon, row.lat], zoom: 16 })}>
            <th scope="row">
              <button type="button">{row.name}</button>
            </th>
            <td>{who(row.from)}</td>
            <td>{who(row.to)}</td>
          </tr>
        ))}
        {total > most && (
          <tr>
            <td colSpan={3} className="quiet">
              {say.t("planner.moreRows", { n: say.n(total - Math.min(most, rows.length)) })}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
