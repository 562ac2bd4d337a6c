/** Words of a place taken apart: what it is told by, and how far from that. Pure; knows no names. */

/** 0 = north, clockwise. */
const bearings: Readonly<Record<string, number>> = {
  东北: 45,
  东南: 135,
  西南: 225,
  西北: 315,
  北: 0,
  东: 90,
  南: 180,
  西: 270,
  northeast: 45,
  southeast: 135,
  southwest: 225,
  northwest: 315,
  north: 0,
  east: 90,
  south: 180,
  west: 270,
};
const directions = "东北|东南|西南|西北|北|东|南|西";
const digits: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};
const tens: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** 两百五十 is 250; 一百五 is 150, as people say it. Null: no number. */
function hanNumber(text: string): number | null {
  let [sum, digit, unit] = [0, -1, 0];
  for (const sign of text) {
    const ten = tens[sign];
    if (ten !== undefined) {
      sum += (digit < 0 ? 1 : digit) * ten;
      [digit, unit] = [-1, ten];
    } else if (sign === "半") return null;
    else if (digits[sign] !== undefined) digit = digits[sign] as number;
    else return null;
  }
  if (digit > 0) sum += unit >= 100 && !text.includes("零") ? (digit * unit) / 10 : digit;
  return sum > 0 ? sum : null;
}
const numberOf = (text: string): number | null => (/^\d/.test(text) ? Number(text) : hanNumber(text));

export interface Offset {
  readonly bearing_deg: number;
  readonly distance_m: number;
}
export interface Address {
  /** What it is told by: a name, a road with a number, a crossing. Never empty. */
  readonly base: string;
  /** Null: there itself. */
  readonly offset: Offset | null;
  /** Beside, opposite, near: not quite there. */
  readonly beside: boolean;
  /** It says that it is a crossing. */
  readonly crossing: boolean;
}

const far = "(\\d{1,5}(?:\\.\\d{1,3})?|[零〇一二两三四五六七八九十百千]{1,7})\\s*(多)?\\s*(公里|千米|km|米|m)";
const patterns: readonly { readonly form: RegExp; readonly at: readonly [base: number, bearing: number, number: number, unit: number] }[] =
  [
    // A市场东200米；A市场以东约200米处；A市场东侧 200 m
    {
      form: new RegExp(
        `^(.+?)(?:以|向|往|偏)?(?:正)?(${directions})(?:方向|面|侧|边|方|部)?(?:大约|约|距离|距)?\\s*${far}\\s*(?:处|左右|远|的地方|附近)*$`,
        "iu",
      ),
      at: [1, 2, 3, 5],
    },
    // 200 m east of A market
    {
      form: new RegExp(
        `^${far}\\s+(?:to the\\s+)?(north-?east|north-?west|south-?east|south-?west|north|south|east|west)\\s+of\\s+(.+)$`,
        "iu",
      ),
      at: [5, 4, 1, 3],
    },
  ];

/** Metres of a number with its unit; beyond 20 km nobody tells a place by another. */
function metres(number: string, unit: string): number | null {
  const value = numberOf(number);
  const distance = value === null ? null : /公里|千米|km/i.test(unit) ? value * 1000 : value;
  return distance !== null && distance > 0 && distance <= 20_000 ? distance : null;
}

function offsetOf(text: string): { base: string; offset: Offset } | null {
  for (const { form, at } of patterns) {
    const found = form.exec(text);
    const [base, bearing, number, unit] = at.map((i) => found?.[i]?.trim() ?? "") as [string, string, string, string];
    const distance_m = found ? metres(number, unit) : null;
    const bearing_deg = bearings[bearing.toLowerCase().replace("-", "")];
    if (base && distance_m !== null && bearing_deg !== undefined) return { base, offset: { bearing_deg, distance_m } };
  }
  return null;
}

const besideWords =
  /(?:的)?(?:正)?(?:(?:以|向)?(?:东北|东南|西南|西北|东|南|西|北)(?:侧|面|边|方向)|对面|旁边|旁|附近|门口|门前|周边|沿线|处|隔壁|后面|前面|路边|一带)+$/u;
const crossingWords = /(?:的)?(?:十字|丁字)?(?:交叉路口|交叉口|交汇处|交会处|交界处|相交处|路口|交叉)$/u;
const crossingEnglish = /^(?:the\s+)?(?:corner|crossing|intersection|junction)\s+of\s+(.+)$/iu;

/** Full-width signs are plain ones, blanks between Han are none. */
export const plainAddress = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "")
    .replace(/[。;；!！?？,，、]+$/u, "")
    .trim();

/** @param text at most some hundred characters @returns null when nothing is left to look for */
export function readAddress(text: string): Address | null {
  const plain = plainAddress(text).slice(0, 200);
  if (!plain) return null;
  const told = offsetOf(plain);
  let base = told?.base ?? plain;
  const beside = !told && besideWords.test(base) && base.replace(besideWords, "") !== "";
  if (beside) base = base.replace(besideWords, "");
  const english = crossingEnglish.exec(base);
  const bare = english ? (english[1] as string) : base.replace(crossingWords, "");
  const crossing = bare !== base && bare !== "";
  return { base: crossing ? bare : base, offset: told?.offset ?? null, beside, crossing };
}

/** A number after a road: 解放路12号, 解放路甲12-1号, No. 12. Null: none. */
export function houseNumber(rest: string): number | null {
  const found = /^\s*(?:第)?(?:甲|乙|丙|附)?(\d{1,5})(?:-\d{1,4})?(?:之\S)?\s*号/u.exec(rest) ?? /^\s*(?:no\.?\s*)(\d{1,5})\b/iu.exec(rest);
  return found ? Number(found[1]) : null;
}
