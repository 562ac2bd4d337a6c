/** "Where does this short link lead?" */
import { linkCode } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { ShareLink } from "../contract/deskSchemas.ts";

export const link = route({
  path: "/api/links",
  question: "Which query does a short code stand for?",
  may: { who: "signed in", area: "none" },
  takes: { code: linkCode("The code of the short link.") },
  answer: ShareLink,
  handle: () => Promise.reject(new Error("not built")),
});
