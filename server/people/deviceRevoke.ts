/** "That screen was sold", "that key has got about." Its token and its sessions end at once. */
import { moved, peopleMoved } from "../ask/revision.ts";
import { NotFound, route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";

export const deviceRevoke = route({
  method: "POST",
  path: "/api/devices/{id}/revoke",
  question: "Revokes a device's token and ends its sessions.",
  may: { who: ["administrator"], area: "none" },
  answer: Done,
  handle: ({ id, tx, audit }) =>
    tx("device", async (t) => {
      const [device] = await t.query<{ id: number; name: string }>(
        sql`update device set revoked_at = coalesce(revoked_at, now()) where id = ${id()}::bigint returning id, name`,
      );
      if (!device) throw new NotFound({ zh: "没有这个设备", en: "There is no such device." });
      await t.query(sql`update session set revoked_at = now() where device_id = ${device.id}::bigint and revoked_at is null`);
      // Neither its word nor the picture of what it showed is kept.
      await t.query(sql`delete from wall_state where device_id = ${device.id}::bigint`);
      await t.query(peopleMoved({ deviceId: device.id }));
      await audit({ kind: "change", detail: { what: "device", device: device.id, before: { name: device.name }, after: null } }, t);
      await t.query(moved("walls"));
      return { ok: true };
    }),
});
