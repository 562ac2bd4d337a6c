/** "Show this on that wall": a scene, a place, a message; go on; load anew. */
import { type Body, numberField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { type OrderKind, orderKinds } from "../contract/wall.ts";
import { WallOrder } from "../contract/wallSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type HeldWall, holdWall } from "./device.ts";
import { shownScenes } from "./kept.ts";
import { type Detail, type KeptOrder, orderColumns, tellOrder, usualSeconds } from "./orders.ts";

const fields = {
  kind: wordField(Object.keys(orderKinds) as OrderKind[], "What to do."),
  scene: optional(numberField(0, 99, "Of its tour, from 0.", true)),
  lon: optional(numberField(-180, 180, "Longitude, degrees, EPSG:4326.")),
  lat: optional(numberField(-90, 90, "Latitude, degrees, EPSG:4326.")),
  zoom: optional(numberField(7, 20, "Of the map; 16 when left out.")),
  message: optional(textField(1, 120, "To be read from across the room.")),
  seconds: optional(numberField(5, 3600, "How long it stands; 60 when left out.", true)),
};
type Given = Body<typeof fields>;
type Name = Exclude<keyof Detail, "seconds">;

/** What each kind is made of. */
const parts: Readonly<Record<OrderKind, readonly Name[]>> = {
  scene: ["scene"],
  place: ["lon", "lat", "zoom"],
  message: ["message"],
  resume: [],
  reload: [],
};
const names: readonly Name[] = ["scene", "lon", "lat", "zoom", "message"];
const usualZoom = 16;

/** What the order is made of: all that its kind needs, and nothing that would be left undone. @throws ParameterError naming what is missing or too many */
function detailOf({ kind, seconds, ...given }: Given): Detail {
  const zoom = given.zoom ?? (kind === "place" ? usualZoom : null);
  const detail = { ...given, zoom, seconds: seconds ?? usualSeconds };
  const word = orderKinds[kind];
  for (const name of names) {
    const needed = parts[kind].includes(name);
    if (needed && detail[name] === null)
      throw refusedField(name, undefined, { zh: `“${word.zh}”必填此项`, en: `given: to ${word.en} needs it` });
    if (!needed && detail[name] !== null)
      throw refusedField(name, detail[name], { zh: `“${word.zh}”不填此项`, en: `left out: to ${word.en} has none` });
  }
  return detail;
}

/** @throws ParameterError for a scene that the wall's tour does not have */
function refuseBeyond({ scenes }: HeldWall, { scene }: Detail): void {
  const { length } = shownScenes(scenes);
  if (scene !== null && scene >= length)
    throw refusedField("scene", scene, {
      zh: `0 至 ${length - 1}：这块大屏的轮播有 ${length} 个画面`,
      en: `0 to ${length - 1}: this wall's tour has ${length} scenes`,
    });
}

/** What was told a day ago is in the audit log alone. */
async function keep(tx: Tx, device: number, kind: OrderKind, detail: Detail, person: number | null): Promise<KeptOrder> {
  await tx.query(sql`delete from wall_order where device_id = ${device}::bigint and made_at < now() - interval '1 day'`);
  const [kept] = (await tx.query<KeptOrder>(sql`insert into wall_order as o (device_id, kind, detail, made_by)
    values (${device}::bigint, ${kind}::text, ${JSON.stringify(detail)}::jsonb, ${person}::bigint) returning ${orderColumns}`)) as [
    KeptOrder,
  ];
  return kept;
}

export const wallOrder = route({
  method: "POST",
  path: "/api/walls/{id}/order",
  question: "Tells a wall to show a scene, a place or a message, to go on with its tour, or to load its page anew.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: fields,
  answer: WallOrder,
  async handle({ id, body, caller, tx, audit }) {
    const device = id();
    const detail = detailOf(body);
    return tx("order", async (on) => {
      refuseBeyond(await holdWall(on, device), detail);
      const order = tellOrder(await keep(on, device, body.kind, detail, caller.personId));
      await audit({ kind: "change", detail: { what: "wallOrder", device, before: null, after: order } }, on);
      await on.query(moved("walls"));
      return order;
    });
  },
});
