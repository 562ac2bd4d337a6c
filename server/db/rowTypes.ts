/** How the driver turns columns into values: for our clients only, the driver's global table stays as it is. */
import pg from "pg";

type Parse = (text: string) => unknown;

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMP = 1114;
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
]);

/** For the `types` of a client or pool. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    (format !== "binary" && OURS.get(oid)) || pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};
