/** "A new wall." Its token is shown this once. */
import { textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { NewDevice } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { deviceColumns, type StoredDevice, tellDevice } from "./devices.ts";
import { newToken, tokenHash } from "./token.ts";

export const deviceAdd = route({
  method: "POST",
  path: "/api/devices",
  question: "Makes a wall device and its token.",
  may: { who: ["administrator"], area: "none" },
  body: { name: textField(1, 100, "Where it hangs.") },
  answer: NewDevice,
  handle: ({ body, caller, tx, audit }) =>
    tx("device", async (t) => {
      const token = newToken();
      const [made] = (await t.query<StoredDevice>(sql`insert into device (name, token_hash, made_by)
        values (${body.name}::text, ${tokenHash(token)}::bytea, ${caller.personId}::bigint) returning ${deviceColumns}`)) as [StoredDevice];
      await audit({ kind: "change", detail: { what: "device", device: made.id, before: null, after: { name: made.name } } }, t);
      return { device: tellDevice(made), token };
    }),
});
