/** "This is what I show." A small picture from a wall, for the desk's list. */
import { Type } from "typebox";
import { refusedField } from "../ask/body.ts";
import { Unauthenticated } from "../ask/caller.ts";
import { NotFound, Reply, route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { noWall } from "./device.ts";

const media = "image/jpeg";
const begin = Buffer.from([0xff, 0xd8, 0xff]);
const end = Buffer.from([0xff, 0xd9]);

/** Only what a browser would show as a picture is kept, whole. @throws ParameterError saying what it is not */
function refuseOther(bytes: Buffer): void {
  const size = `${bytes.length} B`;
  if (bytes.length === 0)
    throw refusedField("body", "", {
      zh: "JPEG 图片的字节（application/octet-stream）",
      en: "the bytes of a JPEG, as application/octet-stream",
    });
  if (!bytes.subarray(0, begin.length).equals(begin))
    throw refusedField("body", size, { zh: "JPEG 图片：以 FF D8 FF 开头", en: "a JPEG: it begins with FF D8 FF" });
  if (!bytes.subarray(-end.length).equals(end))
    throw refusedField("body", size, { zh: "完整的 JPEG 图片：以 FF D9 结尾", en: "a whole JPEG: it ends with FF D9" });
}

export const pictureGive = route({
  method: "POST",
  path: "/api/wall/picture",
  question: "Gives the desk a small picture of what a wall shows: a JPEG.",
  may: { who: ["wall"], area: "none" },
  bytes: 200 * 1024,
  answer: Done,
  async handle({ bytes, caller, tx }) {
    refuseOther(bytes);
    return tx("picture", async (on) => {
      // The device's own row first, as when it is revoked: no picture comes after that.
      const [kept] = await on.query(sql`
        with seen as (update device set seen_at = now() where id = ${caller.deviceId}::bigint and revoked_at is null returning id)
        insert into wall_state (device_id, state, picture, picture_at) select id, '{}', ${bytes}::bytea, now() from seen
        on conflict (device_id) do update set picture = excluded.picture, picture_at = excluded.picture_at returning device_id`);
      if (!kept) throw new Unauthenticated();
      return { ok: true };
    });
  },
});

interface Kept {
  readonly picture: Buffer | null;
}

export const pictureTake = route({
  path: "/api/walls/{id}/picture",
  question: "What does a wall show?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Type.String({ format: "binary" }),
  media,
  async handle({ id, rows }) {
    const [wall] = await rows<Kept>(
      "picture",
      sql`select s.picture from device d left join wall_state s on s.device_id = d.id
        where d.id = ${id()}::bigint and d.kind = 'wall' and d.revoked_at is null`,
    );
    if (!wall) throw noWall();
    if (!wall.picture) throw new NotFound({ zh: "这块大屏还没有传来画面", en: "This wall has sent no picture yet." });
    return new Reply(200, { "content-type": media, "cache-control": "no-store" }, wall.picture);
  },
});
