/** "How did it come to this?" The filter's problems over a stretch of time, with every event that changes what is shown. */
import { moment } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Replay } from "../contract/deskSchemas.ts";

export const replay = route({
  path: "/api/problems/replay",
  question: "How did the filter's problems stand when a stretch of time began, and what happened to them since?",
  filtered: true,
  takes: {
    from: moment("When the stretch begins, RFC 3339."),
    to: moment("When it ends, RFC 3339; not before it begins, at most 400 days later."),
  },
  answer: Replay,
  handle: () => Promise.reject(new Error("not built")),
});
