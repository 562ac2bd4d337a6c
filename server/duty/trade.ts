/** Who answers for a category by trade (条): of the rows in force, the most specific wins. Pure. */
import type { Lead, SiteType } from "../contract/vocabulary.ts";

/** A row of the trade book. Days are yyyy-MM-dd; `to` is the first day on which it holds no more. */
export interface TradeRow {
  readonly id: number;
  /** A minor code, a major one, or `*` for all. */
  readonly category: string;
  readonly siteType: SiteType | null;
  /** Null: the area alone answers. */
  readonly unitId: number | null;
  readonly lead: Lead;
  readonly from: string;
  readonly to: string | null;
}

export interface TradeCase {
  readonly category: string;
  /** Null: the category is not known. */
  readonly major: string | null;
  readonly siteType: SiteType | null;
  readonly day: string;
}

export interface Trade {
  /** `none`: no row speaks of the case. `area`: a row says that the area alone answers. */
  readonly kind: "none" | "area" | "one" | "many";
  readonly unitId: number | null;
  /** Null: rows of the same rank disagree. */
  readonly lead: Lead | null;
  /** The rows of the winning rank. */
  readonly rows: readonly TradeRow[];
}

/** How specific a row is for a case: minor 5, major 3, all 1, and one more with the site type; 0: it does not speak of the case. */
export function rankOf(row: TradeRow, { category, major, siteType }: TradeCase): number {
  const ofCategory = row.category === category ? 5 : row.category === major ? 3 : row.category === "*" ? 1 : 0;
  if (ofCategory === 0 || row.siteType === null) return ofCategory;
  return row.siteType === siteType ? ofCategory + 1 : 0;
}

export const inForce = ({ from, to }: Pick<TradeRow, "from" | "to">, day: string): boolean => from <= day && (to === null || day < to);

/** Where no row speaks, or one gives it to the area, the area leads. */
const leadOf = (row: TradeRow): Lead => (row.unitId === null ? "area" : row.lead);

const only = <T>(list: readonly T[]): T | null => (new Set(list).size === 1 ? (list[0] as T) : null);

/** The trade owner of a case, from any rows of the book. */
export function tradeOf(book: readonly TradeRow[], at: TradeCase): Trade {
  const speaking = book.filter((row) => inForce(row, at.day) && rankOf(row, at) > 0);
  const best = Math.max(0, ...speaking.map((row) => rankOf(row, at)));
  const rows = speaking.filter((row) => rankOf(row, at) === best);
  const [first] = rows;
  if (!first) return { kind: "none", unitId: null, lead: "area", rows };
  const lead = only(rows.map(leadOf));
  if (new Set(rows.map((row) => row.unitId)).size > 1 || lead === null) return { kind: "many", unitId: null, lead, rows };
  return { kind: first.unitId === null ? "area" : "one", unitId: first.unitId, lead, rows };
}
