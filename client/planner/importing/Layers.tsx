/** The layers that files hold: which level each is, and which attribute holds what. */
import { zoneLevels } from "../../../server/contract/vocabulary.ts";
import type { WordKey } from "../../look/words.ts";
import { Icon } from "../panels/Icon.tsx";
import { useSay } from "../usePlanner.ts";
import { type Chosen, type Encoding, type Fields, textAt } from "./layer.ts";
import { levelsOf } from "./request.ts";
import type { Importing } from "./useImport.ts";

const words: Readonly<Record<keyof Fields, WordKey>> = {
  code: "import.code",
  name: "import.name",
  parent: "import.parent",
  person: "import.person",
};
const kinds = Object.keys(words) as (keyof Fields)[];

export function Layers({ importing }: { importing: Importing }) {
  const say = useSay();
  const { chosen } = importing.sheet;
  const given = chosen.flatMap(({ level }) => level ?? []).sort();
  return (
    <section aria-label={say.t("import.layers")}>
      <div className="plan-scroll">
        <table className="plan-table import-layers">
          <thead>
            <tr>
              {(["import.layer", "import.level", "import.code", "import.name", "import.parent", "import.person"] as const).map((key) => (
                <th key={key} scope="col">
                  {say.t(key)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {chosen.map((one, at) => (
              <Row key={`${one.layer.name} ${one.layer.features.length}`} one={one} at={at} importing={importing} />
            ))}
          </tbody>
        </table>
      </div>
      {!levelsOf(chosen) && (
        <p className="inline-failure" role="status">
          {say.t("import.levelsWrong", { levels: given.join(", ") || say.t("import.noLevels") })}
        </p>
      )}
    </section>
  );
}

function Row({ one, at, importing }: { one: Chosen; at: number; importing: Importing }) {
  const say = useSay();
  const { layer, level } = one;
  const busy = importing.sheet.busy !== null;
  return (
    <tr data-level={level ?? "none"}>
      <th scope="row">
        {layer.name}
        <small className="plan-note">{say.t("import.areas", { n: say.n(layer.features.length) })}</small>
        {layer.encoding && (
          <EncodingChoice
            name={layer.name}
            value={layer.encoding}
            disabled={busy}
            choose={(value) => void importing.recode(layer, value)}
          />
        )}
      </th>
      <td>
        <select
          className="field"
          aria-label={say.t("import.levelOf", { name: layer.name })}
          value={level ?? ""}
          disabled={busy}
          onChange={({ target: { value } }) =>
            importing.choose(at, { ...one, level: value === "" ? null : (Number(value) as 1 | 2 | 3) }, true)
          }
        >
          {([1, 2, 3] as const).map((n) => (
            <option key={n} value={n}>
              {n} · {say.of(zoneLevels[n])}
            </option>
          ))}
          <option value="">{say.t("import.leftOut")}</option>
        </select>
      </td>
      {kinds.map((kind) => (
        <td key={kind}>
          {level !== null && !(kind === "parent" && level === 1) && <FieldChoice kind={kind} one={one} at={at} importing={importing} />}
        </td>
      ))}
      <td>
        <button
          type="button"
          className="icon-button"
          aria-label={say.t("import.remove", { name: layer.name })}
          disabled={busy}
          onClick={() => importing.remove(layer)}
        >
          <Icon name="close" />
        </button>
      </td>
    </tr>
  );
}

function FieldChoice({ kind, one, at, importing }: { kind: keyof Fields; one: Chosen; at: number; importing: Importing }) {
  const say = useSay();
  const { layer, fields } = one;
  const value = layer.features[0] ? textAt(layer.features[0], fields[kind]) : "";
  return (
    <>
      <select
        className="field"
        aria-label={say.t("import.fieldOf", { name: layer.name, what: say.t(words[kind]) })}
        value={fields[kind]}
        disabled={importing.sheet.busy !== null}
        onChange={(event) => importing.choose(at, { ...one, fields: { ...fields, [kind]: event.target.value } }, kind === "code")}
      >
        {kind !== "code" && <option value="">{say.t(kind === "parent" ? "import.byPlace" : "import.none")}</option>}
        {layer.columns.map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
      {fields[kind] && <small className="plan-note">{say.t("import.example", { value: value || say.t("import.empty") })}</small>}
    </>
  );
}

interface EncodingProps {
  readonly name: string;
  readonly value: Encoding;
  readonly disabled: boolean;
  readonly choose: (value: Encoding) => void;
}
function EncodingChoice({ name, value, disabled, choose }: EncodingProps) {
  const say = useSay();
  return (
    <label className="plan-note import-encoding">
      <span>{say.t("import.encoding")}</span>
      <select
        className="field"
        aria-label={say.t("import.encodingOf", { name })}
        value={value}
        disabled={disabled}
        onChange={(event) => choose(event.target.value as Encoding)}
      >
        <option value="utf-8">UTF-8</option>
        <option value="gbk">GBK</option>
      </select>
    </label>
  );
}
