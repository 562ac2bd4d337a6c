/** "These hold it from today." Posts as they are to be, each with the holders that were seen there; all of them or none. */
import { type Body, idField, listField, objectField, optional, refusedField, textField } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { type HandbookClass, handbookKey, mostHolderRows, mostHolders } from "../contract/handbook.ts";
import { HandbookHeld } from "../contract/handbookSchemas.ts";
import type { HandbookHolder } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { addHolders, classesOf, difference, endHolders, holdersOf, postKey, takeHolders, type WantedPost } from "./holdersWrite.ts";
import { keyField, noTarget, tellHolders, writers } from "./reading.ts";

/** Never repeated when refused: it is somebody's number. */
const anyPhone = textField(0, 20, "A telephone number, of a name; a person of the district has their own.");
const phoneField: typeof anyPhone = {
  ...anyPhone,
  read(name, value) {
    if (typeof value === "string" && /^\+?\d[\d -]{3,18}$/.test(value.trim())) return value.trim();
    throw refusedField(name, "", { zh: "电话号码，如 13812345678", en: "a telephone number, such as 13812345678" });
  },
};
const holder = objectField({
  person: optional(idField("One of the district's people.")),
  name: optional(textField(1, 50, "Or a name.")),
  phone: optional(phoneField),
  note: optional(textField(1, 200, "A word about it.")),
});
const row = objectField({
  target: keyField("A zone in force or a site."),
  role: textField(1, 32, "Code of a role."),
  seen: listField(idField("A holder's id."), 0, 100, "Ids of the holders that were seen at this post; none: nobody was entered."),
  holders: listField(holder, 0, mostHolders, "Who hold it from today; none: nobody."),
});
const fields = { rows: listField(row, 1, mostHolderRows, "Each post once.") };
type Row = Body<typeof fields>["rows"][number];

/** What can be told from the request alone. @throws ParameterError naming the row */
function refuseUnreadable(rows: readonly Row[]): void {
  const posts = rows.map(postKey);
  for (const [i, { holders }] of rows.entries()) {
    if (posts.indexOf(posts[i] as string) !== i)
      throw refusedField(`rows[${i}].role`, rows[i]?.role, { zh: "同一责任对象的同一角色只能出现一次", en: "each post of a target once" });
    for (const [n, { person, name, phone }] of holders.entries()) {
      if ((person === null) === (name === null))
        throw refusedField(`rows[${i}].holders[${n}].name`, name ?? "", {
          zh: "person 与 name 二者之一",
          en: "a person or a name: exactly one of the two",
        });
      if (person !== null && phone !== null)
        throw refusedField(`rows[${i}].holders[${n}].phone`, "", {
          zh: "区内人员用其本人电话，不另填",
          en: "left out: a person of the district has their own",
        });
    }
  }
}

/** @throws ParameterError naming the first target or role that is not there, or do not belong together */
function refuseUnknown(
  rows: readonly Row[],
  classes: ReadonlyMap<string, HandbookClass>,
  roles: ReadonlyMap<string, readonly string[]>,
): void {
  for (const [i, { target, role }] of rows.entries()) {
    const own = classes.get(handbookKey(target));
    if (own === undefined) throw noTarget(`rows[${i}].target`, target);
    if (!roles.get(role)?.includes(own))
      throw refusedField(`rows[${i}].role`, role, { zh: "适用于该对象的角色", en: "a role that applies to this target" });
  }
}

/** @throws ParameterError naming the first who is nobody here */
async function refuseGone(tx: Tx, rows: readonly Row[]): Promise<void> {
  const people = rows.flatMap(({ holders }) => holders.flatMap(({ person }) => person ?? []));
  const here = await tx.query<{ id: number }>(
    sql`select p.id from person p where p.id = any(${people}::bigint[]) and (p.left_on is null or p.left_on > ${today})`,
  );
  const known = new Set(here.map(({ id }) => id));
  for (const [i, { holders }] of rows.entries()) {
    const n = holders.findIndex(({ person }) => person !== null && !known.has(person));
    if (n >= 0)
      throw refusedField(`rows[${i}].holders[${n}].person`, holders[n]?.person, {
        zh: "在职的区内人员",
        en: "somebody of the district who has not left",
      });
  }
}

const idsOf = (holders: readonly HandbookHolder[]): number[] => holders.flatMap(({ id }) => id ?? []).sort((a, b) => a - b);

/** @throws Conflict with the posts that are not as they were seen */
function refuseChanged(rows: readonly Row[], before: ReadonlyMap<string, readonly HandbookHolder[]>): void {
  const others = rows.flatMap((one, i) => {
    const now = idsOf(before.get(postKey(one)) ?? []);
    return now.join() === [...one.seen].sort((a, b) => a - b).join()
      ? []
      : [{ row: i, target: handbookKey(one.target), role: one.role, seen: now }];
  });
  if (others.length === 0) return;
  throw new Conflict(
    {
      zh: `有 ${others.length} 处责任人已被别人改动：请重新打开后再改`,
      en: `${others.length} of these posts were changed by somebody else meanwhile: open them again.`,
    },
    { rows: others },
  );
}

async function rolesOf(tx: Tx): Promise<ReadonlyMap<string, readonly string[]>> {
  const roles = await tx.query<{ code: string; applies: string[] }>(sql`select code, applies from handbook_role where not retired`);
  return new Map(roles.map(({ code, applies }) => [code, applies]));
}

export const handbookHoldersChange = route({
  method: "POST",
  path: "/api/handbook/holders",
  question: "Says who holds posts from today: each post whole, with whom was seen there; all posts or none.",
  may: writers,
  body: fields,
  answer: HandbookHeld,
  async handle({ body: { rows }, caller, tx, audit }) {
    refuseUnreadable(rows);
    return tx("holders", async (on) => {
      await takeHolders(on);
      refuseUnknown(rows, await classesOf(on, rows), await rolesOf(on));
      await refuseGone(on, rows);
      const before = await holdersOf(on, rows);
      refuseChanged(rows, before);
      const posts = rows.map((one): WantedPost & ReturnType<typeof difference> => ({
        ...one,
        ...difference(before.get(postKey(one)) ?? [], one.holders),
      }));
      const changed = posts.filter(({ going, coming }) => going.length + coming.length > 0);
      if (changed.length > 0) {
        await endHolders(
          on,
          changed.flatMap(({ going }) => going),
        );
        await addHolders(on, caller, changed);
        const told = changed.map(({ target, role, going, coming }) => ({
          target: handbookKey(target),
          role,
          ended: going,
          added: coming.map(({ person, name }) => person ?? name),
        }));
        await audit({ kind: "change", detail: { what: "handbookHolders", rows: told } }, on);
      }
      const after = await holdersOf(on, rows);
      if (changed.length > 0) await on.query(moved("handbook"));
      return {
        rows: rows.map((one) => ({
          target: handbookKey(one.target),
          role: one.role,
          holders: tellHolders(caller, after.get(postKey(one)) ?? []),
        })),
      };
    });
  },
});
