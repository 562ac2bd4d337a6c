/** Sites by the id a problem's row names: `id`, or `layer:id` where two layers share one. */
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { RowRefused } from "../report.ts";

export class SiteIds {
  readonly #ids = new Map<string, number | "several">();

  private constructor(rows: readonly { id: number; layer: string; external_id: string }[]) {
    for (const { id, layer, external_id } of rows) {
      this.#ids.set(external_id, this.#ids.has(external_id) ? "several" : id);
      this.#ids.set(`${layer}:${external_id}`, id);
    }
  }

  static async of(tx: Tx): Promise<SiteIds> {
    return new SiteIds(await tx.query(sql`select id, layer, external_id from site order by id`));
  }

  /** @throws RowRefused when there is no such site, or several */
  find(text: string | null): number | null {
    if (text === null) return null;
    const id = this.#ids.get(text);
    if (id === undefined) throw new RowRefused("site", text, { zh: "没有这个点位", en: "no such site" });
    if (id === "several")
      throw new RowRefused("site", text, {
        zh: "几个图层都有这个编号，请写作 图层:编号",
        en: "several layers have this id; write layer:id",
      });
    return id;
  }
}
