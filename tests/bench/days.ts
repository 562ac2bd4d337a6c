/** Open problems found since a day: nearly all of them, and no case asks what another does. */
import { type Sql, sql } from "../../server/db/sql.ts";
import type { Ground } from "./ground.ts";
import type { Spreads, Values } from "./workload.ts";

export const days = 30;
const first = Date.UTC(2026, 0, 26);
const last = "2026-11-21";
const zone_ms = 8 * 3_600_000;
const day_ms = 86_400_000;

export const daySpread = (): Spreads => ({ day: { from: 0, step: 1, stride: 7, count: days, per: 1 } });
export const foundSince = (day: number): string => `found=${new Date(first + day * day_ms).toISOString().slice(0, 10)}..${last}`;
export const openSince = ({ day }: Values): Sql =>
  sql`p.is_open and p.found_at >= (date '2026-01-26' + ${day}::int)::timestamp at time zone 'Asia/Shanghai'`;
export const isOpenSince =
  ({ open, found }: Ground, day: number) =>
  (row: number): boolean =>
    open[row] === 1 && (found[row] as number) >= first + day * day_ms - zone_ms;
