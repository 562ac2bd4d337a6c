/** "Which walls are there, what do they show, and are they alive?" */
import { readBody } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Wall, WallWord } from "../contract/types.ts";
import { Walls } from "../contract/wallSchemas.ts";
import { sql } from "../db/sql.ts";
import { wallFields } from "./fields.ts";
import { isWaiting, type KeptOrder, orderColumns, tellOrder } from "./orders.ts";

interface Kept {
  readonly clock: Date;
  readonly id: number | null;
  readonly name: string;
  readonly tour: number | null;
  readonly heard: Date | null;
  readonly silent_s: number | null;
  readonly state: unknown;
  readonly picture: Date | null;
  readonly order: (Omit<KeptOrder, "made"> & { readonly made: string }) | null;
}

const { taken: _taken, ...wordFields } = wallFields;

/** A wall's word; null when there is none, or it is of another version of the page. */
function readWord(state: unknown): WallWord | null {
  try {
    const { upSince, faults, ...word } = readBody(wordFields, state);
    return { ...word, faults: [...faults], upSince: new Date(upSince).toISOString() };
  } catch (error) {
    if (error instanceof ParameterError) return null;
    throw error;
  }
}

const tell = ({ id, name, tour, heard, silent_s, state, picture, order }: Kept & { readonly id: number }): Wall => ({
  id,
  name,
  tour,
  heard: heard?.toISOString() ?? null,
  silent_s,
  word: state === null ? null : readWord(state),
  picture: picture?.toISOString() ?? null,
  waiting: order && tellOrder({ ...order, made: new Date(order.made) }),
});

// A row with the clock alone while there are no walls.
const statement = sql`select clock() as clock, d.id, d.name, d.tour_id as tour, s.heard_at as heard, s.state, s.picture_at as picture,
    case when s.heard_at is not null then greatest(extract(epoch from now() - s.heard_at), 0)::float8 end as silent_s,
    (select to_json(w) from (select ${orderColumns} from wall_order o
      where o.device_id = d.id and ${isWaiting} order by o.id desc limit 1) w) as order
  from (values (1)) v left join device d on d.kind = 'wall' and d.revoked_at is null left join wall_state s on s.device_id = d.id
  order by d.name, d.id`;

export const walls = route({
  path: "/api/walls",
  question: "Which walls are there, how do they stand, and what were they told?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Walls,
  async handle({ rows }) {
    const found = await rows<Kept>("walls", statement);
    const there = found.filter((row): row is Kept & { readonly id: number } => row.id !== null);
    return { clock: (found[0] as Kept).clock.toISOString(), rows: there.map(tell) };
  },
});
