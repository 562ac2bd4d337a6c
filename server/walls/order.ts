/** "Show this on that wall": a scene, a place, a message; go on; load anew. */
import { numberField, optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { type OrderKind, orderKinds } from "../contract/wall.ts";
import { WallOrder } from "../contract/wallSchemas.ts";

export const wallOrder = route({
  method: "POST",
  path: "/api/walls/{id}/order",
  question: "Tells a wall to show a scene, a place or a message, to go on with its tour, or to load its page anew.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: {
    kind: wordField(Object.keys(orderKinds) as OrderKind[], "What to do."),
    scene: optional(numberField(0, 99, "Of its tour, from 0.", true)),
    lon: optional(numberField(-180, 180, "Longitude, degrees, EPSG:4326.")),
    lat: optional(numberField(-90, 90, "Latitude, degrees, EPSG:4326.")),
    zoom: optional(numberField(7, 20, "Of the map.")),
    message: optional(textField(1, 120, "To be read from across the room.")),
    seconds: optional(numberField(5, 3600, "How long it stands; 60 when left out.", true)),
  },
  answer: WallOrder,
  async handle() {
    throw new Error("not built");
  },
});
