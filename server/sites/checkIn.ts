/** 打卡: somebody says that they are at a site; their position proves it, or not. Sent again under the same clientId it is the same check-in. */
import { accuracyField, agoField, type Body, idField, listField, numberField, optional, refusedField, uuidField } from "../ask/body.ts";
import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { holdClientId, usedOtherwise } from "../ask/once.ts";
import { route } from "../ask/route.ts";
import { CheckIn } from "../contract/streetSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type CheckInRow, checkInRows, toCheckIn } from "./checkInRows.ts";
import { proves } from "./proof.ts";

const fields = {
  clientId: uuidField("Made by the page for this one check-in: sent again, it is done once."),
  site: idField("The site."),
  lon: numberField(-180, 180, "Longitude of the device, degrees, EPSG:4326."),
  lat: numberField(-90, 90, "Latitude of the device, degrees, EPSG:4326."),
  accuracy_m: accuracyField,
  ago_s: optional(agoField),
  photos: optional(listField(idField("A photo that was uploaded by the same person."), 1, 9, "Photos of the site, each uploaded before.")),
};
type Said = Body<typeof fields>;

interface Ground {
  readonly frozen: boolean;
  /** Null: there is no such site. */
  readonly distance_m: number | null;
}

/** The check-in that was made under this id before. @throws Conflict when it is somebody else's */
async function madeBefore(tx: Tx, caller: Caller, clientId: string): Promise<number | null> {
  await holdClientId(tx, clientId);
  const [made] = await tx.query<{ id: number; by: number }>(
    sql`select id, person_id as by from check_in where client_id = ${clientId}::uuid`,
  );
  if (made && made.by !== caller.personId) throw new Conflict(usedOtherwise);
  return made?.id ?? null;
}

/** How far the position is from the site's shape, on the ellipsoid. @throws Conflict in a snapshot, ParameterError naming the site */
async function distanceTo(tx: Tx, { site, lon, lat }: Said): Promise<number> {
  const [ground] = await tx.query<Ground>(sql`select coalesce((select frozen_at is not null from district), false) as frozen,
    (select ST_Distance(s.geog, ST_Point(${lon}::float8, ${lat}::float8, 4326)::geography) from site s where s.id = ${site}::bigint) as distance_m`);
  const { frozen, distance_m } = ground as Ground;
  if (frozen) throw new Conflict({ zh: "快照：时钟不走，不能打卡", en: "This is a snapshot: its clock stands, and nobody can check in." });
  if (distance_m === null) throw refusedField("site", site, { zh: "没有这个点位", en: "the id of a site that exists" });
  return distance_m;
}

/** @throws ParameterError when one is not whole, not the caller's, or belongs to something else */
async function claimPhotos(tx: Tx, caller: Caller, checkIn: number, ids: readonly number[]): Promise<void> {
  const claimed = await tx.query<{ id: number }>(sql`update photo set check_in_id = ${checkIn}::bigint, kind = 'site'
    where id = any(${ids}::bigint[]) and person_id = ${caller.personId}::bigint and state = 'ready' and problem_id is null and check_in_id is null
    returning id`);
  const wrong = ids.find((id) => !claimed.some((row) => row.id === id));
  if (wrong === undefined) return;
  throw refusedField("photos", wrong, {
    zh: "本人已传完、未用过的照片",
    en: "a photo of one's own, whole, and not used for anything else",
  });
}

async function make(tx: Tx, caller: Caller, said: Said): Promise<number> {
  const distance_m = await distanceTo(tx, said);
  const { clientId, site, lon, lat, accuracy_m, ago_s, photos } = said;
  const [row] = await tx.query<{
    id: number;
  }>(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m, distance_m, proved)
    values (${clientId}::uuid, ${caller.personId}::bigint, ${site}::bigint, clock() - ${ago_s ?? 0}::float8 * interval '1 second',
      ST_Point(${lon}::float8, ${lat}::float8, 4326), ${accuracy_m}::float8, ${distance_m}::float8, ${proves(accuracy_m, distance_m)}::boolean)
    returning id`);
  const id = row?.id as number;
  if (photos) await claimPhotos(tx, caller, id, [...new Set(photos)]);
  return id;
}

export const checkIn = route({
  method: "POST",
  path: "/api/checkIns",
  question: "Checks in at a site: near enough and sure enough, the position proves it.",
  may: { who: ["inspector", "dispatcher", "handler", "leader"], area: "none" },
  body: fields,
  answer: CheckIn,
  async handle({ body, caller, tx }) {
    if (caller.personId === null) throw new Forbidden({ zh: "打卡须本人登录", en: "Only a person who is signed in checks in." });
    return tx("checkIn", async (on) => {
      const id = (await madeBefore(on, caller, body.clientId)) ?? (await make(on, caller, body));
      const [row] = await on.query<CheckInRow>(checkInRows(sql`c.id = ${id}::bigint`, 1));
      return toCheckIn(row as CheckInRow);
    });
  },
});
