/** "Nobody needs that any more." A message that is not sent, and will not be. */
import { route } from "../ask/route.ts";
import { Message } from "../contract/noticeSchemas.ts";
import { settleMessage } from "./messageSettle.ts";

export const messageDrop = route({
  method: "POST",
  path: "/api/messages/{id}/drop",
  question: "Gives a message to a robot up.",
  may: { who: ["administrator"], area: "none" },
  answer: Message,
  handle: (ask) => settleMessage(ask, { from: ["waiting", "dead"], to: "dropped" }),
});
