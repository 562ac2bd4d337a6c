/** "What do I show?" A wall's own tour and the rules of its cards; whoever looks at a wall in their own browser gets the usual tour. */
import { type Route, route } from "../ask/route.ts";
import type { WallRules } from "../contract/types.ts";
import { WallProgramme } from "../contract/wallSchemas.ts";
import { sql } from "../db/sql.ts";
import { shownScenes } from "./kept.ts";
import { ruleColumns } from "./rule.ts";

interface Kept {
  readonly clock: Date;
  readonly id: number | null;
  readonly name: string | null;
  readonly version: number | null;
  readonly scenes: unknown;
  readonly rules: WallRules;
}

/** @param build the page's present build */
export const programme = (build: () => string): Route =>
  route({
    path: "/api/wall",
    question: "What does this wall show in turn, and by what rules?",
    may: { who: "signed in", area: "none" },
    answer: WallProgramme,
    async handle({ caller, rows }) {
      const [kept] = (await rows<Kept>(
        "programme",
        sql`select clock() as clock, t.id, t.name, t.version, t.scenes,
            (select row_to_json(r) from (select ${ruleColumns} from wall_rule) r) as rules
          from (values (${caller.deviceId}::bigint)) v(device) left join device d on d.id = v.device left join wall_tour t on t.id = d.tour_id`,
      )) as [Kept];
      const { clock, id, name, version, scenes, rules } = kept;
      return { clock: clock.toISOString(), page: build(), tour: { id, name, version: version ?? 0 }, scenes: shownScenes(scenes), rules };
    },
  });
