/** How the driver turns columns into values: for our clients only, the driver's global table stays as it is. */
import pg from "pg";

type Parse = (text: string) => unknown;

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;
const NUMERIC_ARRAY = 1231;
// The driver's parser takes any oid; its types know only the scalar ones.
const parserOf = pg.types.getTypeParser as (oid: number) => (text: string) => (string | null)[];

/** int8 and numeric: a number, refused where a number would be wrong. */
function number(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be a number.`);
  return value;
}

const moment = pg.types.getTypeParser(TIMESTAMPTZ as never, "text") as Parse;
const digits = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/**
 * A moment as our sessions write it, "2026-11-21 02:00:00.123456+00": a page of problems has hundreds, and the driver reads each by several
 * regular expressions. Whatever looks otherwise (before the year 1000, after 9999, another zone) is left to the driver.
 */
export function timestamp(text: string): unknown {
  const plain = text.length === 22 || (text.length > 23 && text[19] === ".");
  if (!plain || text[4] !== "-" || text[10] !== " " || !text.endsWith("+00") || text[0] === "0") return moment(text);
  const fraction = text.length === 22 ? 0 : Math.floor(Number(`0${text.slice(19, -3)}`) * 1000);
  const [year, month, day] = [digits(text, 0) * 100 + digits(text, 2), digits(text, 5), digits(text, 8)];
  return new Date(Date.UTC(year, month - 1, day, digits(text, 11), digits(text, 14), digits(text, 17)) + fraction);
}

const asText: Parse = (text) => text;
const texts = parserOf(1009);
const numbers: Parse = (text) => texts(text).map((one) => (one === null ? null : number(one)));

// A date is a day in the district's calendar, not a moment: it stays text. So does a timestamp without its zone.
const OURS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [INT8, number],
  [INT8_ARRAY, numbers],
  [NUMERIC, number],
  [NUMERIC_ARRAY, numbers],
  [DATE, asText],
  [DATE_ARRAY, texts],
  [TIMESTAMP, asText],
  [TIMESTAMPTZ, timestamp],
]);

/** For the `types` of a client or pool. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    (format !== "binary" && OURS.get(oid)) || pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};
