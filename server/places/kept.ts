/** Named shapes as their owners and those they are shared with see them, and what stands in the way of keeping one. */
import { textField } from "../ask/body.ts";
import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { check } from "../ask/check.ts";
import { ownedBy, sharedWith } from "../ask/named.ts";
import { NotFound } from "../ask/route.ts";
import { decodeShape } from "../contract/draw.ts";
import { emptyFilter } from "../contract/filter.ts";
import { type Anchor, expectedDistance, formatAnchor, formatGeo, type GeoClause, parseGeo } from "../contract/geo.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { NamedShape } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** A person keeps so many: a list longer than that is read by nobody. */
export const mostShapes = 500;

export const definitionField = textField(3, 8000, "draw/… of a drawn shape, or within:<metres>:<anchors> of surroundings.");

/** Living shapes `n` of which `where` holds: the caller's own first, then the latest. An administrator may change what they see. */
const shapeRows = (caller: Caller, where: Sql): Sql => sql`
  select n.id, n.name, n.definition, n.campaign, n.share, o.name as owner,
    (${ownedBy(caller)} or ${caller.roles.has("administrator")}::boolean) as mine
  from named_shape n left join person o on o.id = n.owner_id
  where n.removed_at is null and ${where} order by ${ownedBy(caller)} desc, n.id desc`;

/** A shape as the audit log keeps it. */
export const auditedShape = ({ id: _id, mine: _mine, ...shape }: NamedShape): object => shape;

/** Those that the caller sees. */
export const seenShapes = (caller: Caller): Sql => shapeRows(caller, sharedWith(caller));

/** One, whoever sees it. */
export async function shapeOf(on: Queryable, caller: Caller, id: number): Promise<NamedShape> {
  return ((await on.query<NamedShape>(shapeRows(caller, sql`n.id = ${id}::bigint`))) as [NamedShape])[0];
}

/** The shape, which the caller may change. @throws NotFound when they do not see it, Forbidden when it is somebody else's */
export async function ownShape(tx: Tx, caller: Caller, id: number): Promise<NamedShape> {
  const [shape] = await tx.query<NamedShape>(shapeRows(caller, sql`n.id = ${id}::bigint and ${sharedWith(caller)}`));
  if (!shape)
    throw new NotFound({
      zh: "没有这个常用图形（可能已删除，或未共享给您）",
      en: "There is no such named shape: it was removed, or is not shared with you.",
    });
  if (shape.mine) return shape;
  throw new Forbidden({
    zh: `这是${shape.owner ?? "他人"}的图形，只有本人或管理员可以修改；您可以另存一个自己的`,
    en: `This shape is ${shape.owner ?? "somebody else"}'s: they or an administrator may change it. Keep one of your own.`,
  });
}

const expected: Word = {
  zh: "draw/图形，或 within:米数:点位（点位类型、site/编号、zone/编号、draw/图形；不含 shape/）",
  en: "draw/ and a drawing, or within:<metres>:<anchors>, the anchors being site types, site/id, zone/id or draw/drawing, and no shape/",
};
const refused = (value: string, why = expected): ParameterError => new ParameterError("definition", value, why);

/** A clause; what is wrong with it is said of the definition. @throws ParameterError */
function readClause(value: string): GeoClause {
  try {
    return parseGeo(value);
  } catch (error) {
    throw error instanceof ParameterError && error.expected === expectedDistance ? refused(value, expectedDistance) : refused(value);
  }
}

/** The definition's one spelling, and what it stands on. @throws ParameterError naming definition */
function readDefinition(value: string): { readonly text: string; readonly anchors: readonly Anchor[] } {
  const draw = value.startsWith("draw/") ? decodeShape(value.slice(5)) : null;
  if (draw) return { text: formatAnchor({ draw }), anchors: [{ draw }] };
  const clause = readClause(value);
  if (!("of" in clause) || clause.op !== "within" || clause.of.some((anchor) => "shape" in anchor)) throw refused(value);
  const of = [...new Map(clause.of.map((anchor) => [formatAnchor(anchor), anchor])).values()];
  return { text: formatGeo({ ...clause, of }), anchors: of };
}

/** Reads a definition, and looks up what it names. @returns its one spelling @throws ParameterError naming definition */
export async function checkDefinition(tx: Tx, caller: Caller, value: string): Promise<string> {
  const { text, anchors } = readDefinition(value);
  await check({ filter: emptyFilter, caller, rows: (_timer, statement) => tx.query(statement) }, anchors, "definition");
  return text;
}

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_009;

/** Changes of shapes take turns: of two that take the same name together, the second one sees the first. */
export async function takeShapes(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

/** @param owner SQL that gives the owner's id @throws Conflict */
export async function refuseTaken(tx: Tx, name: string, owner: Sql, except: number | null): Promise<void> {
  const [taken] = await tx.query<{ id: number }>(sql`select n.id from named_shape n where n.removed_at is null
    and n.name = ${name}::text and n.owner_id is not distinct from ${owner} and n.id is distinct from ${except}::bigint`);
  if (!taken) return;
  const why = {
    zh: `已有名为“${name}”的常用图形：请换一个名称，或修改那一个`,
    en: `There is a shape called “${name}” already: choose another name, or change that one.`,
  };
  throw new Conflict(why, { id: taken.id });
}

/** @throws Conflict when the caller keeps as many as anybody may */
export async function refuseMore(tx: Tx, { personId }: Caller): Promise<void> {
  const [kept] = await tx.query<{ count: number }>(sql`select count(*)::int as count from named_shape n
    where n.removed_at is null and n.owner_id is not distinct from ${personId}::bigint`);
  if ((kept?.count ?? 0) < mostShapes) return;
  throw new Conflict({
    zh: `每人至多保存 ${mostShapes} 个常用图形：请先删除不用的`,
    en: `One person keeps ${mostShapes} named shapes at most: remove what is not used first.`,
  });
}
