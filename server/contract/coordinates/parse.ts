/** Coordinates as people write them: decimal, degrees and minutes, in Chinese, full width, metres of a Gauss zone. Pure; nothing here throws. */

type Axis = "x" | "y";
interface Ordinate {
  readonly value: number;
  /** N, 北纬, lat … decide; X and Y only tell, since surveyors call north X. */
  readonly axis: Axis | null;
  readonly hint: Axis | null;
  readonly kind: "degrees" | "metres" | null;
  /** Degrees and minutes with nothing but a blank between: could be two numbers as well. */
  readonly bare: boolean;
}

/** Where something lies. `swapped`: the latitude, or north, stood first, and only the values told so. */
export interface ReadPosition {
  readonly x: number;
  readonly y: number;
  readonly kind: "degrees" | "metres";
  readonly swapped: boolean;
}

const longestOrdinate = 60;
const longestPosition = 200;

/** One way to write each sign. Before NFKC what it would take apart, after it what it leaves. */
const plain = (text: string): string =>
  text
    .replace(/[º˚]/g, "°")
    .replace(/[″”“〃]/g, '"')
    .replace(/[′’‘´`]/g, "'")
    .normalize("NFKC")
    .replace(/''/g, '"')
    .replace(/[−–—]/g, "-")
    .replace(/[、,]/g, ",")
    .replace(/\s+/g, " ")
    .trim();

const marks: readonly { readonly words: string; readonly axis: Axis | null; readonly hint: Axis | null; readonly sign: 1 | -1 }[] = [
  { words: "东经|E|经度|longitude|lng|lon", axis: "x", hint: null, sign: 1 },
  { words: "西经|W", axis: "x", hint: null, sign: -1 },
  { words: "北纬|N|纬度|latitude|lat", axis: "y", hint: null, sign: 1 },
  { words: "南纬|S", axis: "y", hint: null, sign: -1 },
  { words: "X坐标|X", axis: null, hint: "x", sign: 1 },
  { words: "Y坐标|Y", axis: null, hint: "y", sign: 1 },
];
const before = marks.map((mark) => ({ ...mark, pattern: new RegExp(`^(?:${mark.words})\\s*[:=]?\\s*`, "i") }));
const after = marks
  .slice(0, 4)
  .map((mark) => ({ ...mark, pattern: new RegExp(`\\s*(?:${(mark.words.match(/[A-Z]\b/g) ?? []).join("|")})$`, "i") }));

type Value = Pick<Ordinate, "value" | "kind" | "bare">;
const degrees = (d: string, m: string, s: string, bare = false): Value | null => {
  const value = Number(d) + Number(m) / 60 + Number(s) / 3600;
  return Number(m) < 60 && Number(s) < 60 && value <= 180 ? { value, kind: "degrees", bare } : null;
};
const metres = (text: string): Value => ({ value: Number(text), kind: "metres", bare: false });

const num = "(\\d+(?:\\.\\d*)?|\\.\\d+)";
const forms: readonly (readonly [RegExp, (found: readonly string[]) => Value | null])[] = [
  [new RegExp(`^${num}$`), ([n = ""]) => ({ value: Number(n), kind: null, bare: false })],
  [new RegExp(`^${num} ?[°度]$`), ([d = ""]) => degrees(d, "0", "0")],
  [new RegExp(`^(\\d{1,3}) ?[°度] ?${num} ?(?:['分])?$`), ([d = "", m = ""]) => degrees(d, m, "0")],
  [new RegExp(`^(\\d{1,3}) ?[°度] ?(\\d{1,2}) ?['分] ?${num} ?(?:["秒]|'')?$`), ([d = "", m = "", s = ""]) => degrees(d, m, s)],
  [new RegExp(`^(\\d{1,3})([ :-])(\\d{1,2})\\2${num} ?"?$`), ([d = "", , m = "", s = ""]) => degrees(d, m, s)],
  [new RegExp(`^(\\d{1,3}) ${num} ?'?$`), ([d = "", m = ""]) => degrees(d, m, "0", true)],
  [/^(\d{1,3}(?:,\d{3})+(?:\.\d*)?)(?: ?[m米])?$/i, ([n = ""]) => metres(n.replaceAll(",", ""))],
  [new RegExp(`^${num} ?(?:m|米)$`, "i"), ([n = ""]) => metres(n)],
  // A sheet shows 39500123 as 3.95E+07: where digits are lost, the number is not one any more.
  [
    /^(\d)\.(\d+)E([+-]?)(\d{1,2})$/i,
    ([n = "", part = "", sign = "", by = ""]) =>
      sign === "-" || part.length >= Number(by) ? { value: Number(`${n}.${part}e${sign}${by}`), kind: null, bare: false } : null,
  ],
];

function numberIn(text: string): Value | null {
  for (const [form, made] of forms) {
    const found = form.exec(text);
    if (found) return made(found.slice(1));
  }
  return null;
}

/** Marks at the start and the end, and what is left. Both must agree: 东经119°E; of two letters one belongs to something else. */
function marked(text: string) {
  const first = before.find(({ pattern }) => pattern.test(text));
  const rest = first ? text.replace(first.pattern, "") : text;
  const last = after.find(({ pattern }) => pattern.test(rest));
  const agree = !first?.axis || !last || (!/^[A-Z] *\d/i.test(text) && first.axis === last.axis && first.sign === last.sign);
  return { mark: last ?? first, rest: last ? rest.replace(last.pattern, "") : rest, agree };
}

/** What no coordinate is written with: most texts are none, and are done with here. */
const foreign = /[^\d .,:;|/°'"=+\-()[\]{}【】a-z东西南北经纬坐标度分秒米]/i;

function read(text: string): Ordinate | null {
  if (text.length > longestOrdinate || !/\d/.test(text)) return null;
  const { mark, rest, agree } = marked(text);
  const sign = mark?.sign ?? 1;
  const minus = /^- ?/.test(rest);
  const found = agree ? numberIn(rest.replace(/^[+-] ?/, "")) : null;
  if (!found || (minus && sign < 0)) return null;
  const { value, kind, bare } = found;
  // A direction is of degrees only, and none lies beyond 180.
  if (!Number.isFinite(value) || value > 1e9 || (sign < 0 && value > 180)) return null;
  return { value: (minus ? -1 : 1) * sign * value || 0, axis: mark?.axis ?? null, hint: mark?.hint ?? null, kind, bare };
}

/**
 * One coordinate of a cell: 119.0365, 119°02′11.5″E, 119 02 11.5, 119度2分11.5秒, 东经119°2′, 119°02.19′, 39,500,123.4.
 * West and south are below 0. Two bare numbers ("119 33.6") are not one coordinate.
 * @returns degrees or metres as they stand; null when it is none
 */
export function parseOrdinate(text: string): number | null {
  const whole = text.length > 4 * longestOrdinate ? "" : plain(text);
  const found = foreign.test(whole) ? null : read(whole);
  return found && !found.bare ? found.value : null;
}

/** Metres in China: a northing, and an easting with or without the zone's number, or of Web Mercator. No number is both. */
const isNorth = (value: number): boolean => value >= 1.5e6 && value < 7.2e6;
const isEast = (value: number): boolean => (value >= 1e5 && value < 1e6) || (value >= 8e6 && value < 46e6);

function inMetres(a: number, b: number): ReadPosition | null {
  if (Math.abs(a) < 1000 || Math.abs(b) < 1000) return null;
  const swapped = isNorth(a) && isEast(b);
  return { x: swapped ? b : a, y: swapped ? a : b, kind: "metres", swapped };
}

function inDegrees(a: Ordinate, b: Ordinate): ReadPosition | null {
  if (a.axis && a.axis === b.axis) return null;
  const said = a.axis ?? (b.axis && (b.axis === "x" ? "y" : "x"));
  const could = (x: number, y: number) => Math.abs(x) <= 180 && Math.abs(y) <= 90;
  const [straight, turned] = [could(a.value, b.value), could(b.value, a.value)];
  const turn = said ? said === "y" : !straight || (turned && a.hint === "y");
  if (!(turn ? turned : straight)) return null;
  const [x, y] = turn ? [b.value, a.value] : [a.value, b.value];
  return { x, y, kind: "degrees", swapped: turn && !said && a.hint !== "y" };
}

function pairOf(a: Ordinate, b: Ordinate): ReadPosition | null {
  if (a.bare !== b.bare && (a.bare || b.bare) && a.kind !== b.kind) return null;
  const kinds = [a, b].map(({ kind, axis, value }) => kind ?? (axis && Math.abs(value) <= 180 ? "degrees" : null));
  const small = Math.abs(a.value) <= 180 && Math.abs(b.value) <= 180;
  if (kinds.includes("degrees") && (kinds.includes("metres") || !small)) return null;
  return small && !kinds.includes("metres") ? inDegrees(a, b) : inMetres(a.value, b.value);
}

/** A text can be parted between two signs, but not within a number. */
function parted(text: string, at: number): readonly [string, string] | null {
  const [left, right] = [text.slice(0, at), text.slice(at)];
  const between = /[ ,;|/]$/.test(left);
  if (!between && (/[\d.]$/.test(left) || left === "") && /^[\d.,+-]/.test(right)) return null;
  return [left.replace(/[ ,;|/]+$/, ""), right.replace(/^[ ,;|/]+/, "")];
}

function pairs(text: string): ReadPosition[] {
  const found = new Map<string, ReadPosition>();
  for (let at = Math.max(1, text.length - longestOrdinate - 2); at <= Math.min(text.length - 1, longestOrdinate + 2); at++) {
    const halves = parted(text, at);
    const [a, b] = halves ? [read(halves[0]), read(halves[1])] : [null, null];
    const pair = a && b && pairOf(a, b);
    if (pair) found.set(`${pair.x} ${pair.y}`, pair);
  }
  return [...found.values()];
}

const signed = "([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))";
const wkt = new RegExp(`^(?:SRID ?= ?\\d+ ?; ?)?POINT ?(?:Z|M|ZM)? ?\\( ?${signed} ${signed}(?: ${signed}){0,2} ?\\)$`, "i");
const json = new RegExp(`^\\{ ?"type" ?: ?"Point" ?, ?"coordinates" ?: ?\\[ ?${signed} ?, ?${signed}(?: ?, ?${signed})? ?\\] ?\\}$`, "i");
/** With a height behind. */
const high = /^([+-]?\d+\.\d+)[ ,;]+([+-]?\d+\.\d+)[ ,;]+[+-]?\d+(?:\.\d*)?$/;

/**
 * A text with both coordinates, in either order and any notation that `parseOrdinate` knows; WKT POINT and GeoJSON Point too.
 * N, E, 北纬, lat … decide which is which; without them the values do where only one order is possible, else x stands first.
 * @returns null when it is no position, or could be several
 */
export function parsePosition(text: string): ReadPosition | null {
  const whole = text.length > 4 * longestPosition ? "" : plain(text);
  if (whole.length > longestPosition || foreign.test(whole) || !/\d\D+\d/.test(whole)) return null;
  const stated = wkt.exec(whole) ?? json.exec(whole) ?? high.exec(whole);
  if (stated) return pairs(`${stated[1]} ${stated[2]}`)[0] ?? null;
  const bare = whole.replace(/^[([{【] ?(.*?) ?[)\]}】]$/, "$1");
  if (parseOrdinate(bare) !== null && !/^\d{1,3},\d{3}$/.test(bare)) return null;
  const found = pairs(bare);
  return found.length === 1 ? (found[0] as ReadPosition) : null;
}
