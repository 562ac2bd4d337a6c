/** Categories: the reference list, then the city's own, then those a file adds. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Word } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { Loading } from "../loading.ts";
import type { CategorySpec } from "../manifest.ts";
import { RowRefused } from "../report.ts";

const referenceFile = new URL("../../../data/reference/categories.json", import.meta.url);

interface Reference {
  readonly majors: readonly { readonly code: string; readonly name: Word }[];
  readonly minors: readonly CategorySpec[];
}

/** The list every district starts from. */
export async function referenceCategories(): Promise<CategorySpec[]> {
  const { majors, minors } = JSON.parse(await readFile(referenceFile, "utf8")) as Reference;
  return [...majors.map(({ code, name }) => ({ code, major: code, name })), ...minors];
}

/**
 * Categories, and the limit each has from the beginning. Limits that begin on a later day are an administrator's and stay.
 * @returns how many rows were added or changed
 */
export async function saveCategories(tx: Tx, layer: string, all: readonly CategorySpec[]): Promise<number> {
  const saved = await tx.query(sql`
    insert into category as c (code, major, name_zh, name_en, campaign, layer)
    select *, ${layer} from unnest(${all.map((c) => c.code)}::text[], ${all.map((c) => c.major)}::text[], ${all.map((c) => c.name.zh)}::text[],
      ${all.map((c) => c.name.en)}::text[], ${all.map((c) => c.campaign ?? null)}::text[])
    on conflict (code, district_id) do update set major = excluded.major, name_zh = excluded.name_zh, name_en = excluded.name_en, campaign = excluded.campaign,
      layer = excluded.layer
    where (c.major, c.name_zh, c.name_en, c.campaign, c.layer)
      is distinct from (excluded.major, excluded.name_zh, excluded.name_en, excluded.campaign, excluded.layer)
    returning 1`);
  return saved.length + (await saveLimits(tx, all));
}

/** A category without a limit here has none from the beginning. */
async function saveLimits(tx: Tx, all: readonly CategorySpec[]): Promise<number> {
  const beginning = sql`date '0001-01-01'`;
  const limited = all.flatMap(({ code, limit }) => (limit ? [{ code, limit }] : []));
  const unlimited = all.flatMap(({ code, limit }) => (limit ? [] : [code]));
  const saved = await tx.query(sql`
    insert into time_limit as t (category, valid_from, limit_value, limit_unit)
    select code, ${beginning}, value, unit from unnest(${limited.map((c) => c.code)}::text[], ${limited.map((c) => c.limit.value)}::float8[],
      ${limited.map((c) => c.limit.unit)}::text[]) u(code, value, unit)
    on conflict (category, valid_from, district_id) do update set limit_value = excluded.limit_value, limit_unit = excluded.limit_unit
    where (t.limit_value, t.limit_unit) is distinct from (excluded.limit_value, excluded.limit_unit)
    returning 1`);
  const dropped = await tx.query(
    sql`delete from time_limit where category = any(${unlimited}::text[]) and valid_from = ${beginning} returning 1`,
  );
  return saved.length + dropped.length;
}

const isCode = (text: string) => /^[A-Za-z0-9_-]{1,32}$/.test(text);

/** A word as a code: letters, digits, - and _ stay; when that loses something, a digest of the word keeps it apart from others. */
export function codeOf(word: string): string {
  if (isCode(word)) return word;
  const plain = word.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-|-$/g, "");
  const digest = createHash("sha256").update(word).digest("hex").slice(0, 6);
  return `${plain.slice(0, 25)}-${digest}`.replace(/^-/, "");
}

/** Categories by code; added when the layer says so. */
export class Categories {
  readonly #loading: Loading;
  readonly #names = new Map<string, string>();
  readonly #wanted = new Map<string, CategorySpec>();

  private constructor(loading: Loading) {
    this.#loading = loading;
  }

  static async of(loading: Loading): Promise<Categories> {
    const categories = new Categories(loading);
    const rows = await loading.tx.query<{ code: string; zh: string; en: string }>(
      sql`select code, name_zh as zh, name_en as en from category`,
    );
    for (const row of rows) categories.#names.set(row.code, row[loading.manifest.language]);
    return categories;
  }

  /** The code of a row's category, known or to be added. @throws RowRefused */
  want(text: string, name: string | null): string {
    const major = this.#loading.layer.addCategories;
    if (this.#names.has(text)) return text;
    if (major === undefined)
      throw new RowRefused("category", text, {
        zh: "没有这个类别（可加 addCategories）",
        en: "no such category (addCategories would add it)",
      });
    const code = codeOf(text);
    if (!this.#names.has(code)) {
      const called = (name ?? text).slice(0, 200);
      this.#names.set(code, called);
      this.#wanted.set(code, { code, major, name: { zh: called, en: called } });
    }
    return code;
  }

  name(code: string): string {
    return this.#names.get(code) ?? code;
  }

  async settle(): Promise<void> {
    if (this.#wanted.size === 0) return;
    const { tx, layer, log, changed, manifest } = this.#loading;
    const all = [...this.#wanted.values()];
    this.#wanted.clear();
    const major = layer.addCategories ?? "";
    const known = await tx.query(sql`select 1 from category where code = ${major}`);
    if (known.length === 0 && !all.some((c) => c.code === major)) {
      const head = manifest.categories?.find((c) => c.code === major);
      all.unshift(head ?? { code: major, major, name: { zh: major, en: major } });
    }
    await saveCategories(tx, layer.id, all);
    changed.add("district");
    const some = all
      .slice(0, 30)
      .map((c) => c.code)
      .join(", ");
    log.note({ zh: `新增类别 ${all.length} 个：${some}`, en: `${all.length} categories added: ${some}` });
  }
}
