/** A photo's picture or thumbnail, to whoever may see it. */
import { Type } from "typebox";
import { type Caller, Forbidden, seen } from "../ask/caller.ts";
import { integer } from "../ask/parameters.ts";
import { anyProblem } from "../ask/past.ts";
import { type Ask, NotFound, Reply, type Route, route } from "../ask/route.ts";
import type { Role } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";
import { notFound, withdrawnGone } from "./rows.ts";
import { media, type PhotoStore, photoKey, type What } from "./store.ts";

/** Who sees photos of check-ins. */
const ofCheckIns: readonly Role[] = ["inspector", "dispatcher", "leader", "auditor"];

/** Condition over a photo `f` and its problem `p`: the caller may see it. */
export const maySee = (caller: Caller): Sql => sql`coalesce(f.person_id = ${caller.personId}::bigint, false)
  or (p.id is not null and coalesce(${seen(caller)}, false))
  or (f.check_in_id is not null and ${ofCheckIns.some((role) => caller.roles.has(role))}::boolean)`;

interface Row {
  readonly state: string;
  readonly shown: number | null;
  readonly problem: number | null;
  readonly maySee: boolean;
  readonly withdrawnBy: string | null;
  readonly withdrawnWhy: string | null;
}

const rowOf = (id: number, caller: Caller): Sql => sql`select f.state, f.shown, p.id as problem, (${maySee(caller)}) as "maySee",
    f.withdrawn_by as "withdrawnBy", f.withdrawn_why as "withdrawnWhy"
  from photo f left join ${anyProblem} p on p.id = f.problem_id where f.id = ${id}::bigint`;

/** The number of the set that is shown. @throws NotFound, Forbidden, Gone */
async function shownTo({ caller, rows }: Ask, id: number): Promise<number> {
  const [row] = await rows<Row>("photo", rowOf(id, caller));
  if (!row) throw notFound();
  if (!row.maySee) throw new Forbidden(notYours, row.problem);
  if (row.state === "withdrawn") throw withdrawnGone(row);
  if (row.shown === null) throw new NotFound({ zh: "照片还没有传完", en: "The photo's upload is not whole yet." });
  return row.shown;
}

const fileMissing = () => new NotFound({ zh: "照片文件不在存储中", en: "The photo's file is not in the store." });

/** The file of the set that is shown: when it is replaced between the question and the reading, that of the new one. */
async function fileOf(ask: Ask, store: PhotoStore, id: number, what: What, first: number): Promise<{ set: number; bytes: Buffer }> {
  const bytes = await store.get(photoKey(id, first, what));
  if (bytes) return { set: first, bytes };
  const set = await shownTo(ask, id);
  const again = set === first ? null : await store.get(photoKey(id, set, what));
  if (!again) throw fileMissing();
  return { set, bytes: again };
}

/** A set is never written again: its number names what is seen. */
const tagOf = (id: number, set: number, what: What): string => `"photo-${id}-${set}-${what}"`;
const asksFor = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, ""))) ?? false;
/** Asked about again each time: a cover or a withdrawal is at once. */
const headersOf = (tag: string) => ({ etag: tag, "cache-control": "private, no-cache", vary: "cookie" });

async function served(ask: Ask, store: PhotoStore, what: What): Promise<Reply> {
  const id = ask.id();
  const shown = await shownTo(ask, id);
  const tag = tagOf(id, shown, what);
  if (asksFor(ask.header("if-none-match"), tag)) return new Reply(304, headersOf(tag), null);
  const { set, bytes } = await fileOf(ask, store, id, what, shown);
  const headers = {
    ...headersOf(tagOf(id, set, what)),
    "content-type": media,
    "content-disposition": `inline; filename="photo-${id}.jpg"`,
  };
  return new Reply(200, headers, bytes);
}

const questions: Readonly<Record<What, string>> = {
  thumb: "What does this photo show, small?",
  picture: "What does this photo show?",
};

/** The route of a photo's picture, or of its thumbnail. */
export const photoFile = (store: PhotoStore, what: What): Route =>
  route({
    path: `/api/photos/{id}/${what}`,
    question: questions[what],
    takes: { covers: integer(0, 1000, 0, "Makes the address another one when covers changed; it changes nothing else.") },
    answer: Type.String({ format: "binary" }),
    media,
    handle: (ask) => served(ask as unknown as Ask, store, what),
  });
