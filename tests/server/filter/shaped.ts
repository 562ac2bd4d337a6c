/** The peopled town with places kept under names: drawings and surroundings, of one, of an office, of all, and taken away. */
import { encodeShape } from "../../../server/contract/draw.ts";
import { formatAnchor } from "../../../server/contract/geo.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { loadPeopled, type Member, peopledTown, staff } from "../questions/peopled.ts";
import type { Town, TownShape } from "../questions/town.ts";

const of = (type: string, n: number): { readonly site: number } => ({
  site: peopledTown.sites.filter((site) => site.type === type)[n]?.id as number,
});

/** A five-pointed star, drawn in one stroke: its middle is inside twice, and so not at all. */
const star = [0, 2, 4, 1, 3].map((n) => {
  const turn = (n * 2 * Math.PI) / 5;
  return [Math.round((119.04 + 0.02 * Math.sin(turn)) * 1e5) / 1e5, Math.round((33.54 + 0.02 * Math.cos(turn)) * 1e5) / 1e5] as const;
});
const shapes: readonly TownShape[] = [
  { id: 1, what: { draw: { kind: "area", points: star } }, share: "all", owner: 604, unit: null },
  {
    id: 2,
    what: {
      draw: {
        kind: "line",
        points: [
          [119.01, 33.51],
          [119.03, 33.56],
          [119.07, 33.55],
        ],
      },
    },
    share: "office",
    owner: 605,
    unit: 12,
  },
  { id: 3, what: { draw: { kind: "point", points: [[119.04, 33.54]] } }, share: "mine", owner: 608, unit: null },
  { id: 4, what: { around: { distance_m: 300, of: [{ type: "market" }] } }, share: "all", owner: 602, unit: null },
  { id: 5, what: { around: { distance_m: 450.5, of: [of("river", 1), { zone: 310 }] } }, share: "office", owner: 606, unit: 14 },
  { id: 6, what: { around: { distance_m: 200, of: [of("school", 0)] } }, share: "mine", owner: 605, unit: 12 },
  { id: 7, what: { around: { distance_m: 200, of: [of("school", 1)] } }, share: "all", owner: 602, unit: null, removed: true },
];

/** Those who may use it, said plainly: its owner, everybody, or the people of its unit and of the units above it. */
export const mayUse = ({ id, unit }: Member, shape: TownShape): boolean => {
  if (shape.removed) return false;
  // 13 is under 12, 12 under 11.
  const units = { 11: [11, 12, 13], 12: [12, 13], 14: [14] }[unit ?? 0] ?? [];
  return shape.share === "all" || shape.owner === id || (shape.share === "office" && units.includes(shape.unit ?? 0));
};

export const shapedTown: Town = { ...peopledTown, shapes };

/** What the demo's dispatcher may use: their own, every office's, and everybody's. */
const demo = staff.find(({ id }) => id === 608) as Member;
export const demoTown: Town = {
  ...peopledTown,
  shapes: shapes.filter((one) => mayUse(demo, one) || (one.share === "office" && !one.removed)),
};

const text = ({ what }: TownShape): string =>
  "draw" in what ? `draw/${encodeShape(what.draw)}` : `within:${what.around.distance_m}:${what.around.of.map(formatAnchor).join(",")}`;

export async function loadShaped(db: Db): Promise<void> {
  await loadPeopled(db);
  const rows = shapes.map((one) => ({ ...one, definition: text(one), removed: one.removed ?? false }));
  await db.query(sql`insert into named_shape (id, name, definition, share, owner_id, unit_id, removed_at) overriding system value
    select id, '图形' || id, definition, share, owner, unit, case when removed then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, definition text, share text, owner bigint, unit bigint, removed boolean)`);
}
