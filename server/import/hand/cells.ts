/** A row's cells as values: text, word, unit, flag, time, place. What cannot be read is refused with the field, the value and the reason. */
import { parseOrdinate, parsePosition } from "../../contract/coordinates/parse.ts";
import { isDegrees } from "../../contract/coordinates/systems.ts";
import { type ImportFieldName, importFields, longestCell } from "../../contract/importing/importing.ts";
import { placeOf } from "../../contract/importing/shift.ts";
import { parseSheetTime } from "../../contract/importing/times.ts";
import { errorColumn, flagOf, plainWord, type WordList } from "../../contract/importing/words.ts";
import type { Word } from "../../contract/vocabulary.ts";
import { isNear, misplaced } from "../nearby.ts";
import { asShape, mapShape, type Position, type Shape } from "../read/shape.ts";
import { parseWkt } from "../read/wkt.ts";
import { RowRefused } from "../report.ts";
import { unescaped } from "./escape.ts";
import { mostReasons, type Work } from "./work.ts";

const day_ms = 86_400_000;
/** An index row of PostgreSQL holds some 2,700 bytes; nobody's number or name is that long. */
const longestName = 200;

const needed: Word = { zh: "缺少必填的值", en: "a value is needed here and there is none" };

/** A place, as the file has it and in degrees of EPSG:4326. */
export interface Placed {
  readonly raw: Shape;
  readonly shape: Shape;
}

/** Reads one row; whatever is refused is said, and the row is `bad` then. */
export class RowCells {
  readonly row: number;
  readonly #work: Work;
  readonly #cells: readonly string[];
  bad = false;
  #reasons = 0;

  constructor(work: Work, row: number, cells: readonly string[]) {
    this.#work = work;
    this.row = row;
    this.#cells = cells;
  }

  /** Runs a reading; its refusal is said, and null comes of it. */
  try<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      this.refuse(error.field === "geometry" ? "place" : error.field, error.value, error.reason);
      return null;
    }
  }

  refuse(field: string, value: unknown, reason: Word): void {
    this.bad = true;
    this.#reasons += 1;
    // So that no file, however wrong, fills memory; every row has its first ones.
    if (this.#reasons <= mostReasons) this.#work.log.say("refused", this, field, value, reason);
  }

  mend(field: string, value: unknown, reason: Word): void {
    this.#work.log.say("mended", this, field, value, reason);
  }

  note(field: string, value: unknown, reason: Word): void {
    this.#work.log.say("noted", this, field, value, reason);
  }

  #cell(column: string): string {
    const { columns } = this.#work;
    const text = this.#cells[columns.indexOf(column)] ?? "";
    return (columns.includes(errorColumn) ? unescaped(text) : text).trim();
  }

  /** The field's text with its words translated; null when there is none. */
  #raw(field: ImportFieldName): string | null {
    const source = this.#work.spec.fields[field];
    if (source === undefined) return null;
    if ("value" in source) return source.value.trim() || null;
    const text = this.#cell(source.column);
    const words = source.words;
    return (words && Object.hasOwn(words, text) ? (words[text] as string).trim() : text) || null;
  }

  text(field: ImportFieldName, longest = longestCell): string | null {
    const text = this.#raw(field);
    const rule = (importFields[this.#work.into] as Readonly<Record<string, { readonly needed?: true }>>)[field];
    if (text === null) {
      if (rule?.needed) throw new RowRefused(field, "", needed);
      return null;
    }
    if (text.length > longest) throw new RowRefused(field, text, { zh: `超过 ${longest} 个字符`, en: `longer than ${longest} characters` });
    return text;
  }

  /** A number or a name: short. */
  name(field: ImportFieldName): string | null {
    return this.text(field, longestName);
  }

  /** A word of ours, as its code. */
  word(field: ImportFieldName, list: WordList): string | null {
    const text = this.text(field);
    if (text === null) return null;
    const found = list.find(text);
    if (found === "several")
      throw new RowRefused(field, text, { zh: "有几个同名的，请写代码", en: "several are called so; write the code" });
    if (found) return found.code;
    const name = (importFields[this.#work.into] as Readonly<Record<string, { readonly name: Word }>>)[field]?.name;
    throw new RowRefused(field, text, { zh: `没有这个${name?.zh ?? "词"}`, en: `no such ${name?.en.toLowerCase() ?? "word"}` });
  }

  unit(): number | null {
    const text = this.text("unit");
    if (text === null) return null;
    const id = this.#work.units.get(plainWord(text));
    if (id === undefined) throw new RowRefused("unit", text, { zh: "没有这个责任单位", en: "there is no such unit" });
    return id;
  }

  flag(field: ImportFieldName): boolean | null {
    const text = this.text(field);
    if (text === null) return null;
    const flag = flagOf(text);
    if (flag === null) throw new RowRefused(field, text, { zh: "应为 是/否、1/0 或 true/false", en: "should be 是/否, 1/0 or true/false" });
    return flag;
  }

  /** A moment, ms. @param past it has happened: not after tomorrow */
  time(field: ImportFieldName, past: boolean): number | null {
    const text = this.text(field);
    if (text === null) return null;
    const { spec, ground } = this.#work;
    const read = parseSheetTime(text, spec.dateOrder, ground.timeZone);
    if ("refused" in read) throw new RowRefused(field, text, read.refused);
    if (past && read.ms > ground.clock_ms + day_ms)
      throw new RowRefused(field, text, { zh: "这个时间还没有到", en: "this time has not come yet" });
    if (read.mended) this.mend(field, text, read.mended);
    return read.ms;
  }

  place(): Placed {
    const raw = this.#shape();
    const { crs } = this.#work.spec;
    const { centre } = this.#work.ground;
    const shape = mapShape(raw, (at) => [...placeOf(crs, at)] as Position);
    for (const [i, at] of positionsOf(shape).entries()) {
      if (isNear(at, centre)) continue;
      const [x, y] = positionsOf(raw)[i] as [number, number];
      const why = misplaced(at, centre, crs, [...placeOf(crs, [y, x])] as Position);
      throw new RowRefused("place", `${x} ${y}`, why ?? { zh: "位置不对", en: "misplaced" });
    }
    return { raw, shape };
  }

  #shape(): Shape {
    const { place } = this.#work.spec;
    if (place.kind === "xy") return this.#pair(this.#cell(place.x), this.#cell(place.y));
    const text = place.kind === "text" ? this.#cell(place.column) : "";
    if (text === "") throw new RowRefused("place", "", { zh: "没有坐标", en: "has no coordinates" });
    const wkt = parseWkt(text);
    return wkt ? asShape(wkt, (reason) => this.mend("place", "", reason)) : this.#position(text);
  }

  #pair(x: string, y: string): Shape {
    if (x === "" || y === "") throw new RowRefused("place", `${x} ${y}`.trim(), { zh: "没有坐标", en: "has no coordinates" });
    const at = [parseOrdinate(x), parseOrdinate(y)] as const;
    if (at[0] === null || at[1] === null)
      throw new RowRefused("place", `${x} ${y}`, { zh: "坐标读不成数", en: "the coordinates cannot be read as numbers" });
    return { type: "Point", coordinates: [at[0], at[1]] };
  }

  #position(text: string): Shape {
    const at = parsePosition(text);
    if (!at)
      throw new RowRefused("place", text, { zh: "读不出坐标，如 119.02,33.6", en: "no coordinates can be read, such as 119.02,33.6" });
    if (at.swapped)
      throw new RowRefused("place", text, {
        zh: "经纬度（或 X、Y）看来写反了：请把经度（东）写在前",
        en: "longitude and latitude (or x and y) look swapped: write the longitude (east) first",
      });
    if ((at.kind === "degrees") !== isDegrees(this.#work.spec.crs))
      throw new RowRefused("place", text, {
        zh: `坐标与坐标系 ${this.#work.spec.crs} 的单位不符`,
        en: `degrees or metres: not those of ${this.#work.spec.crs}`,
      });
    return { type: "Point", coordinates: [at.x, at.y] };
  }
}

/** All positions of a shape, in order. */
export function positionsOf(shape: Shape): Position[] {
  const all: Position[] = [];
  mapShape(shape, (at) => {
    all.push(at);
    return at;
  });
  return all;
}
