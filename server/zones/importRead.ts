/** A file of zones as the importing page sends it: JSON, read member by member. */
import { type Body, listField, numberField, objectField, optional, readBody, refusedField, textField, wordField } from "../ask/body.ts";
import { nameField } from "../ask/sharing.ts";
import { mostTolerance_m } from "../contract/plan.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import { featuresField, type ImportFeature } from "./importFeatures.ts";
import type { GivenZone } from "./mend.ts";

export const mostBytes = 64 * 1024 * 1024;

const column = (what: string) => textField(1, 200, `Attribute that holds ${what}.`);
const fields = {
  name: nameField,
  tolerance_m: numberField(0, mostTolerance_m, "Metres: gaps and overlaps no wider are closed."),
  outline: wordField(["district", "zones"], "What is to be filled: the district's outline, or what the zones cover together."),
  levels: listField(
    objectField({
      level: numberField(1, 3, "Level, 1 the highest.", true),
      features: featuresField,
      fields: objectField({
        code: column("the code"),
        name: optional(column("the name")),
        parent: optional(column("the code of the zone above")),
        person: optional(column("the responsible person")),
        unit: optional(column("the code of the unit")),
      }),
    }),
    1,
    3,
    "Levels from 1 downwards, each once.",
  ),
};
type Read = Body<typeof fields>;

/** A zone of a file; what no attribute was named for is absent. */
export interface ImportZone {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly person?: string | null;
  /** A unit's code. */
  readonly unit?: string | null;
  readonly polygons: GivenZone["polygons"];
  /** Where it stands in the body: for errors. */
  readonly path: string;
}
export interface Import {
  readonly name: string;
  readonly tolerance_m: number;
  readonly outline: "district" | "zones";
  readonly levels: readonly { readonly level: ZoneLevel; readonly zones: readonly ImportZone[] }[];
}

/** @throws ParameterError */
function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0)
    throw refusedField("body", "", { zh: "JSON 文本（application/octet-stream）", en: "JSON text, as application/octet-stream" });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw refusedField("body", (error as Error).message.slice(0, 120), { zh: "UTF-8 编码的完整 JSON", en: "whole JSON in UTF-8" });
  }
}

/** An attribute as text; numbers are codes too. @throws ParameterError */
function textOf({ properties }: ImportFeature, path: string, column: string, most: number): string | null {
  const value = Object.hasOwn(properties, column) ? properties[column] : null;
  if (value === null || value === undefined) return null;
  const at = `${path}.properties.${column}`;
  if (typeof value !== "string" && typeof value !== "number")
    throw refusedField(at, typeof value, { zh: "文字或数字", en: "text or a number" });
  return `${value}`.trim() === "" ? null : textField(1, most, "").read(at, `${value}`);
}

/** @throws ParameterError */
function zoneOf(feature: ImportFeature, path: string, columns: Read["levels"][number]["fields"]): ImportZone {
  const of = (column: string | null, most: number) => (column === null ? null : textOf(feature, path, column, most));
  const code = of(columns.code, 60);
  if (code === null)
    throw refusedField(`${path}.properties.${columns.code}`, "", { zh: "责任区编码，必填", en: "the zone's code: it must have one" });
  return {
    ...{ code, path, polygons: feature.polygons, name: of(columns.name, 200) ?? code, parent: of(columns.parent, 60) },
    ...(columns.person === null ? {} : { person: of(columns.person, 100) }),
    ...(columns.unit === null ? {} : { unit: of(columns.unit, 60) }),
  };
}

/** @throws ParameterError */
function refuseGap(levels: Read["levels"]): void {
  const given = levels.map(({ level }) => level).toSorted();
  if (given.every((level, i) => level === i + 1)) return;
  throw refusedField("levels", given.join(", "), {
    zh: "从第 1 级起连续，每级一份：1；1, 2；1, 2, 3",
    en: "from 1 on without a gap, each once: 1; 1, 2; 1, 2, 3",
  });
}

/** @throws ParameterError naming the member, its value and what would be right */
export function readImport(bytes: Buffer): Import {
  const { levels, ...read } = readBody(fields, parsed(bytes));
  refuseGap(levels);
  return {
    ...read,
    levels: levels.map(({ level, features, fields: columns }, l) => ({
      level: level as ZoneLevel,
      zones: features.map((feature, i) => zoneOf(feature, `levels[${l}].features.features[${i}]`, columns)),
    })),
  };
}
