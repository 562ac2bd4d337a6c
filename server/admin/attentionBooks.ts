/** What is wrong in the books themselves: trade duties that resolve to none or to several, categories without a limit, years not official. */

import { type Caller, seen } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import { today } from "../ask/day.ts";
import { type SiteType, siteTypes, type Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import type { UnitGround } from "../duty/ground.ts";
import { bookColumns, unitColumns } from "../duty/ground.ts";
import { type Trade, type TradeRow, tradeOf } from "../duty/trade.ts";
import { noTrade, oneTrade, severalTrades } from "../duty/words.ts";
import { type Found, found, type Item, itemOf, problemsWord } from "./attentionItem.ts";

interface Category {
  readonly code: string;
  readonly major: string;
  readonly zh: string;
  readonly en: string;
}
interface Books {
  readonly day: string;
  readonly categories: readonly Category[];
  readonly book: readonly TradeRow[];
  readonly units: readonly UnitGround[];
}

/** Categories that problems are filed under: a major that has minors is none of them, nor one that is retired. */
const books = sql`select ${today} as day,
  coalesce((select json_agg(json_build_object('code', c.code, 'major', c.major, 'zh', c.name_zh, 'en', c.name_en) order by c.code) from category c
    where (c.retired_on is null or c.retired_on > ${today})
      and not exists (select from category m where m.major = c.code and m.code <> c.code)), '[]'::json) as categories,
  coalesce((select json_agg(${bookColumns} order by d.id) from trade_duty d), '[]'::json) as book,
  coalesce((select json_agg(${unitColumns}) from unit u where u.id in (select unit_id from trade_duty)), '[]'::json) as units`;

interface Fault {
  readonly kind: "trade_none" | "trade_many";
  readonly note: Word;
}

/** Why a combination has no one trade owner though one is due; null = it has, or a row says that the area alone answers. */
function faultOf(trade: Trade, category: Category, units: ReadonlyMap<number, UnitGround>): Fault | null {
  const [row] = trade.rows;
  if (!row) return { kind: "trade_none", note: noTrade(category) };
  if (trade.kind === "many") return { kind: "trade_many", note: severalTrades(trade.rows, units, category.code, category) };
  const unit = trade.unitId === null ? null : (units.get(trade.unitId) ?? null);
  if (trade.lead === "area" || (unit && unit.dissolved === null)) return null;
  return { kind: "trade_none", note: oneTrade(row, unit, category.code, category) };
}

interface Listed extends Fault {
  readonly item: Item;
}

/** The faults of a category: of all sites, and of those site types where it is another. */
function faultsOf(category: Category, { book, day }: Books, units: ReadonlyMap<number, UnitGround>): Listed[] {
  const { code, major, zh } = category;
  const at = (siteType: SiteType | null) => faultOf(tradeOf(book, { category: code, major, siteType, day }), category, units);
  const listed = (fault: Fault, siteType: SiteType | null): Listed => ({
    ...fault,
    item: itemOf(`${code} ${zh}`, { note: fault.note, category: code, siteType }),
  });
  const anywhere = at(null);
  const types = (Object.keys(siteTypes) as SiteType[]).flatMap((type) => {
    const fault = at(type);
    return fault && fault.note.zh !== anywhere?.note.zh ? [listed(fault, type)] : [];
  });
  return anywhere ? [listed(anywhere, null), ...types] : types;
}

const emptyBook: Word = {
  zh: "没有现行的行业分工：全部类别都由属地牵头。如本应如此，可登记一条“全部类别、属地负责”",
  en: 'no trade duty is in force: the area leads for every category. If that is meant, enter "all categories, the area alone"',
};

/** Every category × site type that has no trade owner, or several. */
export async function tradeFaults(rows: Rows): Promise<Found[]> {
  const [all] = await rows<Books>("books", books);
  if (!all) return [];
  const { book, categories, day } = all;
  const units = new Map(all.units.map((unit) => [unit.id, unit]));
  const standing = book.filter(({ from, to }) => from <= day && (to === null || day < to));
  if (standing.length === 0)
    return [found("trade_none", categories.length ? [itemOf("*", { note: emptyBook, category: "*" })] : []), found("trade_many", [])];
  const faults = categories.flatMap((category) => faultsOf(category, { ...all, book: standing }, units));
  const of = (kind: Fault["kind"]) =>
    found(
      kind,
      faults.filter((fault) => fault.kind === kind).map(({ item }) => item),
    );
  return [of("trade_none"), of("trade_many")];
}

interface Unlimited {
  readonly code: string;
  readonly zh: string;
  readonly count: number;
}

/** Categories of open problems that have no limit today. */
export async function unlimitedCategories(rows: Rows, caller: Caller): Promise<Found> {
  const list = await rows<Unlimited>(
    "limits",
    sql`select c.code, c.name_zh as zh, u.count from (select p.category, count(*)::int as count from problem p
        where p.is_open and ${seen(caller)} group by p.category) u join category c on c.code = u.category
      where (select t.limit_value from limit_of(c.code, ${today}) t) is null order by c.code`,
  );
  return found(
    "category_no_limit",
    list.map(({ code, zh, count }) => itemOf(`${code} ${zh}`, { category: code, note: problemsWord(count) })),
  );
}

/** Years of the next twelve months whose calendar is not official. */
export async function unofficialYears(rows: Rows): Promise<Found> {
  const list = await rows<{ year: number; known: boolean; source: string }>(
    "years",
    sql`select y.year, c.year is not null as known, coalesce(c.source, '') as source
      from generate_series(extract(year from ${today})::int, extract(year from ${today} + interval '12 months')::int) y(year)
      left join calendar_year c on c.year = y.year where c.official is not true order by y.year`,
  );
  return found(
    "calendar_unofficial",
    list.map(({ year, known, source }) =>
      itemOf(String(year), {
        note: known
          ? { zh: `不是正式公布的安排${source ? `：${source}` : ""}`, en: `not the official calendar${source ? `: ${source}` : ""}` }
          : { zh: "没有录入该年日历，只按周末推算", en: "its calendar has not been entered: only weekends are known" },
      }),
    ),
  );
}
