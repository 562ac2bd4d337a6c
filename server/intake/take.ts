/** "It is a broken road, at this corner." A dispatcher says what was wanting, and the problem is made. */
import { idField, numberField, optional, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { IntakeRow } from "../contract/noticeSchemas.ts";
import { file } from "./filed.ts";
import { holdIntake, readIntake } from "./held.ts";
import { tellIntake } from "./rows.ts";

export const intakeTake = route({
  method: "POST",
  path: "/api/intake/{id}/take",
  question: "Makes the problem of something that was held, with what was wanting.",
  may: { who: ["dispatcher"], area: "own" },
  body: {
    category: textField(1, 32, "Code of the minor category."),
    lon: numberField(-180, 180, "Longitude, degrees, EPSG:4326."),
    lat: numberField(-90, 90, "Latitude, degrees, EPSG:4326."),
    site: optional(idField("The evaluated site it belongs to.")),
    title: optional(textField(1, 200, "Instead of the one that was sent.")),
    place: optional(textField(1, 200, "Where it is, in words; instead of what was sent.")),
  },
  answer: IntakeRow,
  handle({ id, body, caller, tx, audit }) {
    const row = id();
    return tx("intake", async (on) => {
      const { whole: sent, from, received_at } = await holdIntake(on, caller, row);
      await audit({ kind: "act", detail: { what: "intake", intake: row, from, externalId: sent.externalId, state: "taken" } }, on);
      const settled = { ...body, title: body.title ?? sent.title, place: body.place ?? sent.place };
      await file(on, caller, { id: row, from, sent, found: sent.found ?? received_at.getTime() }, settled);
      return tellIntake(await readIntake(on, row));
    });
  },
});
