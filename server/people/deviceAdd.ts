/** "A new wall", or "the hotline may send in": its token is shown this once. */
import { optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { NewDevice } from "../contract/bookSchemas.ts";
import { type DeviceKind, deviceKinds } from "../contract/officeWords.ts";
import { sql } from "../db/sql.ts";
import { deviceColumns, type StoredDevice, tellDevice } from "./devices.ts";
import { newToken, tokenHash } from "./token.ts";

export const deviceAdd = route({
  method: "POST",
  path: "/api/devices",
  question: "Makes a wall device, or a key of another system, and its token.",
  may: { who: ["administrator"], area: "none" },
  body: {
    name: textField(1, 100, "Where it hangs, or what system it is."),
    kind: optional(
      wordField(Object.keys(deviceKinds) as DeviceKind[], "A screen that looks, or a system that sends in; a wall when left out."),
    ),
  },
  answer: NewDevice,
  handle: ({ body, caller, tx, audit }) =>
    tx("device", async (t) => {
      const token = newToken();
      const kind = body.kind ?? "wall";
      const [made] = (await t.query<StoredDevice>(sql`insert into device (name, kind, token_hash, made_by)
        values (${body.name}::text, ${kind}::text, ${tokenHash(token)}::bytea, ${caller.personId}::bigint) returning ${deviceColumns}`)) as [
        StoredDevice,
      ];
      await audit({ kind: "change", detail: { what: "device", device: made.id, before: null, after: { name: made.name, kind } } }, t);
      return { device: tellDevice(made), token };
    }),
});
