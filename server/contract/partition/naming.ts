/** Codes and names of zones that come out of others. */
import type { ZoneLevel } from "../vocabulary.ts";
import type { PlanZone } from "./partition.ts";

type Zones = ReadonlyMap<number, PlanZone>;

const digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
/** 2 → 二, 12 → 十二, 20 → 二十; digits beyond 99. */
function chinese(n: number): string {
  if (n > 99) return String(n);
  const tens = n >= 20 ? `${digits[Math.floor(n / 10)]}十` : n >= 10 ? "十" : "";
  return tens + (n % 10 || !tens ? digits[n % 10] : "");
}

export const longestName = 100;

/** A name with the next number that nobody of the level has: 「和平社区（二）」. */
export function nextName(zones: Zones, level: ZoneLevel, name: string): string {
  const taken = new Set<string>();
  for (const zone of zones.values()) if (zone.level === level) taken.add(zone.name);
  const base = name.replace(/（[一二三四五六七八九十\d]+）$/u, "").slice(0, longestName - 8);
  for (let n = 2; ; n++) {
    const next = `${base}（${chinese(n)}）`;
    if (!taken.has(next)) return next;
  }
}

export function hasCode(zones: Zones, level: ZoneLevel, code: string, but?: number): boolean {
  for (const zone of zones.values()) if (zone.level === level && zone.code === code && zone.id !== but) return true;
  return false;
}

/** What comes before a zone's own number in its code: the code of the zone above, or all but the digits at its end. */
function stem(zones: Zones, zone: PlanZone): string {
  const above = zone.parent === null ? undefined : zones.get(zone.parent)?.code;
  if (above && zone.code.startsWith(above) && /^\d+$/.test(zone.code.slice(above.length))) return above;
  return zone.code.replace(/\d+$/, "");
}

/** A code after all of its kind: 「YH0101」 beside 「YH0112」 → 「YH0113」. @param above code of the zone it will be under, when that is another */
export function nextCode(zones: Zones, zone: PlanZone, above?: string): string {
  const old = stem(zones, zone);
  const width = zone.code.length - old.length;
  const base = above !== undefined && width > 0 && old !== "" ? above : old;
  let most = 0;
  for (const { level, code } of zones.values()) {
    if (level !== zone.level || !code.startsWith(base)) continue;
    const rest = code.slice(base.length);
    if (/^\d{1,9}$/.test(rest)) most = Math.max(most, Number(rest));
  }
  if (width > 0) {
    const next = base + String(most + 1).padStart(width, "0");
    if (next.length <= 50 && !hasCode(zones, zone.level, next)) return next;
  }
  for (let n = 2; ; n++) {
    const next = `${zone.code.slice(0, 44)}-${n}`;
    if (!hasCode(zones, zone.level, next)) return next;
  }
}
