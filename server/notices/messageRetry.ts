/** "The key is right now, try again." Of one that waits for its next try, too. */
import { route } from "../ask/route.ts";
import { Message } from "../contract/noticeSchemas.ts";
import { settleMessage } from "./messageSettle.ts";

export const messageRetry = route({
  method: "POST",
  path: "/api/messages/{id}/retry",
  question: "Has a message to a robot tried again.",
  may: { who: ["administrator"], area: "none" },
  answer: Message,
  handle: (ask) => settleMessage(ask, { from: ["waiting", "dead", "dropped"], to: "waiting" }),
});
