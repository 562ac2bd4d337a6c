/** "I am the wall." A device's own token becomes its session; nobody types a password at a wall. */
import { refusedField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import type { DeviceKind } from "../contract/officeWords.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { secretField } from "./password.ts";
import { openSession, withCookie } from "./session.ts";
import { tellMe } from "./tellMe.ts";
import { tokenHash } from "./token.ts";

const noWall: Word = {
  zh: "大屏设备的令牌；这是外部系统的密钥，只用于 POST /api/intake",
  en: "the token of a wall; this is a key of another system, for POST /api/intake alone",
};

export const signInDevice = route({
  method: "POST",
  path: "/api/session/device",
  question: "Signs a wall in with its token; a key of another system signs nobody in.",
  may: { who: "everybody", area: "none" },
  body: { token: secretField("The device's token.") },
  answer: Me,
  handle(ask) {
    return ask.tx("session", async (t) => {
      const [device] = await t.query<{ id: number; name: string; kind: DeviceKind }>(sql`
        update device set seen_at = now() where token_hash = ${tokenHash(ask.body.token)}::bytea and revoked_at is null returning id, name, kind`);
      if (!device) throw refusedField("token", "", { zh: "设备令牌无效或已吊销", en: "the token of a device that has not been revoked" });
      if (device.kind !== "wall") throw refusedField("token", "", noWall);
      const cookie = await openSession(t, ask, { deviceId: device.id });
      await ask.audit({ kind: "sign_in", who: device.name, detail: { device: device.id } }, t);
      return withCookie(
        cookie,
        await tellMe(t, { kind: "device", personId: null, deviceId: device.id, roles: new Set(["wall"]) }, ask.demo),
      );
    });
  },
});
