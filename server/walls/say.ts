/** "I am here, and this is how I stand." A wall's word, at least twice a minute; the answer holds what the desk tells it. */
import { type Route, route } from "../ask/route.ts";
import { WallAnswer } from "../contract/wallSchemas.ts";
import { wallFields } from "./fields.ts";

/** @param build the page's present build */
export const wallSay = (_build: () => string): Route =>
  route({
    method: "POST",
    path: "/api/wall/say",
    question: "Tells how a wall stands, which orders it has taken, and asks what it is told.",
    may: { who: ["wall"], area: "none" },
    body: wallFields,
    answer: WallAnswer,
    async handle() {
      throw new Error("not built");
    },
  });
