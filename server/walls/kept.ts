/** Tours as they are kept. What an older or a newer program wrote, or a hand in the database, must not darken a screen. */
import { type Field, listField, numberField, objectField, optional, textField, wordField } from "../ask/body.ts";
import { checkQuery } from "../ask/pageQuery.ts";
import { longestQuery } from "../contract/pageQuery.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { WallTour } from "../contract/types.ts";
import { mostScenes, type Scene, type SceneKind, sceneKinds, sceneSeconds, usualTour } from "../contract/wall.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

const text = textField(0, longestQuery, "Query and fragment of the desk's URL; empty = the kind's own question.");
const fields = objectField({
  kind: wordField(Object.keys(sceneKinds) as SceneKind[], "What kind of scene."),
  title: optional(textField(1, 40, "What it is called on the wall.")),
  seconds: numberField(sceneSeconds.least, sceneSeconds.most, "How long it stands.", true),
  query: text,
});

/** What is refused inside a query is named with the scene it is of. */
function checkScene(name: string, { kind, query }: Scene): void {
  const field = `${name}.query`;
  if (kind === "view" && !query)
    throw new ParameterError(field, query, {
      zh: "自选视图须有查询，如 ?status=open",
      en: "a query, such as ?status=open: a chosen view has none of its own",
    });
  if (!query) return;
  try {
    checkQuery(field, query);
  } catch (error) {
    if (!(error instanceof ParameterError) || error.parameter === field) throw error;
    const { parameter, value, expected } = error;
    throw new ParameterError(field, `${parameter}=${value}`, {
      zh: `其中 ${parameter} 应为：${expected.zh}`,
      en: `${parameter} in it is ${expected.en}`,
    });
  }
}

const sceneField: Field<Scene> = {
  schema: fields.schema,
  read(name, value) {
    const scene = fields.read(name, value);
    checkScene(name, scene);
    return scene;
  },
};
/** Scenes in their order. */
export const scenesField = listField(sceneField, 1, mostScenes, "In their order.");

function readScene(value: unknown): Scene[] {
  try {
    return [sceneField.read("scene", value)];
  } catch (error) {
    if (error instanceof ParameterError) return [];
    throw error;
  }
}

/** Scenes of a tour's jsonb; what cannot be read any more is left out. */
export const keptScenes = (kept: unknown): Scene[] => (Array.isArray(kept) ? kept.flatMap(readScene) : []);

/** What a wall shows by its tour's jsonb: the usual tour when it has none, or nothing of it can be read. */
export function shownScenes(kept: unknown): readonly Scene[] {
  const scenes = keptScenes(kept);
  return scenes.length > 0 ? scenes : usualTour;
}

interface Kept {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly scenes: unknown;
  readonly changed: Date;
  readonly by: string | null;
}

/** Tours `t`, by their names. */
const tourRows = (where: Sql): Sql => sql`select t.id, t.name, t.version, t.scenes, t.changed_at as changed, p.name as by
  from wall_tour t left join person p on p.id = t.changed_by where ${where} order by t.name, t.id`;

/** @param query runs the statement */
export async function toursOf(query: (statement: Sql) => Promise<Kept[]>, where: Sql): Promise<WallTour[]> {
  const rows = await query(tourRows(where));
  return rows.map(({ scenes, changed, ...row }) => ({ ...row, scenes: keptScenes(scenes), changed: changed.toISOString() }));
}

export async function tourOf(tx: Tx, id: number): Promise<WallTour | null> {
  const [tour] = await toursOf((statement) => tx.query(statement), sql`t.id = ${id}::bigint`);
  return tour ?? null;
}

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_011;

/** Changes of tours take turns: of two that take the same name together, the second one sees the first. */
export async function takeTours(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}
