/** "I am the wall." A device's own token becomes its session; nobody types a password at a wall. */
import { refusedField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { secretField } from "./password.ts";
import { openSession, withCookie } from "./session.ts";
import { tellMe } from "./tellMe.ts";
import { tokenHash } from "./token.ts";

export const signInDevice = route({
  method: "POST",
  path: "/api/session/device",
  question: "Signs a wall in with its token.",
  may: { who: "everybody", area: "none" },
  body: { token: secretField("The device's token.") },
  answer: Me,
  handle(ask) {
    return ask.tx("session", async (t) => {
      const [device] = await t.query<{ id: number; name: string }>(sql`
        update device set seen_at = now() where token_hash = ${tokenHash(ask.body.token)}::bytea and revoked_at is null returning id, name`);
      if (!device) throw refusedField("token", "", { zh: "设备令牌无效或已吊销", en: "the token of a device that has not been revoked" });
      const cookie = await openSession(t, ask, { deviceId: device.id });
      await ask.audit({ kind: "sign_in", who: device.name, detail: { device: device.id } }, t);
      return withCookie(
        cookie,
        await tellMe(t, { kind: "device", personId: null, deviceId: device.id, roles: new Set(["wall"]) }, ask.demo),
      );
    });
  },
});
