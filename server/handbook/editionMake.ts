/** "Let this be an edition." What every page says today is remembered by its sum: from now on it is known what changed since. */
import { optional, textField } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { HandbookEdition } from "../contract/handbookSchemas.ts";
import type { HandbookEdition as Edition } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { type Book, loadBook } from "./book.ts";
import { editionColumns } from "./editions.ts";
import { goneOf, type KeptPage, type LastEdition, lastEdition, pagesNow } from "./editionsKept.ts";
import { takeHolders } from "./holdersWrite.ts";
import { writers } from "./reading.ts";

/** @throws Conflict when nothing is another than in the last edition, or there is no page at all */
function pagesFor(book: Book, last: LastEdition | null, number: number): Readonly<Record<string, KeptPage>> {
  const pages = pagesNow(book, last);
  if (pages.length === 0)
    throw new Conflict({ zh: "还没有责任区和点位，手册没有一页", en: "There is no zone and no site yet: the book has no page." });
  if (last && pages.every(({ since }) => since !== null) && goneOf(book, last).length === 0)
    throw new Conflict({
      zh: `自第 ${last.number} 版以来没有变化，不必定新版`,
      en: `Nothing has changed since edition ${last.number}: there is nothing new to keep.`,
    });
  return Object.fromEntries(pages.map(({ target, sum, since }) => [target.key, [sum, since ?? number, target.name] as const]));
}

export const handbookEditionMake = route({
  method: "POST",
  path: "/api/handbook/editions",
  question: "Makes an edition of the handbook as it stands today.",
  may: writers,
  body: { note: optional(textField(1, 500, "What it is made for.")) },
  answer: HandbookEdition,
  handle: ({ body: { note }, caller, tx, audit }) =>
    tx("edition", async (on) => {
      await takeHolders(on);
      const query = <Row extends object>(statement: Parameters<typeof on.query>[0]) => on.query<Row>(statement);
      const last = await lastEdition(query);
      const book = await loadBook(query);
      const number = (last?.number ?? 0) + 1;
      const pages = pagesFor(book, last, number);
      await on.query(sql`insert into handbook_edition (number, day, note, pages, made_by)
        values (${number}::int, ${book.day}::date, ${note}::text, ${JSON.stringify(pages)}::jsonb, ${caller.personId}::bigint)`);
      const [made] = (await on.query<Edition>(
        sql`select ${editionColumns} from handbook_edition e left join person p on p.id = e.made_by where e.number = ${number}::int`,
      )) as [Edition];
      await audit({ kind: "change", detail: { what: "handbookEdition", ...made } }, on);
      await on.query(moved("handbook"));
      return made;
    }),
});
