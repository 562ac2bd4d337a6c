/** Zones that somebody has as polygons become a draft: files, what is what in them, what would be mended, then the draft. */
import { useState } from "react";
import "../../look/plannerImport.css";
import { mostTolerance_m } from "../../../server/contract/plan.ts";
import { plannerImportWords } from "../../look/words/plannerImport.ts";
import { learn } from "../../look/words.ts";
import { useSay } from "../usePlanner.ts";
import { Layers } from "./Layers.tsx";
import { Result } from "./Result.tsx";
import { levelsOf } from "./request.ts";
import { type Importing, useImport } from "./useImport.ts";

learn(plannerImportWords);

interface Props {
  /** @param plan the draft that was made */
  readonly done: (plan: number) => void;
  readonly close: () => void;
}

export function ImportPlan({ done, close }: Props) {
  const say = useSay();
  const importing = useImport(done, (name) => say.t("import.planNamed", { name }));
  const { sheet } = importing;
  const leave = () => {
    importing.leave();
    close();
  };
  return (
    <div className="plan-form plan-import" aria-busy={sheet.busy !== null}>
      <p className="quiet">{say.t("import.what")}</p>
      <Drop importing={importing} />
      {sheet.chosen.length > 0 && <Layers importing={importing} />}
      {sheet.chosen.length > 0 && <SettingsForm importing={importing} />}
      {sheet.failure && (
        <div className="notice failed" role="alert">
          <strong>{say.t("import.failed")}</strong>
          <p>{say.of(sheet.failure)}</p>
        </div>
      )}
      {sheet.tried && <Result tried={sheet.tried} chosen={sheet.chosen} />}
      <Foot importing={importing} leave={leave} />
    </div>
  );
}

function Drop({ importing: { sheet, add } }: { importing: Importing }) {
  const say = useSay();
  const [over, setOver] = useState(false);
  return (
    <section
      className={`import-drop ${over ? "over" : ""}`}
      aria-label={say.t("import.drop")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
    >
      <strong>{say.t(sheet.busy === "reading" ? "import.reading" : "import.drop")}</strong>
      <label className="button">
        {say.t("import.choose")}
        <input
          type="file"
          className="sr"
          multiple
          accept=".geojson,.json,.zip,.gz"
          disabled={sheet.busy !== null}
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </label>
      <small>{say.t("import.kinds")}</small>
    </section>
  );
}

function SettingsForm({ importing: { sheet, set } }: { importing: Importing }) {
  const say = useSay();
  const { name, tolerance, outline } = sheet.settings;
  const wrong = !toleranceFits(tolerance);
  return (
    <div className="import-settings">
      <label className="labelled column">
        <span>{say.t("import.planName")}</span>
        <input className="field" required maxLength={60} value={name} onChange={(event) => set({ name: event.target.value }, true)} />
      </label>
      <label className="labelled column">
        <span>{say.t("import.tolerance")}</span>
        <input
          className="field"
          inputMode="decimal"
          value={tolerance}
          aria-invalid={wrong}
          aria-describedby="import-tolerance"
          onChange={(event) => set({ tolerance: event.target.value })}
        />
      </label>
      <label className="labelled column">
        <span>{say.t("import.outline")}</span>
        <select className="field" value={outline} onChange={(event) => set({ outline: event.target.value as typeof outline })}>
          <option value="district">{say.t("import.outlineDistrict")}</option>
          <option value="zones">{say.t("import.outlineZones")}</option>
        </select>
      </label>
      <small id="import-tolerance" className={wrong ? "inline-failure" : "quiet"}>
        {wrong ? say.t("import.toleranceRange", { most: mostTolerance_m }) : say.t("import.toleranceWhat")}
      </small>
    </div>
  );
}

function toleranceFits(text: string): boolean {
  const value = Number(text);
  return text.trim() !== "" && value >= 0 && value <= mostTolerance_m;
}

function Foot({ importing: { sheet, tryOut, take }, leave }: { importing: Importing; leave: () => void }) {
  const say = useSay();
  const { busy, tried, chosen, settings } = sheet;
  const fits = levelsOf(chosen) !== null && toleranceFits(settings.tolerance) && settings.name.trim() !== "" && busy === null;
  return (
    <footer>
      <output className="quiet">{busy === "trying" ? say.t("import.trying") : busy === "importing" ? say.t("import.doing") : ""}</output>
      <button type="button" className="button" onClick={leave}>
        {say.t("import.leave")}
      </button>
      <button type="button" className={`button ${tried ? "" : "primary"}`} disabled={!fits} onClick={tryOut}>
        {say.t(tried ? "import.again" : "import.try")}
      </button>
      <button type="button" className={`button ${tried ? "primary" : ""}`} disabled={!fits || !tried} onClick={take}>
        {say.t("import.do")}
      </button>
    </footer>
  );
}
