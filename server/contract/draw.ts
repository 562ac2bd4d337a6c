/**
 * A drawn point, line or area as text for the URL and back.
 * Coordinates are rounded to five decimals (about 1 m), so what is shown, asked and shared is one shape.
 */
import type { Word } from "./vocabulary.ts";

export type Position = readonly [lon: number, lat: number];
export interface Shape {
  readonly kind: "point" | "line" | "area";
  /** An area's ring is open: the first position is not repeated. */
  readonly points: readonly Position[];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const letters = { point: "p", line: "l", area: "a" } as const;
const least = { point: 1, line: 2, area: 3 } as const;
/** More vertices than a person draws; keeps a URL under 8 kB. */
export const maxVertices = 500;

function encodeNumber(value: number): string {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let text = "";
  while (rest >= 32) {
    text += alphabet[(rest % 32) + 32];
    rest = Math.floor(rest / 32);
  }
  return text + alphabet[rest];
}

/** Text of a shape: a letter for its kind, then zig-zag base-32 differences in 1e-5 degrees. */
export function encodeShape(shape: Shape): string {
  let text: string = letters[shape.kind];
  let x = 0;
  let y = 0;
  for (const [lon, lat] of shape.points) {
    const nx = Math.round(lon * 1e5);
    const ny = Math.round(lat * 1e5);
    text += encodeNumber(nx - x) + encodeNumber(ny - y);
    x = nx;
    y = ny;
  }
  return text;
}

function decodeNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0 || scale > 2 ** 30) return null;
    value += (digit % 32) * scale;
    if (digit >= 32) {
      scale *= 32;
    } else {
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      scale = 1;
    }
  }
  return scale === 1 ? numbers : null;
}

const unreadable: Word = {
  zh: "能读懂的图形编码（它可能被截断或改动）",
  en: "the text of a drawing (this one may be cut short, or changed)",
};
const offGlobe: Word = { zh: "经度在 ±180、纬度在 ±90 以内的图形", en: "a drawing on the globe: ±180 of longitude, ±90 of latitude" };

/** Why a shape cannot have so many vertices. */
function countFault(kind: Shape["kind"], count: number): Word | null {
  if (kind === "point" && count > 1)
    return { zh: `只有一个位置的点，而这里有 ${count} 个`, en: `a point of one position; this one has ${count}` };
  if (count > maxVertices)
    return {
      zh: `最多 ${maxVertices} 个顶点的图形，而这里有 ${count} 个`,
      en: `a drawing of at most ${maxVertices} vertices; this one has ${count}`,
    };
  if (count >= least[kind]) return null;
  return {
    zh: `至少 ${least[kind]} 个顶点的图形，而这里有 ${count} 个`,
    en: `a drawing of at least ${least[kind]} vertices; this one has ${count}`,
  };
}

/** The shape of a text, or what it would have to be: the letters, how many vertices, where on the globe. */
export function readShape(text: string): Shape | Word {
  const kind = (Object.keys(letters) as Shape["kind"][]).find((k) => letters[k] === text[0]);
  const numbers = decodeNumbers(text.slice(1));
  if (!kind || !numbers || numbers.length % 2) return unreadable;
  const fault = countFault(kind, numbers.length / 2);
  if (fault) return fault;
  const points: Position[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    x += numbers[i] as number;
    y += numbers[i + 1] as number;
    if (Math.abs(x) > 180e5 || Math.abs(y) > 90e5) return offGlobe;
    points.push([x / 1e5, y / 1e5]);
  }
  return { kind, points };
}

/** The shape of a text, or null when it is not one: wrong letters, too few or too many vertices, off the globe. */
export function decodeShape(text: string): Shape | null {
  const read = readShape(text);
  return "kind" in read ? read : null;
}
