/** Editions as they are kept, and the pages of one. */
import { sql } from "../db/sql.ts";
import type { Book, Target } from "./book.ts";
import type { Query } from "./kept.ts";
import { factsOf, type PageFacts, sharedOf, sumOf } from "./pageFacts.ts";

/** Of a page: the sum of what it said, the edition since which it said so, its name. */
export type KeptPage = readonly [sum: string, since: number, name: string];
export interface LastEdition {
  readonly number: number;
  readonly day: string;
  readonly pages: Readonly<Record<string, KeptPage>>;
}

export async function lastEdition(query: Query): Promise<LastEdition | null> {
  const [row] = await query<LastEdition>(sql`select number, day::text as day, pages from handbook_edition order by number desc limit 1`);
  return row ?? null;
}

/** A page of today held against the last edition. */
export interface PageNow {
  readonly target: Target;
  readonly facts: PageFacts;
  readonly sum: string;
  /** Null: not in the last edition, or not as it is now. */
  readonly since: number | null;
}

/** Pages of a book in its order. */
export function pagesNow(book: Book, last: LastEdition | null, targets: readonly Target[] = book.targets): PageNow[] {
  const shared = sharedOf(book);
  return targets.map((target) => {
    const facts = factsOf(book, target, shared);
    const sum = sumOf(facts, target, shared);
    const kept = last?.pages[target.key];
    return { target, facts, sum, since: kept && kept[0] === sum ? kept[1] : null };
  });
}

/** Pages of an edition that are no more. */
export const goneOf = ({ byKey }: Book, last: LastEdition | null): { key: string; name: string }[] =>
  Object.entries(last?.pages ?? {}).flatMap(([key, [, , name]]) => (byKey.has(key) ? [] : [{ key, name }]));
