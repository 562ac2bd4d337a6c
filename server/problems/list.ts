/** "Which problems does the filter mean, and how many?" A page of rows, the total and, with ids=1, every id to light on the map. */
import { check } from "../ask/check.ts";
import { cursor, readCursor, sortWords } from "../ask/page.ts";
import { flag, integer, oneWord } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { hits, isKept } from "../ask/where.ts";
import { ProblemList } from "../contract/problemSchemas.ts";
import { sql } from "../db/sql.ts";
import { askPage, hitColumns, mostIds, pageReply, pageText, usualRows } from "./page.ts";

/** What list and near take alike. */
export const pageTakes = {
  sort: oneWord(sortWords, "-found", "Order; - for descending. Problems without the time asked for come last."),
  limit: integer(0, 500, usualRows, "Rows of a page; 0 for the figures alone."),
  ids: flag(`1 adds the id of every problem of the answer, at most ${mostIds}.`),
  cursor,
};

export const problemList = route({
  path: "/api/problems",
  question: "Which problems does the filter mean, and how many?",
  filtered: true,
  takes: pageTakes,
  answer: ProblemList,
  async handle(ask) {
    const { filter, given } = ask;
    const asked = { ...given, cursor: readCursor(given.sort, given.cursor) };
    const checked = await check(ask);
    const set = hits(checked, hitColumns(filter, given.sort));
    const keep = isKept(checked) || given.ids ? sql`materialized` : sql`not materialized`;
    return pageReply(pageText(await askPage(ask, "list", { head: sql`hit as ${keep} (${set})`, filter, asked }), asked));
  },
});
