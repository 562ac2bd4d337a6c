/** "Does it work?" What would be posted, byte for byte, with its signature dotted; and if it is to be, what the robot says to it. */
import { flagField } from "../ask/body.ts";
import { TooOften } from "../ask/caller.ts";
import { type Ask, NotFound, type Route, route } from "../ask/route.ts";
import { RobotTry } from "../contract/noticeSchemas.ts";
import type { RobotKind } from "../contract/officeWords.ts";
import type { RobotTry as Answer } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { utf8Bytes } from "./forms/form.ts";
import { forms } from "./forms/forms.ts";
import type { NoticeMeans } from "./robotFields.ts";
import { testing } from "./say.ts";
import { postingOf, send } from "./send.ts";
import { takeRoom, usualLimits } from "./take.ts";
import { newestFor, toneOf } from "./told.ts";

interface Tried {
  id: number;
  name: string;
  kind: RobotKind;
  url: string;
  secret: string | null;
  unit: number | null;
  kinds: string[];
}

/** The robot and the text it is tried with. @throws NotFound */
async function trial(on: Tx, id: number, { publicUrl }: NoticeMeans): Promise<{ to: Tried; text: string }> {
  const [to] = await on.query<Tried>(sql`select id, name, kind, url, secret, unit_id as unit, kinds from robot where id = ${id}::bigint`);
  if (!to) throw new NotFound({ zh: "没有这个机器人", en: "There is no such robot." });
  const example = await newestFor(on, to.kinds, to.unit);
  return { to, text: testing(forms[to.kind], to.name, example, await toneOf(on, publicUrl)) };
}

/** A trial is a message like any other: it takes its room of the minute's. @throws TooOften */
async function makeRoom(on: Tx, { id }: Tried, audit: Ask["audit"]): Promise<void> {
  const wait_ms = await takeRoom(on, id, usualLimits);
  if (wait_ms > 0)
    throw new TooOften({ zh: "这个机器人一分钟内已发满", en: "This robot has had its minute's messages." }, Math.ceil(wait_ms / 1000));
  await audit({ kind: "change", detail: { what: "robot", robot: id, tried: true } }, on);
}

async function answered(to: Tried, text: string, posted: boolean, { networks }: NoticeMeans): Promise<Answer> {
  const { shown, body } = postingOf(to, text, Date.now());
  const said = posted ? await send(to, text, { networks }) : null;
  const failure = said && said.kind !== "sent" ? said.why : null;
  return { payload: shown, bytes: utf8Bytes(body), sent: said?.kind === "sent", answer: said?.answer ?? null, failure };
}

export const robotTry = (means: NoticeMeans): Route =>
  route({
    method: "POST",
    path: "/api/robots/{id}/try",
    question: "Shows what would be posted to a robot, or posts a test message and tells what it answered.",
    may: { who: ["administrator"], area: "none" },
    body: { send: flagField("False: nothing is sent, what would be is shown.") },
    answer: RobotTry,
    async handle({ id, body, tx, audit }) {
      const robot = id();
      const { to, text } = await tx("robot", async (on) => {
        const found = await trial(on, robot, means);
        if (body.send) await makeRoom(on, found.to, audit);
        return found;
      });
      return answered(to, text, body.send, means);
    },
  });
