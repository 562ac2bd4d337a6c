/** The proof of a plan, item by item; what is wrong can be gone to. What may stay so needs a reason. */
import { type SignOffKind, signOffKinds } from "../../../server/contract/plan.ts";
import type { ZonePlanProof } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes, type ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { setTable } from "../page.ts";
import { select, setLevel } from "../run/acts.ts";
import { usePlanner, useSay } from "../usePlanner.ts";
import { Icon } from "./Icon.tsx";
import { areaText } from "./numbers.ts";

/** Rows of a list that are shown; the proof names the total. */
const most = 50;

type Standing = "good" | "signed" | "bad";

function Item({ standing, title, children }: { standing: Standing; title: string; children?: React.ReactNode }) {
  const say = useSay();
  const word = { good: "planner.proofGood", signed: "planner.proofSigned", bad: "planner.proofBad" } as const;
  return (
    <li className={`proof-item ${standing}`}>
      <p>
        <Icon name={standing === "good" ? "check" : standing === "bad" ? "close" : "warn"} />
        <span>{title}</span>
        <em>{say.t(word[standing])}</em>
      </p>
      {children}
    </li>
  );
}

function useGo() {
  const page = usePlanner();
  return (lon: number | null, lat: number | null) => {
    if (lon === null || lat === null) return;
    setTable(page, { marks: [{ at: [lon, lat], kind: "fault", from: null }] });
    page.map.current?.goTo({ place: [lon, lat], zoom: 16 });
  };
}

export function Proof({ proof }: { proof: ZonePlanProof }) {
  const say = useSay();
  const exact = (m2: number) => (m2 === 0 ? "0 m²" : areaText(say, m2));
  return (
    <ul className="proof" aria-label={say.t("planner.proof")}>
      <Item standing={proof.uncovered_m2 === 0 ? "good" : "bad"} title={say.t("planner.uncovered", { area: exact(proof.uncovered_m2) })} />
      <Item standing={proof.overlap_m2 === 0 ? "good" : "bad"} title={say.t("planner.overlap", { area: exact(proof.overlap_m2) })} />
      {proof.faults.length > 0 && <Faults faults={proof.faults} />}
      <Nobodys proof={proof} />
      <Zones word="planner.multipart" rows={proof.multipart} standing={proof.multipart.length ? "signed" : "good"} />
      {proof.empty.length > 0 && (
        <Zones word="planner.emptyZones" rows={proof.empty.map((row) => ({ ...row, parts: 0 }))} standing="signed" />
      )}
      <Zones
        word="planner.personless"
        rows={proof.personless.map((row) => ({ ...row, parts: 0 }))}
        standing={proof.personless.length ? "signed" : "good"}
      />
      <WithoutPerson proof={proof} />
    </ul>
  );
}

function Faults({ faults }: Pick<ZonePlanProof, "faults">) {
  const say = useSay();
  const go = useGo();
  return (
    <Item standing="bad" title={say.t("planner.faults", { n: faults.length })}>
      <ul>
        {faults.slice(0, most).map(({ why, lon, lat }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
          <li key={i}>
            <button type="button" className="link" disabled={lon === null} onClick={() => go(lon, lat)}>
              {say.of(why)}
            </button>
          </li>
        ))}
      </ul>
    </Item>
  );
}

function Nobodys({ proof: { nobodys } }: { proof: ZonePlanProof }) {
  const say = useSay();
  const go = useGo();
  const sum = nobodys.reduce((all, { area_m2 }) => all + area_m2, 0);
  return (
    <Item
      standing={nobodys.length ? "signed" : "good"}
      title={say.t("planner.proofNobodys", { n: nobodys.length, area: areaText(say, sum) })}
    >
      {nobodys.length > 0 && (
        <ul>
          {nobodys.slice(0, most).map(({ face, area_m2, lon, lat }) => (
            <li key={face}>
              <button type="button" className="link" onClick={() => go(lon, lat)}>
                {areaText(say, area_m2)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Item>
  );
}

interface ZoneRows {
  readonly word: "planner.multipart" | "planner.emptyZones" | "planner.personless";
  readonly rows: readonly { readonly zone: number; readonly level: number; readonly name: string; readonly parts: number }[];
  readonly standing: Standing;
}
function Zones({ word, rows, standing }: ZoneRows) {
  const page = usePlanner();
  const say = useSay();
  return (
    <Item standing={standing} title={say.t(word, { n: rows.length })}>
      {rows.length > 0 && (
        <ul>
          {rows.slice(0, most).map(({ zone, level, name, parts }) => (
            <li key={zone}>
              <button
                type="button"
                className="link"
                onClick={() => {
                  setLevel(page, level as ZoneLevel);
                  select(page, [zone], true);
                }}
              >
                {name}
              </button>
              {parts > 1 && <small> {say.t("planner.partsN", { n: parts })}</small>}
            </li>
          ))}
        </ul>
      )}
    </Item>
  );
}

function WithoutPerson({ proof: { withoutPerson } }: { proof: ZonePlanProof }) {
  const say = useSay();
  const go = useGo();
  const { total, rows } = withoutPerson;
  return (
    <Item standing={total ? "signed" : "good"} title={say.t("planner.withoutPerson", { n: total })}>
      {total > 0 && (
        <ul>
          {rows.slice(0, most).map(({ site, name, type, lon, lat, zone }) => (
            <li key={site}>
              <button type="button" className="link" onClick={() => go(lon, lat)}>
                {name}
              </button>
              <small>
                {type in siteTypes ? say.of(siteTypes[type as SiteType]) : type} · {zone ?? say.t("planner.nobodys")}
              </small>
            </li>
          ))}
          {total > most && <li className="quiet">{say.t("planner.moreRows", { n: total - Math.min(most, rows.length) })}</li>}
        </ul>
      )}
    </Item>
  );
}

/** Why what the proof lists may stay so. */
export function SignOffs(props: {
  readonly needs: readonly SignOffKind[];
  readonly reasons: Partial<Record<SignOffKind, string>>;
  readonly change: (reasons: Partial<Record<SignOffKind, string>>) => void;
}) {
  const say = useSay();
  const { needs, reasons, change } = props;
  if (needs.length === 0) return null;
  return (
    <fieldset className="sign-offs">
      <legend>{say.t("planner.signOffs")}</legend>
      {needs.map((kind) => (
        <label key={kind} className="labelled column">
          <span>{say.of(signOffKinds[kind])}</span>
          <input
            className="field"
            maxLength={500}
            placeholder={say.t("planner.reason")}
            value={reasons[kind] ?? ""}
            onChange={(event) => change({ ...reasons, [kind]: event.target.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}
