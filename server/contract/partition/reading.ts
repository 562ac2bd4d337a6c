/** Members of something from outside, read one by one: each says what would be right. */
import type { Position } from "../draw.ts";
import type { Word, ZoneLevel } from "../vocabulary.ts";
import { PartitionError } from "./partitionError.ts";

export function wrong(member: string, value: unknown, zh: string, en: string): never {
  throw new PartitionError(member, value, { zh, en } satisfies Word);
}

export function readObject(value: unknown, member: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  return wrong(member, value, "应为一个对象", "should be an object");
}

export function readList<T>(value: unknown, member: string, most: number, one: (value: unknown, member: string) => T): T[] {
  if (!Array.isArray(value)) return wrong(member, value, "应为一个列表", "should be a list");
  if (value.length > most)
    return wrong(member, value.length, `最多 ${most} 项，而这里有 ${value.length} 项`, `at most ${most} items; this has ${value.length}`);
  return value.map((item, i) => one(item, `${member}[${i}]`));
}

export function readWhole(value: unknown, member: string, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  return wrong(member, value, `应为 ${least} 到 ${most} 的整数`, `should be a whole number from ${least} to ${most}`);
}
export const readId = (value: unknown, member: string) => readWhole(value, member, 1);

export function orNull<T>(read: (value: unknown, member: string) => T): (value: unknown, member: string) => T | null {
  return (value, member) => (value === null ? null : read(value, member));
}

export function readBoolean(value: unknown, member: string): boolean {
  return typeof value === "boolean" ? value : wrong(member, value, "应为 true 或 false", "should be true or false");
}

/** Any text that is not too long: names as they were before a plan. */
export function readText(value: unknown, member: string): string {
  if (typeof value === "string" && value.length <= 500) return value;
  return wrong(member, value, "应为不超过 500 字的文字", "should be text of at most 500 characters");
}

/** Text of some length without control characters. */
export function readWords(value: unknown, member: string, most = 100, least = 1): string {
  if (typeof value !== "string") return wrong(member, value, "应为文字", "should be text");
  if (value.length < least || value.length > most)
    return wrong(member, value, `应为 ${least} 到 ${most} 个字`, `should be ${least} to ${most} characters`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value) || value !== value.trim())
    return wrong(member, value, "不含控制字符，首尾没有空格", "no control characters, no spaces at its ends");
  return value;
}

export function readLevel(value: unknown, member: string, deepest = 3): ZoneLevel {
  return readWhole(value, member, 1, deepest) as ZoneLevel;
}

export function readDegrees(value: unknown, member: string, most: number): number {
  // -0 is written as 0: one place has one text.
  if (typeof value === "number" && value >= -most && value <= most) return value + 0;
  return wrong(member, value, `应为 ±${most} 以内的数`, `should be a number within ±${most}`);
}

export function readPlace(value: unknown, member: string): Position {
  if (!Array.isArray(value) || value.length !== 2) return wrong(member, value, "应为 [经度, 纬度]", "should be [longitude, latitude]");
  return [readDegrees(value[0], `${member}[0]`, 180), readDegrees(value[1], `${member}[1]`, 90)];
}

/** No members but these. */
export function onlyMembers(raw: Readonly<Record<string, unknown>>, names: readonly string[], at = ""): void {
  for (const name of Object.keys(raw)) {
    if (!names.includes(name))
      wrong(
        at ? `${at}.${name}` : name,
        raw[name],
        `没有这个成员；可用的是 ${names.join("、")}`,
        `no such member; there are ${names.join(", ")}`,
      );
  }
}
