/** "It has a new key." / "Not at night." A robot written anew; its address and secret stay unless they are said. */
import { optional } from "../ask/body.ts";
import { type Route, route } from "../ask/route.ts";
import { Robot } from "../contract/noticeSchemas.ts";
import { sql } from "../db/sql.ts";
import {
  auditedRobot,
  checkAddress,
  checkSecret,
  checkUnit,
  type NoticeMeans,
  pausedField,
  robotFields,
  robotOf,
  secretChange,
  tellRobot,
  urlField,
} from "./robotFields.ts";
import { holdRobot } from "./take.ts";

export const robotChange = (means: NoticeMeans): Route =>
  route({
    method: "POST",
    path: "/api/robots/{id}",
    question: "Changes a group robot: its name, address, secret, which notices it is sent, whether it is paused.",
    may: { who: ["administrator"], area: "none" },
    body: { ...robotFields, url: optional(urlField), secret: secretChange, paused: pausedField },
    answer: Robot,
    handle({ id, body: { name, url, secret, unit, kinds, paused }, tx, audit }) {
      const robot = id();
      if (url !== null) checkAddress(url, means);
      return tx("robot", async (on) => {
        await holdRobot(on, robot);
        const stored = await robotOf(on, robot);
        checkSecret(stored.kind, secret ?? null);
        await checkUnit(on, unit);
        await on.query(sql`update robot set name = ${name}::text, url = coalesce(${url}::text, url), unit_id = ${unit}::bigint,
            secret = case when ${secret === undefined}::boolean then secret else ${secret ?? null}::text end, kinds = ${kinds}::text[],
            paused = ${paused}::boolean, held_until = null where id = ${robot}::bigint`);
        const [before, after] = [tellRobot(stored), tellRobot(await robotOf(on, robot))];
        const detail = { what: "robot", robot, before: auditedRobot(before), after: auditedRobot(after) };
        await audit({ kind: "change", detail: { ...detail, addressChanged: url !== null, secretChanged: secret !== undefined } }, on);
        return after;
      });
    },
  });
