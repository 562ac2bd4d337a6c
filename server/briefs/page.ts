/** A document's page: its facts, and the words around them as an issue would have them. */
import { areaOf, type Caller, seenKey } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import { type Route, route } from "../ask/route.ts";
import type { BriefKind, BriefWords } from "../contract/brief.ts";
import { BriefPage } from "../contract/briefSchemas.ts";
import type { BriefPage as Page } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";
import { briefTakes, mayRead } from "./asked.ts";
import { factsOf } from "./facts.ts";
import { type Asker, frameOf, type Wanted } from "./frame.ts";
import { nextNumber, overviewOf, titleOf } from "./say.ts";

/** Condition over an issued document `b`: it was made for who sees all, by whom; or for exactly what the caller sees. */
export const readable = (caller: Caller): Sql => (areaOf(caller) === null ? sql`true` : sql`b.seen = ${seenKey(caller)}::text`);

/** What the program's own template is called. */
export const ownName = "程序自带模板";

interface Around {
  words: BriefWords | null;
  template: number | null;
  name: string | null;
}

/** Words of the last of its kind, numbered on; an opening and demands are of each document anew. */
function wordsAfter(last: BriefWords | null, district: string, year: string): BriefWords {
  const issuer = last?.issuer || `${district}文明城市创建工作领导小组办公室`;
  return { number: nextNumber(last?.number ?? "", year), issuer, to: last?.to ?? "", opening: "", demands: "", copies: last?.copies ?? "" };
}

async function aroundOf(rows: Rows, caller: Caller, kind: BriefKind): Promise<Around> {
  const [found] = (await rows<Around>(
    "words",
    sql`select (select b.page->'words' from brief_issued b where b.kind = ${kind}::text and ${readable(caller)} order by b.made_at desc, b.id desc limit 1) as words,
      t.id as template, t.name from (select) one left join brief_template t on t.kind = ${kind}::text and t.used`,
  )) as [Around];
  return found;
}

/** @throws ParameterError for days, a filter or a name that is not taken; Forbidden, TooMany for a slip */
export async function pageOf(asker: Asker, wanted: Wanted): Promise<Page> {
  const facts = await factsOf(asker, await frameOf(asker, wanted));
  const { words, template, name } = await aroundOf(asker.rows, asker.caller, wanted.kind);
  const district = facts.district.zh.replace(/[（(].*$/u, "");
  return {
    facts,
    words: wordsAfter(words, district, facts.to.slice(0, 4)),
    title: titleOf(facts),
    overview: overviewOf(facts),
    template: { id: template, name: name ?? ownName },
  };
}

export const briefPage: Route = route({
  path: "/api/briefs/page",
  question:
    "What does the daily, weekly, notice or slip of that time say, as it stood then; and which question is each figure the answer of?",
  may: mayRead,
  filtered: true,
  takes: briefTakes,
  answer: BriefPage,
  handle: ({ caller, rows, filter, given: { kind, ...days } }) => pageOf({ caller, rows }, { kind, days, filter }),
});
