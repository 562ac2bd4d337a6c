/** "I am done here." Ends this session; whoever has none is done already. */
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { withCookie } from "./session.ts";
import { setCookie } from "./token.ts";

export const signOut = route({
  method: "POST",
  path: "/api/session/end",
  question: "Signs out.",
  may: { who: "everybody", area: "none" },
  answer: Done,
  async handle({ caller, secure, tx, audit }) {
    if (caller.sessionId !== null)
      await tx("session", async (t) => {
        await t.query(sql`update session set revoked_at = now() where id = ${caller.sessionId}::bigint`);
        await audit({ kind: "sign_out" }, t);
      });
    return withCookie(setCookie("", 0, secure), { ok: true });
  },
});
