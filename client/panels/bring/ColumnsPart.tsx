/** What the rows become, and which column is which. What was guessed says so. */
import { type ImportFieldName, type ImportTarget, importTargets } from "../../../server/contract/importing/importing.ts";
import { problemSources, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { FileTable } from "../../files/table.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { cellsOf, type Draft, type FieldDraft, type FieldOf, fieldsOf, isWorded } from "./draft.ts";
import { hasAmbiguousDates, wordsFor } from "./guessing.ts";
import { isLocked, useBring, useBringing } from "./useBring.ts";
import { WordsPart } from "./WordsPart.tsx";

const districtOf = (state: AppState) => state.district;
/** The choice that is no column: one value for all rows. */
const oneValue = "\u0000one";

export function ColumnsPart({ table, draft, targets }: { table: FileTable; draft: Draft; targets: readonly ImportTarget[] }) {
  const say = useSay();
  const locked = isLocked(useBring());
  const bringing = useBringing();
  const district = usePart(districtOf);
  return (
    <section className="bring-part" aria-label={say.t("bring.columns")}>
      <header>
        <h3>{say.t("bring.columns")}</h3>
        <fieldset className="bring-into" disabled={locked}>
          <legend className="sr">{say.t("bring.into")}</legend>
          {targets.map((target) => (
            <label key={target} className={draft.into === target ? "pill chosen" : "pill"}>
              <input
                type="radio"
                className="sr"
                name="bring-into"
                checked={draft.into === target}
                onChange={() => void bringing.become(target)}
              />
              {say.of(importTargets[target])}
            </label>
          ))}
        </fieldset>
      </header>
      {draft.kept !== null && (
        <p className="bring-kept">{say.t("bring.kept", { time: stamp(draft.kept, district?.timeZone ?? "Asia/Shanghai") ?? "" })}</p>
      )}
      <table className="bring-fields">
        <colgroup>
          <col className="bring-field" />
          <col />
          <col />
        </colgroup>
        <thead className="sr">
          <tr>
            <th scope="col">{say.t("bring.field")}</th>
            <th scope="col">{say.t("bring.column")}</th>
            <th scope="col">{say.t("bring.example")}</th>
          </tr>
        </thead>
        <tbody>
          {fieldsOf(draft.into).map((field) => (
            <Row key={field.key} table={table} draft={draft} field={field} disabled={locked} />
          ))}
        </tbody>
      </table>
      {fieldsOf(draft.into)
        .filter(({ kind }) => isWorded(kind))
        .map((field) => (
          <WordsPart key={field.key} table={table} draft={draft} field={field} disabled={locked} />
        ))}
      <Dates table={table} draft={draft} disabled={locked} />
      {draft.into === "sites" && <Existing draft={draft} disabled={locked} />}
    </section>
  );
}

interface RowProps {
  readonly table: FileTable;
  readonly draft: Draft;
  readonly field: FieldOf;
  readonly disabled: boolean;
}
function Row({ table, draft, field, disabled }: RowProps) {
  const say = useSay();
  const app = useApp();
  const bringing = useBringing();
  const told = draft.fields[field.key];
  const set = (value: FieldDraft | undefined) => {
    const { [field.key]: _before, ...rest } = draft.fields;
    bringing.change({ fields: value ? { ...rest, [field.key]: value } : rest });
  };
  const choose = (choice: string) => {
    if (choice === "") return set(undefined);
    if (choice === oneValue) return set({ column: null, value: "", words: {}, guessed: false });
    const words = wordsFor(table, choice, field.kind, app.store.get().district);
    set({ column: choice, value: "", words, guessed: false });
  };
  const lacks = field.needed && !told;
  return (
    <tr data-lacks={lacks || undefined}>
      <th scope="row">
        {say.of(field.name)}
        {field.needed && (
          <span className="bad" title={say.t("bring.needed")}>
            {" *"}
          </span>
        )}
        {told?.guessed && <Guessed />}
      </th>
      <td>
        <select
          className="field"
          aria-label={say.t("bring.columnOf", { field: say.of(field.name) })}
          aria-invalid={lacks}
          value={told ? (told.column ?? oneValue) : ""}
          disabled={disabled}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{say.t("bring.notUsed")}</option>
          <option value={oneValue}>{say.t("bring.oneValue")}</option>
          <optgroup label={say.t("bring.columnsOfFile")}>
            {table.columns.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </optgroup>
        </select>
      </td>
      <td>
        {told?.column === null ? (
          <OneValue field={field} value={told.value} disabled={disabled} set={(value) => set({ ...told, value })} />
        ) : (
          <span className="quiet clip">{told?.column ? (cellsOf(table, told.column).find(Boolean) ?? say.t("bring.allEmpty")) : ""}</span>
        )}
      </td>
    </tr>
  );
}

export function Guessed() {
  const say = useSay();
  return (
    <small className="tag" title={say.t("bring.guessedWhat")}>
      {say.t("bring.guessed")}
    </small>
  );
}

/** Codes and names of a closed list. */
export function useWordChoices(kind: FieldOf["kind"]): readonly (readonly [code: string, name: string])[] {
  const say = useSay();
  const district = usePart(districtOf);
  if (kind === "siteType") return Object.entries(siteTypes).map(([code, name]) => [code, say.of(name)] as const);
  if (kind === "source") return Object.entries(problemSources).map(([code, name]) => [code, say.of(name)] as const);
  if (kind === "unit") return (district?.units ?? []).filter(({ dissolved }) => !dissolved).map(({ name }) => [name, name] as const);
  if (kind !== "category") return [];
  return (district?.categories ?? []).filter(({ retired }) => !retired).map(({ code, name }) => [code, `${code} ${say.of(name)}`] as const);
}

interface OneValueProps {
  readonly field: FieldOf;
  readonly value: string;
  readonly disabled: boolean;
  readonly set: (value: string) => void;
}
function OneValue({ field, value, disabled, set }: OneValueProps) {
  const say = useSay();
  const choices = useWordChoices(field.kind);
  const label = say.t("bring.valueOf", { field: say.of(field.name) });
  const common = { className: "field", "aria-label": label, value, disabled };
  if (choices.length > 0 || field.kind === "flag")
    return (
      <select {...common} onChange={(event) => set(event.target.value)}>
        <option value="">{say.t("bring.choose")}</option>
        {field.kind === "flag" && <option value="是">{say.t("bring.yes")}</option>}
        {field.kind === "flag" && <option value="否">{say.t("bring.no")}</option>}
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...common}
      maxLength={200}
      placeholder={field.kind === "time" ? "2026-11-01 08:00" : label}
      onChange={(event) => set(event.target.value)}
    />
  );
}

const orders = ["dmy", "mdy"] as const;
/** Asked only where the file's own dates could be read in two ways. */
function Dates({ table, draft, disabled }: { table: FileTable; draft: Draft; disabled: boolean }) {
  const say = useSay();
  const bringing = useBringing();
  const columns = fieldsOf(draft.into).flatMap(({ key, kind }) =>
    kind === "time" ? (draft.fields[key as ImportFieldName]?.column ?? []) : [],
  );
  const example = columns.flatMap((column) => cellsOf(table, column)).find(hasAmbiguousDates);
  if (example === undefined && draft.dateOrder === null) return null;
  return (
    <fieldset className="bring-line" disabled={disabled}>
      <legend>{say.t("bring.dateOrder", { value: example ?? "03/04/2026" })}</legend>
      {orders.map((order) => (
        <label key={order} className={draft.dateOrder === order ? "pill chosen" : "pill"}>
          <input
            type="radio"
            className="sr"
            name="bring-dates"
            checked={draft.dateOrder === order}
            onChange={() => bringing.change({ dateOrder: order })}
          />
          {say.t(order === "dmy" ? "bring.dmy" : "bring.mdy")}
        </label>
      ))}
    </fieldset>
  );
}

function Existing({ draft, disabled }: { draft: Draft; disabled: boolean }) {
  const say = useSay();
  const bringing = useBringing();
  return (
    <label className="labelled bring-line">
      <span>{say.t("bring.existing")}</span>
      <select
        className="field"
        value={draft.existing}
        disabled={disabled}
        onChange={(event) => bringing.change({ existing: event.target.value as Draft["existing"] })}
      >
        <option value="skip">{say.t("bring.skip")}</option>
        <option value="update">{say.t("bring.update")}</option>
      </select>
    </label>
  );
}
