/** city.json: read, held against its schema, and checked for what a schema cannot say. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Campaign, LimitUnit, Word } from "../contract/vocabulary.ts";
import { fieldsOf, placed, type Target, targets } from "./fieldsOf.ts";
import { shown } from "./report.ts";
import { type DateFormat, isTimeZone, parseTime } from "./time.ts";

export type Scalar = string | number | boolean | null;
export type FieldSpec =
  | string
  | { readonly value: string | number | boolean }
  | {
      readonly column: string;
      readonly prefix?: string;
      readonly values?: Readonly<Record<string, Scalar>>;
      readonly otherwise?: "refuse" | "keep" | "skip" | { readonly value: Scalar };
    }
  | { readonly columns: readonly string[]; readonly join?: string };

export interface LayerSpec {
  readonly id: string;
  readonly into: Target;
  readonly file: string;
  readonly format: "geojson" | "csv";
  readonly crs?: string;
  readonly encoding?: "utf-8" | "gb18030";
  readonly dateFormat?: DateFormat;
  readonly geometry?: { readonly x: string; readonly y: string } | { readonly wkt: string };
  readonly nulls?: readonly string[];
  readonly addUnits?: boolean;
  readonly addCategories?: string;
  readonly fields?: Readonly<Record<string, FieldSpec>>;
}

export interface CategorySpec {
  readonly code: string;
  readonly major: string;
  readonly name: Word;
  readonly campaign?: Campaign;
  readonly limit?: { readonly value: number; readonly unit: LimitUnit };
}

export interface Manifest {
  readonly format: 1;
  readonly code: string;
  readonly name: Word;
  readonly timeZone: string;
  readonly language: "zh" | "en";
  readonly centre: readonly [number, number];
  readonly asOf?: string;
  readonly rolling?: boolean;
  readonly madeUp?: boolean;
  readonly notice?: Word;
  readonly attribution?: string;
  readonly mapApproval?: string;
  readonly nearlyDueHours?: number;
  readonly categories?: readonly CategorySpec[];
  readonly layers: readonly LayerSpec[];
}

/** One thing wrong in a manifest: where, what stands there, what would be right. */
export interface Fault {
  readonly path: string;
  readonly value: string;
  readonly right: Word;
}

export class ManifestError extends Error {
  readonly faults: readonly Fault[];
  constructor(file: string, faults: readonly Fault[]) {
    super(`${file}: ${faults.map((f) => `${f.path || "/"} = ${f.value || "(nothing)"}: ${f.right.en} / ${f.right.zh}`).join("\n  ")}`);
    this.faults = faults;
  }
}

const schemaFile = new URL("../../data/bundle.schema.json", import.meta.url);
let compiled: Promise<ValidateFunction> | null = null;

function validator(): Promise<ValidateFunction> {
  compiled ??= readFile(schemaFile, "utf8").then((text) =>
    new Ajv({ allErrors: true, verbose: true, strict: false }).compile(JSON.parse(text)),
  );
  return compiled;
}

/** @throws ManifestError naming every fault */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, "city.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ManifestError(file, [
      { path: "", value: shown(why), right: { zh: "数据包的文件夹里应有 city.json", en: "a bundle's folder should hold a city.json" } },
    ]);
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ManifestError(file, [{ path: "", value: shown(why), right: { zh: "应为 JSON 文本", en: "should be JSON text" } }]);
  }
  const validate = await validator();
  if (!validate(value)) throw new ManifestError(file, schemaFaults(validate.errors ?? []));
  const manifest = value as Manifest;
  const faults = [...headFaults(manifest), ...manifest.layers.flatMap((layer, i) => layerFaults(layer, `/layers/${i}`, manifest))];
  if (faults.length) throw new ManifestError(file, faults);
  return manifest;
}

/** The deepest errors only: an alternative that failed says nothing the field inside it does not say better. */
function schemaFaults(errors: readonly ErrorObject[]): Fault[] {
  const said = errors.filter((e) => e.keyword !== "oneOf" && !e.schemaPath.includes("/oneOf/"));
  const alternatives = errors.filter(
    (e) =>
      e.keyword === "oneOf" && !errors.some((o) => o !== e && o.keyword === "oneOf" && o.instancePath.startsWith(`${e.instancePath}/`)),
  );
  const faults = [...said, ...alternatives].map(fault);
  return [...new Map(faults.map((f) => [`${f.path} ${f.right.en}`, f])).values()];
}

function fault(error: ErrorObject): Fault {
  const { keyword, params, parentSchema, data } = error;
  const says = typeof parentSchema?.description === "string" ? ` (${parentSchema.description})` : "";
  if (keyword === "required") {
    const name = String(params.missingProperty);
    return { path: `${error.instancePath}/${name}`, value: "", right: { zh: `缺少 ${name}`, en: `${name} is required` } };
  }
  if (keyword === "additionalProperties") {
    const name = String(params.additionalProperty);
    const known = Object.keys((parentSchema?.properties as object | undefined) ?? {}).join(", ");
    return {
      path: `${error.instancePath}/${name}`,
      value: shown((data as Record<string, unknown>)[name]),
      right: { zh: `没有这一项；可用：${known}`, en: `there is no such entry; known are ${known}` },
    };
  }
  if (keyword === "enum") {
    const words = (params.allowedValues as unknown[]).join(", ");
    return { path: error.instancePath, value: shown(data), right: { zh: `可取：${words}${says}`, en: `one of ${words}${says}` } };
  }
  const text = keyword === "oneOf" ? `is in none of the forms allowed${says}` : `${error.message ?? "is not right"}${says}`;
  return { path: error.instancePath, value: shown(data), right: { zh: `不符合格式：${text}`, en: text } };
}

function headFaults(manifest: Manifest): Fault[] {
  const faults: Fault[] = [];
  const add = (path: string, value: unknown, zh: string, en: string) => faults.push({ path, value: shown(value), right: { zh, en } });
  const [lon, lat] = manifest.centre;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
    const swapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
    add(
      "/centre",
      manifest.centre,
      `应为 [经度, 纬度]${swapped ? "；看来写反了" : ""}`,
      `should be [longitude, latitude]${swapped ? "; they look swapped" : ""}`,
    );
  }
  if (!isTimeZone(manifest.timeZone))
    add("/timeZone", manifest.timeZone, "应为 IANA 时区名，如 Asia/Shanghai", "should be an IANA name such as Asia/Shanghai");
  if (manifest.asOf !== undefined && !/(Z|[+-]\d{2}:\d{2})$/.test(manifest.asOf)) {
    add("/asOf", manifest.asOf, "应带时区，如 2026-11-20T08:00:00+08:00", "should carry its offset, such as 2026-11-20T08:00:00+08:00");
  } else if (manifest.asOf !== undefined && parseTime(manifest.asOf, "iso", "UTC") === null) {
    add("/asOf", manifest.asOf, "不是日历上的时刻", "is not a moment of the calendar");
  }
  if (manifest.rolling && manifest.asOf === undefined) add("/rolling", true, "需要 asOf", "needs asOf");
  const codes = new Map<string, number>();
  (manifest.categories ?? []).forEach(({ code }, i) => {
    if (codes.has(code)) add(`/categories/${i}/code`, code, "代码重复", "this code was given before");
    codes.set(code, i);
  });
  return faults;
}

function layerFaults(layer: LayerSpec, path: string, manifest: Manifest): Fault[] {
  const faults: Fault[] = [];
  const add = (at: string, value: unknown, zh: string, en: string) =>
    faults.push({ path: `${path}${at}`, value: shown(value), right: { zh: `图层 ${layer.id}：${zh}`, en: `layer ${layer.id}: ${en}` } });
  if (manifest.layers.some((other) => other !== layer && other.id === layer.id))
    add("/id", layer.id, "图层名重复", "another layer has the same id");
  if (layer.id === "app") add("/id", layer.id, "此名留给在页面中录入的内容", "this id is kept for what is entered in the page");
  if (placed.has(layer.into)) {
    if (!layer.crs)
      add(
        "/crs",
        "",
        "必须写明坐标系（EPSG:4326、EPSG:4549、GCJ-02、BD-09 …），不作猜测",
        "state the coordinate system (EPSG:4326, EPSG:4549, GCJ-02, BD-09 …); nothing is guessed",
      );
    if (layer.format === "csv" && !layer.geometry)
      add("/geometry", "", "CSV 需写明坐标列：{x, y} 或 {wkt}", "a CSV needs the columns of its place: {x, y} or {wkt}");
  }
  if (layer.format === "geojson" && layer.geometry) add("/geometry", layer.geometry, "仅用于 CSV", "is for CSV only");
  if (layer.fields?.contact !== undefined && !manifest.layers.some((other) => other.into === "people"))
    add("/fields/contact", "", "需要一个 people 图层", "needs a layer of people");
  faults.push(...fieldFaults(layer, path));
  return faults;
}

function fieldFaults(layer: LayerSpec, path: string): Fault[] {
  const rules = fieldsOf[layer.into];
  const known = Object.keys(rules).join(", ");
  const given = Object.keys(layer.fields ?? {});
  const unknown = given
    .filter((name) => !Object.hasOwn(rules, name))
    .map((name) => ({
      path: `${path}/fields/${name}`,
      value: name,
      right: { zh: `${layer.into} 没有这个字段；可用：${known}`, en: `${layer.into} has no such field; it takes ${known}` },
    }));
  const missing = Object.entries(rules)
    .filter(([name, rule]) => rule.required && !given.includes(name))
    .map(([name, rule]) => ({
      path: `${path}/fields/${name}`,
      value: "",
      right: { zh: `图层 ${layer.id}：需要此字段：${rule.says.zh}`, en: `layer ${layer.id}: this field is needed: ${rule.says.en}` },
    }));
  return [...unknown, ...missing];
}

/** Layers in the order they are loaded: by what they become, zones from the first level down, then as in the manifest. */
export function loadingOrder(layers: readonly LayerSpec[]): LayerSpec[] {
  const level = (layer: LayerSpec) => {
    const spec = layer.fields?.level;
    return layer.into === "zones" && typeof spec === "object" && "value" in spec ? Number(spec.value) : 0;
  };
  const rank = (layer: LayerSpec) => targets.indexOf(layer.into) * 10 + level(layer);
  return [...layers].sort((a, b) => rank(a) - rank(b));
}
