/** Their words for types, categories, sources: each with how many rows have it, and which of ours it is. What is not matched stands first. */
import { useId } from "react";
import type { FileTable } from "../../files/table.ts";
import { useSay } from "../useApp.ts";
import { useWordChoices } from "./ColumnsPart.tsx";
import { type Draft, type FieldOf, nothing, valuesOf } from "./draft.ts";
import { useBringing } from "./useBring.ts";

/** More different words than these are no list of types: they are told by their number. */
const mostWords = 200;

interface Props {
  readonly table: FileTable;
  readonly draft: Draft;
  readonly field: FieldOf;
  readonly disabled: boolean;
}

export function WordsPart({ table, draft, field, disabled }: Props) {
  const say = useSay();
  const id = useId();
  const told = draft.fields[field.key];
  if (!told?.column) return null;
  const values = valuesOf(table, told.column);
  const unknown = values.filter(([word]) => !told.words[word]);
  const known = values.filter(([word]) => told.words[word]);
  const rows = unknown.reduce((sum, [, n]) => sum + n, 0);
  const props = { field, draft, disabled };
  return (
    <fieldset className="bring-words" aria-labelledby={id}>
      <p id={id}>
        {say.t("bring.words", { field: say.of(field.name) })}{" "}
        {unknown.length > 0 ? (
          <strong className="bring-warn">{say.t("bring.unknown", { n: say.n(unknown.length), rows: say.n(rows) })}</strong>
        ) : (
          <span className="quiet">{say.t("bring.allKnown", { n: say.n(known.length) })}</span>
        )}
      </p>
      {unknown.length > 0 && <List {...props} values={unknown.slice(0, mostWords)} lacking />}
      {unknown.length > mostWords && <small className="quiet">{say.t("bring.moreWords", { n: unknown.length - mostWords })}</small>}
      {known.length > 0 && (
        <details>
          <summary>{say.t("bring.knownWords", { n: say.n(known.length) })}</summary>
          <List {...props} values={known.slice(0, mostWords)} />
        </details>
      )}
    </fieldset>
  );
}

interface ListProps extends Omit<Props, "table"> {
  readonly values: readonly (readonly [word: string, rows: number])[];
  readonly lacking?: boolean;
}
function List({ draft, field, disabled, values, lacking = false }: ListProps) {
  const say = useSay();
  const bringing = useBringing();
  const choices = useWordChoices(field.kind);
  const told = draft.fields[field.key];
  if (!told) return null;
  const set = (word: string, ours: string) =>
    bringing.change({ fields: { ...draft.fields, [field.key]: { ...told, words: { ...told.words, [word]: ours } } } });
  return (
    <ul>
      {values.map(([word, rows]) => (
        <li key={word} data-lacking={lacking || undefined}>
          <span className="clip" title={word}>
            {word}
          </span>
          <small className="quiet">{say.t("bring.rows", { n: say.n(rows) })}</small>
          <span aria-hidden="true">→</span>
          <select
            className="field"
            aria-label={say.t("bring.wordIs", { word })}
            value={told.words[word] ?? ""}
            disabled={disabled}
            onChange={(event) => set(word, event.target.value)}
          >
            <option value="">{say.t("bring.refuse")}</option>
            {!field.needed && <option value={nothing}>{say.t("bring.leaveEmpty")}</option>}
            {choices.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}
