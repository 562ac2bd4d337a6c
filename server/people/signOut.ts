/** "I am done here." Ends this session; whoever has none is done already. */
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { endSession, withCookie } from "./session.ts";
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
        await endSession(t, caller);
        await audit({ kind: "sign_out" }, t);
      });
    return withCookie(setCookie("", 0, secure), { ok: true });
  },
});
