/** Rows that are kept by their version: what changed is never sent as it was, and what did not is not read again. */

import { describe, expect, it } from "vitest";
import type { Standing } from "../../../server/ask/standing.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Db } from "../../../server/db/db.ts";
import type { Sql } from "../../../server/db/sql.ts";
import { fromShelf, shelfOf } from "../../../server/problems/rowShelf.ts";

interface Row {
  readonly xmin: number;
  readonly title: string;
}

/** A table that is read as the database reads it, and what was asked of it. */
class Table {
  readonly rows = new Map<number, Row>();
  readonly read: number[][] = [];
  readonly #standing: Standing = { status: "ready", db: {} as Db };
  clock_ms = 1_000;
  run = "1";
  /** Before each search. */
  before = (): void => {};
  /** Between the search and the reading of the rows. */
  meanwhile = (): void => {};

  page(...ids: readonly number[]): Promise<{ readonly rows: string; readonly clock_ms: number } | null> {
    const ask = async <R extends object>(_timer: string, statement: Sql): Promise<R[]> => {
      this.meanwhile();
      const asked = statement.values.find((value) => Array.isArray(value) && typeof value[0] === "number") as number[];
      this.read.push(asked);
      return asked.flatMap((id) => {
        const row = this.rows.get(id);
        const due = { state: "handling", nearly_due: 1_500, deadline: 2_000 };
        return row ? [{ name: `${id} ${row.xmin}`, head: `{${row.title} `, tail: "}", ...due }] : [];
      }) as unknown as R[];
    };
    const shelf = shelfOf("ledger", () => this.#standing, this.run);
    const found = async () => {
      this.before();
      const names = ids.flatMap((id) => (this.rows.has(id) ? [`${id} ${this.rows.get(id)?.xmin}`] : []));
      return { rows: names.join(","), clock_ms: this.clock_ms };
    };
    return fromShelf(shelf, ask, emptyFilter, found);
  }
}

function table(): Table {
  const made = new Table();
  for (const id of [1, 2, 3]) made.rows.set(id, { xmin: 700 + id, title: `p${id}` });
  return made;
}

describe("rows on the shelf", () => {
  it("are in the page's order, each once read, and an empty page reads none", async () => {
    const t = table();
    expect((await t.page(3, 1))?.rows).toBe("{p3 handling},{p1 handling}");
    expect((await t.page(1, 2, 3))?.rows).toBe("{p1 handling},{p2 handling},{p3 handling}");
    expect((await t.page(1, 2, 3))?.rows).toBe("{p1 handling},{p2 handling},{p3 handling}");
    expect((await t.page())?.rows).toBe("");
    expect(t.read).toEqual([[3, 1], [2]]);
  });

  it("look as the clock has it, while they stay as they are", async () => {
    const t = table();
    await t.page(1);
    for (const [clock_ms, look] of [
      [1_499.999, "handling"],
      [1_500, "nearly_due"],
      [2_000, "nearly_due"],
      [2_000.001, "overdue"],
    ] as const) {
      t.clock_ms = clock_ms;
      expect((await t.page(1))?.rows).toBe(`{p1 ${look}}`);
    }
    expect(t.read).toEqual([[1]]);
  });

  it("of another version are read anew", async () => {
    const t = table();
    await t.page(1, 2);
    t.rows.set(1, { xmin: 900, title: "mended" });
    expect((await t.page(1, 2))?.rows).toBe("{mended handling},{p2 handling}");
    expect(t.read).toEqual([[1, 2], [1]]);
  });

  it("that change between the search and the reading are searched for again", async () => {
    const t = table();
    let turns = 0;
    t.meanwhile = () => {
      if (turns++ === 0) t.rows.set(2, { xmin: 901, title: "moved on" });
    };
    expect((await t.page(1, 2))?.rows).toBe("{p1 handling},{moved on handling}");
    expect(t.read).toEqual([[1, 2]]);
  });

  it("that are gone by then are not sent", async () => {
    const t = table();
    t.meanwhile = () => t.rows.delete(3);
    expect((await t.page(1, 3))?.rows).toBe("{p1 handling}");
  });

  it("that change each time are given up", async () => {
    const t = table();
    let version = 1_000;
    t.before = t.meanwhile = () => t.rows.set(1, { xmin: version++, title: "restless" });
    expect(await t.page(1)).toBeNull();
    expect(t.read).toEqual([[1], [1], [1]]);
  });

  it("of another run of the server are not believed", async () => {
    const t = table();
    await t.page(1);
    t.run = "2";
    t.rows.set(1, { xmin: 701, title: "out of a backup" });
    expect((await t.page(1))?.rows).toBe("{out of a backup handling}");
  });
});
