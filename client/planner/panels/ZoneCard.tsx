/** The selected zone: its name, code and people, what makes its load, and what can be done with it. */
import { useState } from "react";
import type { PlanZone } from "../../../server/contract/partition/partition.ts";
import { type SiteType, siteTypes, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { select, take } from "../run/acts.ts";
import type { ZoneFigures } from "../run/figures.ts";
import { lockSelected } from "../run/keys.ts";
import { mayDraw, type PlannerState, tableOf } from "../state.ts";
import { useFigures } from "../useFigures.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { shares } from "./columns.ts";
import { Halve } from "./Halve.tsx";
import { areaText, digits, percent } from "./numbers.ts";
import { partWord } from "./weights.ts";

const part = {
  selected: (s: PlannerState) => tableOf(s)?.hand.selected ?? null,
  draws: mayDraw,
  weights: (s: PlannerState) => tableOf(s)?.history.now.weights ?? null,
  units: (s: PlannerState) => s.district?.units ?? null,
  level: (s: PlannerState) => s.view.level,
};

/** As the kernel reads them. */
export const longest = { code: 50, name: 100, person: 100 } as const;

export function ZoneCard() {
  const say = useSay();
  const looked = useFigures();
  const selected = usePart(part.selected);
  const [only] = selected ?? [];
  if (!looked || !selected || only === undefined) return <NewZone />;
  const rows = looked.figures.rows.filter(({ zone }) => zone && selected.has(zone.id));
  const [row] = rows;
  if (rows.length > 1) return <Several rows={rows} />;
  if (!row?.zone) return <NewZone />;
  return (
    <section className="zone-card" aria-label={say.t("planner.zone")}>
      <Head zone={row.zone} />
      {/* Another zone, another form: what was typed for the last one is not its own. */}
      <Fields key={row.zone.id} zone={row.zone} />
      <LoadOf row={row} />
      <Acts zone={row.zone} />
    </section>
  );
}

function Head({ zone }: { zone: PlanZone }) {
  const page = usePlanner();
  const say = useSay();
  const looked = useFigures();
  const above = zone.parent === null ? null : looked?.partition.zones.get(zone.parent);
  return (
    <header>
      <h3 className="clip">{zone.name}</h3>
      <small>
        {say.of(zoneLevels[zone.level])} · {above ? above.name : zone.level > 1 ? say.t("planner.noParent") : ""}
      </small>
      <button type="button" className="link" onClick={() => select(page, [zone.id], true)}>
        {say.t("planner.showPlace")}
      </button>
    </header>
  );
}

/** Each field is a step when it is left, if it is another then. */
function Fields({ zone }: { zone: PlanZone }) {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const units = usePart(part.units) ?? [];
  const change = (to: Partial<Pick<PlanZone, "code" | "name" | "unit" | "person">>) =>
    take(page, { kind: "zoneChange", zone: zone.id, to });
  const text = (name: "name" | "code" | "person", label: string, required: boolean) => (
    <label className="labelled column">
      <span>{label}</span>
      <input
        // Undo, or a colleague, gave it another value: only this field is made anew, and the focus of the others stays.
        key={zone[name] ?? ""}
        className="field"
        defaultValue={zone[name] ?? ""}
        maxLength={longest[name]}
        readOnly={!draws}
        placeholder={name === "person" ? say.t("planner.noPerson") : undefined}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        onBlur={(event) => {
          const value = event.target.value.trim();
          if (value === (zone[name] ?? "") || (required && value === "")) {
            event.target.value = zone[name] ?? "";
            return;
          }
          if (!change({ [name]: name === "person" && value === "" ? null : value })) event.target.value = zone[name] ?? "";
        }}
      />
    </label>
  );
  return (
    <div className="zone-fields">
      {text("name", say.t("planner.zoneName"), true)}
      {text("code", say.t("planner.code"), true)}
      {text("person", say.t("planner.person"), false)}
      <label className="labelled column">
        <span>{say.t("planner.unit")}</span>
        <select
          className="field"
          value={zone.unit ?? ""}
          disabled={!draws}
          onChange={(event) => change({ unit: event.target.value === "" ? null : Number(event.target.value) })}
        >
          <option value="">{say.t("planner.noUnit")}</option>
          {units
            .filter((unit) => !unit.dissolved || unit.id === zone.unit)
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

function LoadOf({ row: { load, work, deviation, area_m2, compactness, parts } }: { row: ZoneFigures }) {
  const say = useSay();
  const weights = usePart(part.weights);
  const types = load ? (Object.entries(load.byType) as [SiteType, number][]).sort((a, b) => b[1] - a[1]) : [];
  return (
    <div className="zone-load">
      <p>
        {say.t("planner.workIs", { work: digits(say, work), deviation: percent(deviation) })} · {areaText(say, area_m2)}
        {compactness !== null && ` · ${say.t("planner.compactness")} ${digits(say, compactness, 2)}`}
      </p>
      {parts > 1 && <p className="tag warn">{say.t("planner.partsN", { n: parts })}</p>}
      {load && weights && (
        <p className="quiet">
          {say.t("planner.minutes", {
            parts: shares(load, weights)
              .slice(0, 4)
              .map(({ of, work: part }) => `${say.t(partWord[of])} ${digits(say, part)}`)
              .join(" · "),
          })}
        </p>
      )}
      {types.length > 0 && (
        <p className="quiet">
          {types
            .slice(0, 6)
            .map(([type, n]) => `${say.of(siteTypes[type])} ${n}`)
            .join(" · ")}
        </p>
      )}
    </div>
  );
}

function Acts({ zone }: { zone: PlanZone }) {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const [halving, setHalving] = useState(false);
  if (!draws) return null;
  return (
    <div className="zone-acts">
      <button type="button" className="button" aria-pressed={zone.locked} onClick={() => lockSelected(page)}>
        {say.t(zone.locked ? "planner.unlock" : "planner.lock")}
      </button>
      <button type="button" className="button" aria-pressed={halving} disabled={zone.locked} onClick={() => setHalving(!halving)}>
        {say.t("planner.halve")}
      </button>
      <button
        type="button"
        className="button danger"
        disabled={zone.locked}
        onClick={() => take(page, { kind: "zoneRemove", zone: zone.id })}
      >
        {say.t("planner.removeZone")}
      </button>
      {halving && <Halve zone={zone} close={() => setHalving(false)} />}
    </div>
  );
}

/** More than one: together. */
function Several({ rows }: { rows: readonly ZoneFigures[] }) {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const level = usePart(part.level);
  const zones = rows.flatMap(({ zone }) => zone ?? []);
  const [into] = zones;
  if (!into) return null;
  const work = rows.every((row) => row.work !== null) ? rows.reduce((sum, row) => sum + (row.work ?? 0), 0) : null;
  return (
    <section className="zone-card" aria-label={say.t("planner.selectedN", { n: rows.length })}>
      <header>
        <h3>{say.t("planner.selectedN", { n: rows.length })}</h3>
      </header>
      <p className="clip">{zones.map(({ name }) => name).join(say.lang === "zh" ? "、" : ", ")}</p>
      <p className="quiet">
        {say.t("planner.work")} {digits(say, work)} ·{" "}
        {areaText(
          say,
          rows.reduce((sum, row) => sum + row.area_m2, 0),
        )}
      </p>
      {draws && (
        <div className="zone-acts">
          <button
            type="button"
            className="button primary"
            onClick={() => take(page, { kind: "merge", level, zones: zones.map(({ id }) => id) })}
          >
            {say.t("planner.mergeInto", { name: into.name })}
          </button>
          <button type="button" className="button" onClick={() => lockSelected(page)}>
            {say.t(zones.every(({ locked }) => locked) ? "planner.unlock" : "planner.lock")}
          </button>
          <button type="button" className="button" onClick={() => select(page, [])}>
            {say.t("planner.clearSelection")}
          </button>
        </div>
      )}
    </section>
  );
}

/** Nothing is selected: a zone can be made, to be painted into. */
function NewZone() {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const level = usePart(part.level);
  const looked = useFigures();
  const [name, setName] = useState("");
  const [parent, setParent] = useState("");
  if (!draws || !looked) return <p className="hint">{say.t("planner.selectHint")}</p>;
  const { zones } = looked.partition;
  const above = [...zones.values()].filter((zone) => zone.level === level - 1);
  const make = (event: React.FormEvent) => {
    event.preventDefault();
    const next = looked.partition.next.zone;
    const code = freeCode(
      [...zones.values()].map((zone) => zone.code),
      level,
    );
    if (take(page, { kind: "zoneAdd", level, parent: parent === "" ? null : Number(parent), code, name: name.trim() })) {
      select(page, [next]);
      setName("");
    }
  };
  return (
    <form className="zone-card new-zone" onSubmit={make}>
      <p className="quiet">{say.t("planner.selectHint")}</p>
      <div className="pills">
        <input
          className="field"
          aria-label={say.t("planner.newZoneName")}
          placeholder={say.t("planner.newZoneName")}
          maxLength={longest.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {above.length > 0 && (
          <select className="field" aria-label={say.t("planner.under")} value={parent} onChange={(event) => setParent(event.target.value)}>
            <option value="">{say.t("planner.noParent")}</option>
            {above.map((zone) => (
              <option key={zone.id} value={zone.id}>
                {zone.name}
              </option>
            ))}
          </select>
        )}
        <button type="submit" className="button" disabled={name.trim() === ""}>
          {say.t("planner.newZone", { level: say.of(zoneLevels[level]) })}
        </button>
      </div>
    </form>
  );
}

/** A code that no zone has yet. */
export function freeCode(taken: readonly string[], level: number): string {
  const all = new Set(taken);
  for (let n = 1; ; n++) {
    const code = `N${level}-${String(n).padStart(3, "0")}`;
    if (!all.has(code)) return code;
  }
}
