/** Orders as they are kept and told. */
import type { WallOrder } from "../contract/types.ts";
import { type OrderKind, orderLasts_min } from "../contract/wall.ts";
import { type Sql, sql } from "../db/sql.ts";

/** What of an order depends on its kind, and how long it stands. */
export type Detail = Pick<WallOrder, "scene" | "lon" | "lat" | "zoom" | "message" | "seconds">;

/** Seconds that an order stands when nobody says otherwise. */
export const usualSeconds = 60;

/** Of `o`. */
export const orderColumns = sql`o.id, o.kind, o.detail, o.made_at as made`;

export interface KeptOrder {
  readonly id: number;
  readonly kind: OrderKind;
  readonly detail: Partial<Detail>;
  readonly made: Date;
}

const none: Detail = { scene: null, lon: null, lat: null, zoom: null, message: null, seconds: usualSeconds };

export const tellOrder = ({ id, kind, detail, made }: KeptOrder): WallOrder => ({
  id,
  kind,
  ...none,
  ...detail,
  made: made.toISOString(),
});

/** Condition over an order `o`: its wall has not said that it has it, and it is still to be told. A wall that comes back in the morning does not show last night's message. */
export const isWaiting: Sql = sql`o.taken_at is null and o.made_at > now() - ${orderLasts_min}::int * interval '1 minute'`;
