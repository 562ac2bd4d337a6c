/** Sites and zones by the id a row names: `id`, or `layer:id` where two layers share one. */
import type { Word } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { RowRefused } from "../report.ts";

interface Named {
  readonly id: number;
  readonly layer: string;
  readonly external_id: string;
}

export class NamedIds {
  readonly #ids = new Map<string, number | "several">();
  readonly #field: string;
  readonly #none: Word;

  private constructor(field: string, none: Word, rows: readonly Named[]) {
    this.#field = field;
    this.#none = none;
    for (const { id, layer, external_id } of rows) {
      this.#ids.set(external_id, this.#ids.has(external_id) ? "several" : id);
      this.#ids.set(`${layer}:${external_id}`, id);
    }
  }

  static async sites(tx: Tx): Promise<NamedIds> {
    const rows = await tx.query<Named>(sql`select id, layer, external_id from site order by id`);
    return new NamedIds("site", { zh: "没有这个点位", en: "no such site" }, rows);
  }

  /** One that has ended stands for its successor. */
  static async zones(tx: Tx): Promise<NamedIds> {
    const rows = await tx.query<Named>(sql`select coalesce(successor_id, id) as id, layer, external_id from zone z order by z.id`);
    return new NamedIds("zone", { zh: "没有这个责任区", en: "no such zone" }, rows);
  }

  /** @throws RowRefused when there is none of this name, or several */
  find(text: string | null): number | null {
    if (text === null) return null;
    const id = this.#ids.get(text);
    if (id === undefined) throw new RowRefused(this.#field, text, this.#none);
    if (id === "several")
      throw new RowRefused(this.#field, text, {
        zh: "几个图层都有这个编号，请写作 图层:编号",
        en: "several layers have this id; write layer:id",
      });
    return id;
  }
}
