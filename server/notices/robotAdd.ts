/** "Tell the sanitation group, too." A robot that notices go out by from now on. */
import { optional } from "../ask/body.ts";
import { type Route, route } from "../ask/route.ts";
import { Robot } from "../contract/noticeSchemas.ts";
import { sql } from "../db/sql.ts";
import {
  auditedRobot,
  checkAddress,
  checkSecret,
  checkUnit,
  kindField,
  type NoticeMeans,
  robotFields,
  robotOf,
  secretField,
  tellRobot,
  urlField,
} from "./robotFields.ts";

export const robotAdd = (means: NoticeMeans): Route =>
  route({
    method: "POST",
    path: "/api/robots",
    question: "Adds a group robot of WeCom, DingTalk or Feishu.",
    may: { who: ["administrator"], area: "none" },
    body: { ...robotFields, kind: kindField, url: urlField, secret: optional(secretField) },
    answer: Robot,
    handle({ body: { name, kind, url, secret, unit, kinds }, tx, audit }) {
      checkAddress(url, means);
      checkSecret(kind, secret);
      return tx("robot", async (on) => {
        await checkUnit(on, unit);
        const [added] = (await on.query<{ id: number }>(sql`insert into robot (name, kind, url, secret, unit_id, kinds)
          values (${name}::text, ${kind}::text, ${url}::text, ${secret}::text, ${unit}::bigint, ${kinds}::text[]) returning id`)) as [
          { id: number },
        ];
        const robot = tellRobot(await robotOf(on, added.id));
        await audit({ kind: "change", detail: { what: "robot", robot: robot.id, before: null, after: auditedRobot(robot) } }, on);
        return robot;
      });
    },
  });
