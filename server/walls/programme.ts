/** "What do I show?" A wall's own tour and the rules of its cards; whoever looks at a wall in their own browser gets the usual tour. */
import { type Route, route } from "../ask/route.ts";
import { WallProgramme } from "../contract/wallSchemas.ts";

/** @param build the page's present build */
export const programme = (_build: () => string): Route =>
  route({
    path: "/api/wall",
    question: "What does this wall show in turn, and by what rules?",
    may: { who: "signed in", area: "none" },
    answer: WallProgramme,
    async handle() {
      throw new Error("not built");
    },
  });
