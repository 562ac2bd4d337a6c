/** What a layer's attributes and level probably are: by what offices call them, and by what stands in them. */
import { type Chosen, type Fields, type Layer, textAt } from "./layer.ts";

type Level = 1 | 2 | 3;

/** As offices and cities call them, the likeliest first; compared without case, blanks, - and _. */
const called: Readonly<Record<keyof Fields, readonly string[]>> = {
  code: [
    ...[
      "code",
      "编码",
      "责任区编码",
      "网格编码",
      "网格编号",
      "社区编码",
      "街道编码",
      "编号",
      "代码",
      "zone_code",
      "smd_id",
      "anc_id",
      "ward",
      "ward_id",
    ],
    ...["geoid", "gis_id", "id", "objectid", "fid"],
  ],
  name: ["name", "名称", "责任区名称", "网格名称", "社区名称", "街道名称", "zone_name", "label", "title"],
  parent: ["parent", "上级", "上级编码", "上级网格", "所属", "所属社区", "所属街道", "所属网格", "parent_code", "parent_id"],
  person: ["person", "责任人", "网格员", "网格长", "负责人", "姓名", "manager"],
};
const levelColumns = ["level", "级别", "层级", "等级", "网格级别"];

const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, "");
const byName = (columns: readonly string[], names: readonly string[]): string[] =>
  names.flatMap((name) => columns.filter((column) => plain(column) === plain(name)));
const valuesOf = (layer: Layer, column: string): string[] => layer.features.map((feature) => textAt(feature, column));

/** Each area has one, and no two the same. */
function unique(layer: Layer, column: string): boolean {
  const values = valuesOf(layer, column);
  return values.every(Boolean) && new Set(values).size === values.length;
}

/** The attribute all of whose values are codes of the level above. */
function pointsUp(layer: Layer, codes: ReadonlySet<string>, but: string): string | undefined {
  return layer.columns.find((column) => {
    const values = column === but ? [] : valuesOf(layer, column);
    return values.length > 0 && values.every((value) => codes.has(value));
  });
}

/** @param above codes of the level above; null of the highest */
export function guessFields(layer: Layer, above: ReadonlySet<string> | null): Fields {
  const able = byName(layer.columns, called.code);
  const code =
    able.find((column) => unique(layer, column)) ??
    layer.columns.find((column) => unique(layer, column)) ??
    able[0] ??
    layer.columns[0] ??
    "";
  const parent = above && (byName(layer.columns, called.parent)[0] ?? pointsUp(layer, above, code));
  const of = (what: "name" | "person") => byName(layer.columns, called[what])[0] ?? "";
  return { code, name: of("name"), parent: parent ?? "", person: of("person") };
}

/** A layer that holds several levels, one for each; others as they are. */
export function splitByLevel(layer: Layer): { layer: Layer; level: Level | null }[] {
  const column = byName(layer.columns, levelColumns).find((one) => valuesOf(layer, one).every((value) => /^[123]$/.test(value)));
  if (column === undefined) return [{ layer, level: null }];
  const levels = [...new Set(valuesOf(layer, column))].sort();
  return levels.map((level) => ({
    level: Number(level) as Level,
    layer: {
      ...layer,
      name: levels.length > 1 ? `${layer.name} · ${level}` : layer.name,
      features: layer.features.filter((feature) => textAt(feature, column) === level),
    },
  }));
}

/** Levels of layers: as they say, else the fewer areas the higher. More than three at a time cannot be. */
export function guess(layers: readonly Layer[]): Chosen[] {
  const split = layers.flatMap(splitByLevel);
  const told = split.every(({ level }) => level !== null) && new Set(split.map(({ level }) => level)).size === split.length;
  const sorted = split.toSorted((a, b) => (told ? Number(a.level) - Number(b.level) : a.layer.features.length - b.layer.features.length));
  return relinked(sorted.map(({ layer }, i) => ({ layer, level: i < 3 ? ((i + 1) as Level) : null, fields: guessFields(layer, null) })));
}

export const codesOf = ({ layer, fields }: Chosen): ReadonlySet<string> => new Set(valuesOf(layer, fields.code).filter(Boolean));

/** Attributes that point upwards, guessed anew: after levels were changed. */
export function relinked(all: readonly Chosen[]): Chosen[] {
  return all.map((one) => {
    const above = all.find(({ level }) => level !== null && one.level !== null && level === one.level - 1);
    const { parent } = guessFields(one.layer, above ? codesOf(above) : null);
    return { ...one, fields: { ...one.fields, parent } };
  });
}
