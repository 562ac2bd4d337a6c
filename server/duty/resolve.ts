/**
 * Who is responsible (条块): from a place and a category to one area owner, one trade owner, and which of them leads, each with its reason.
 * Nothing is guessed: none, several and dissolved are said, and then nobody is named.
 */
import type { Lead, SiteType, Word } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import type { Limit } from "../life/facts.ts";
import { type Finding, type Ground, groundOf, type PlaceGround, type UnitGround } from "./ground.ts";
import { type Trade, tradeOf } from "./trade.ts";
import { inSeveral, noTrade, noZones, oneTrade, oneZone, outsideAll, severalTrades } from "./words.ts";

/** A place and what is wrong there; the type of the site it was found at narrows the trade duty. */
export interface Place extends Finding {
  readonly siteType: SiteType | null;
}

export interface Resolved {
  /** The day it was found, yyyy-MM-dd: zones and trade duties are those in force that day. */
  readonly day: string;
  readonly area: {
    readonly unitId: number | null;
    readonly zone: { readonly id: number; readonly level: number; readonly name: string } | null;
    /** Who the zone names. */
    readonly person: string | null;
    readonly why: Word;
  };
  readonly trade: { readonly unitId: number | null; readonly why: Word };
  /** Null: trade rows of one rank disagree. */
  readonly lead: Lead | null;
  /** The leading owner; null = none or several. */
  readonly unitId: number | null;
  /** The other owner, when it is another unit. */
  readonly coopId: number | null;
  /** The leading owner's contact, unless they have left. */
  readonly person: { readonly id: number; readonly name: string } | null;
  /** The category's limit in force today. */
  readonly limit: Limit | null;
  /** Why it resolves to none or to several; empty = exactly one. */
  readonly faults: readonly Word[];
}

interface Found<T> {
  readonly value: T;
  readonly fault: boolean;
}

const standing = (unit: UnitGround | null | undefined): number | null => (unit && unit.dissolved === null ? unit.id : null);

function areaOf({ zones, level }: PlaceGround, units: Ground["units"]): Found<Resolved["area"]> {
  const none = (why: Word): Found<Resolved["area"]> => ({ value: { unitId: null, zone: null, person: null, why }, fault: true });
  if (level === null) return none(noZones);
  const inside = zones.filter((zone) => zone.inside);
  if (inside.length > 1) return none(inSeveral(inside));
  // On a border zones meet and none holds the place; the lowest number is also what a problem's stored zones are.
  const zone = inside[0] ?? zones[0];
  if (!zone) return none(outsideAll(level));
  const unit = zone.unitId === null ? null : (units.get(zone.unitId) ?? null);
  const unitId = standing(unit);
  const border = !zone.inside && zones.length > 1;
  return {
    value: { unitId, zone: { id: zone.id, level: zone.level, name: zone.name }, person: zone.person, why: oneZone(zone, unit, border) },
    fault: unitId === null,
  };
}

function tradeFound(trade: Trade, place: Place, name: Word, units: Ground["units"]): Found<Resolved["trade"]> {
  const [row] = trade.rows;
  if (!row) return { value: { unitId: null, why: noTrade(name) }, fault: false };
  if (trade.kind === "many") return { value: { unitId: null, why: severalTrades(trade.rows, units, place.category, name) }, fault: true };
  const unit = trade.unitId === null ? null : (units.get(trade.unitId) ?? null);
  const unitId = standing(unit);
  return { value: { unitId, why: oneTrade(row, unit, place.category, name) }, fault: trade.unitId !== null && unitId === null };
}

function resolved(place: Place, at: PlaceGround, { book, units }: Ground): Resolved {
  const name = { zh: at.zh ?? place.category, en: at.en ?? place.category };
  const which = tradeOf(book, { category: place.category, major: at.major, siteType: place.siteType, day: at.day });
  const area = areaOf(at, units);
  const trade = tradeFound(which, place, name, units);
  const { lead } = which;
  const unitId = lead === null ? null : lead === "area" ? area.value.unitId : trade.value.unitId;
  const other = lead === null ? null : lead === "area" ? trade.value.unitId : area.value.unitId;
  return {
    day: at.day,
    area: area.value,
    trade: trade.value,
    lead,
    unitId,
    coopId: other === unitId ? null : other,
    person: unitId === null ? null : (units.get(unitId)?.contact ?? null),
    limit: at.limit,
    faults: [area, trade].flatMap(({ value, fault }) => (fault ? [value.why] : [])),
  };
}

/** Who is responsible for each place, in their order; two statements, however many there are. */
export async function resolveAll(on: Queryable, places: readonly Place[]): Promise<Resolved[]> {
  const ground = await groundOf(on, places);
  return places.map((place, i) => resolved(place, ground.places[i] as PlaceGround, ground));
}
