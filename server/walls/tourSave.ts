/** "This is the tour now." A new one, or one that was seen in a version and is changed. */
import { idField, listField, numberField, objectField, optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { mostScenes, type SceneKind, sceneKinds, sceneSeconds } from "../contract/wall.ts";
import { WallTour } from "../contract/wallSchemas.ts";

const scene = objectField({
  kind: wordField(Object.keys(sceneKinds) as SceneKind[], "What kind of scene."),
  title: optional(textField(1, 40, "What it is called on the wall.")),
  seconds: numberField(sceneSeconds.least, sceneSeconds.most, "How long it stands.", true),
  query: textField(0, 12_000, "Query and fragment of the desk's URL."),
});

export const tourSave = route({
  method: "POST",
  path: "/api/wallTours",
  question: "Keeps a tour of scenes: a new one, or a version of one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: {
    id: optional(idField("Of the tour that is changed; left out of a new one.")),
    version: optional(idField("The version that was seen.")),
    name: textField(1, 60, "What it is called."),
    scenes: listField(scene, 1, mostScenes, "In their order."),
  },
  answer: WallTour,
  async handle() {
    throw new Error("not built");
  },
});
