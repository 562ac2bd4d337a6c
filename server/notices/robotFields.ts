/** Robots as an administrator keeps them: their rows, the fields of a form, and what is refused of one. Addresses and secrets go in and never out. */
import { Type } from "typebox";
import { type Field, flagField, idField, listField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { NotFound } from "../ask/route.ts";
import { type NoticeKind, noticeKinds, type RobotKind, robotKinds } from "../contract/officeWords.ts";
import type { Robot } from "../contract/types.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { addressRefusal } from "./address.ts";
import { forms } from "./forms/forms.ts";

/** What the starter allows, and where the page is. */
export interface NoticeMeans {
  /** Networks of one's own that robots may be in. */
  readonly networks: readonly string[];
  /** For links in messages. */
  readonly publicUrl: string | undefined;
}

export interface StoredRobot {
  id: number;
  name: string;
  kind: RobotKind;
  url: string;
  signed: boolean;
  unit: number | null;
  kinds: NoticeKind[];
  paused: boolean;
  waiting: number;
  dead: number;
  sent: Date | null;
}

/** Rows of robots `r`. */
export const robotRows = (where: Sql): Sql => sql`
  select r.id, r.name, r.kind, r.url, r.secret is not null as signed, r.unit_id as unit, r.kinds, r.paused,
    (select count(*)::int from delivery d where d.robot_id = r.id and d.state in ('waiting', 'sending')) as waiting,
    (select count(*)::int from message m where m.robot_id = r.id and m.state = 'dead') as dead,
    (select max(m.sent_at) from message m where m.robot_id = r.id) as sent
  from robot r where ${where} order by r.id`;

export const tellRobot = ({ url, sent, ...robot }: StoredRobot): Robot => ({
  ...robot,
  host: new URL(url).host,
  lastSent: sent?.toISOString() ?? null,
});

/** A robot's row as the audit log keeps it. */
export const auditedRobot = ({ waiting: _waiting, dead: _dead, lastSent: _sent, ...robot }: Robot): object => robot;

/** @throws NotFound */
export async function robotOf(on: Queryable, id: number): Promise<StoredRobot> {
  const [robot] = await on.query<StoredRobot>(robotRows(sql`r.id = ${id}::bigint`));
  if (!robot) throw new NotFound({ zh: "没有这个机器人", en: "There is no such robot." });
  return robot;
}

const kind = wordField(Object.keys(noticeKinds) as NoticeKind[], "A kind of notice.");
const list = listField(kind, 1, Object.keys(noticeKinds).length, "Which notices it is sent.");
const kinds: Field<readonly NoticeKind[]> = { schema: list.schema, read: (name, value) => [...new Set(list.read(name, value))] };
export const robotFields = {
  name: textField(1, 100, "Which group it is in."),
  unit: optional(idField("Notices of this unit and those under it alone; none: of all.")),
  kinds,
};
export const kindField = wordField(Object.keys(robotKinds) as RobotKind[], "Whose robot it is.");
export const urlField = textField(1, 1000, "Its address, with its key.");
export const secretField = textField(1, 200, "What it signs with.");
/** Three things can be said: a secret, none (null), and nothing: it stays as it is. */
export const secretChange: Field<string | null | undefined> = {
  schema: Type.Union([secretField.schema, Type.Null()], { description: "Left out: as it was. Null: none." }),
  optional: true,
  read: (name, value) => (value === undefined || value === null ? value : secretField.read(name, value)),
};
export const pausedField = flagField("Nothing is sent to it, and nothing is kept for it; what waits already goes on waiting.");

/** @throws ParameterError; the address is not repeated, as a log on the way may keep answers */
export function checkAddress(url: string, { networks }: NoticeMeans): void {
  const wrong = addressRefusal(url, networks);
  if (wrong) throw refusedField("url", URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}/…` : "…", wrong);
}

/** @throws ParameterError */
export function checkSecret(kindOf: RobotKind, secret: string | null): void {
  if (secret === null || forms[kindOf].signs) return;
  const { zh, en } = robotKinds[kindOf];
  throw refusedField("secret", "…", { zh: `不填：${zh}机器人不加签`, en: `nothing: a robot of ${en} does not sign` });
}

/** @throws ParameterError */
export async function checkUnit(tx: Tx, unit: number | null): Promise<void> {
  if (unit === null || (await tx.query(sql`select from unit where id = ${unit}::bigint`)).length) return;
  throw refusedField("unit", unit, { zh: "没有这个责任单位", en: "the id of a unit that exists" });
}
