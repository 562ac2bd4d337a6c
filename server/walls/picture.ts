/** "This is what I show." A small picture from a wall, for the desk's list. */
import { Type } from "typebox";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";

export const pictureGive = route({
  method: "POST",
  path: "/api/wall/picture",
  question: "Gives the desk a small picture of what a wall shows: a JPEG.",
  may: { who: ["wall"], area: "none" },
  bytes: 200 * 1024,
  answer: Done,
  async handle() {
    throw new Error("not built");
  },
});

export const pictureTake = route({
  path: "/api/walls/{id}/picture",
  question: "What does a wall show?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Type.Unknown(),
  media: "image/jpeg",
  async handle() {
    throw new Error("not built");
  },
});
