/** The database's plan for a statement: as a tree of what it does, as text that is kept, and what it reads from end to end. */
import type { Db, Tx } from "../../server/db/db.ts";
import { type Sql, sql, toStatement } from "../../server/db/sql.ts";
import { StatementNames } from "../../server/db/statementNames.ts";

/** What EXPLAIN tells of a step, as far as it is kept. */
export interface Step {
  readonly "Node Type": string;
  readonly "Total Cost": number;
  readonly "Join Type"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Relation Name"?: string;
  readonly "CTE Name"?: string;
  readonly "Subplan Name"?: string;
  readonly Strategy?: string;
  readonly Plans?: readonly Step[];
}

/** As PostgreSQL has them where nobody set them, and as our sessions do: a server's own settings are not what is held here. */
const settings = {
  jit: "off",
  work_mem: "4MB",
  random_page_cost: "4",
  seq_page_cost: "1",
  cpu_tuple_cost: "0.01",
  cpu_index_tuple_cost: "0.005",
  cpu_operator_cost: "0.0025",
  effective_cache_size: "4GB",
  max_parallel_workers_per_gather: "2",
  hash_mem_multiplier: "2",
};

interface Explained {
  "QUERY PLAN": readonly [{ readonly Plan: Step }];
}
const planOf = ([row]: readonly Explained[]): Step => (row as Explained)["QUERY PLAN"][0].Plan;

const set = (tx: Tx, more: Readonly<Record<string, string>> = {}): Promise<object[]> =>
  tx.query(sql`select set_config(s.key, s.value, true) from json_each_text(${JSON.stringify({ ...settings, ...more })}::json) s`);

/** The plan for a statement with its values. @param tx of a transaction in which something was changed first */
export async function planIn(tx: Tx, statement: Sql): Promise<Step> {
  await set(tx);
  return planOf(await tx.query<Explained>(sql`explain (format json) ${statement}`));
}
export const plan = (db: Db, statement: Sql): Promise<Step> => db.tx((tx) => planIn(tx, statement));

/** A session may plan a statement that has a name once for all values, after five times; null for one that gets no name. */
export async function planForAll(db: Db, statement: Sql): Promise<Step | null> {
  const { text, values } = toStatement(statement);
  const names = new StatementNames();
  names.nameFor(text);
  if (names.nameFor(text) === undefined) return null;
  return db.tx(async (tx) => {
    await set(tx, { plan_cache_mode: "force_generic_plan" });
    await tx.script(`prepare for_all as ${text}`);
    const given = values.length ? `(${values.map(() => "null").join(", ")})` : "";
    // The values say nothing to such a plan. A text of its own each time: what was prepared under it is gone with the next.
    const found = planOf(await tx.query<Explained>(explainExecute(given)));
    await tx.script("deallocate for_all");
    return found;
  });
}

/** Made of nulls and commas alone. */
const explainExecute = (given: string): Sql => {
  const nulls = given === "" ? sql`` : given.split(",").reduce((all, _one, i) => (i === 0 ? sql`(null` : sql`${all}, null`), sql``);
  return given === "" ? sql`explain (format json) execute for_all` : sql`explain (format json) execute for_all ${nulls})`;
};

/** Drawers of one table as one: each month stands for all of them. */
const drawer = (name: string): string => name.replace(/_\d{4}_\d\d(?=_|$)/, "_month");
/** The table whose drawer it is. */
const wholeOf = (relation: string): string => drawer(relation).replace(/^(problem|problem_event)_(open|rest|month)$/, "$1");
/** What no month holds: empty, or nearly so. */
const isRest = (relation: string): boolean => /^problem(_event)?_rest$/.test(relation);

/** "Seq Scan" in a worker's part of a plan, too. */
const readsAll = (step: Step): boolean => step["Node Type"] === "Seq Scan" && !isRest(step["Relation Name"] ?? "");
/** Who sums up all that is open reads its drawer, and no other. */
const readOf = (relation: string): string => (relation === "problem_open" ? relation : wholeOf(relation));

/** Tables that a plan reads from end to end, each once. */
export function scanned(step: Step): string[] {
  const own = readsAll(step) && step["Relation Name"] ? [readOf(step["Relation Name"])] : [];
  return [...new Set([...own, ...(step.Plans ?? []).flatMap(scanned)])].sort();
}

/** Tables of any step. */
export function touched(step: Step): string[] {
  const own = step["Relation Name"] ? [wholeOf(step["Relation Name"])] : [];
  return [...new Set([...own, ...(step.Plans ?? []).flatMap(touched)])].sort();
}

function line(step: Step): string {
  const parts = [step["Node Type"]];
  const { "Join Type": join, Strategy: strategy, "Index Name": index, "Relation Name": relation, "CTE Name": cte } = step;
  if (join && join !== "Inner") parts.push(`(${join})`);
  if (strategy && strategy !== "Plain") parts.push(`(${strategy})`);
  if (index) parts.push(`${step["Index Cond"] || step["Node Type"] === "Bitmap Heap Scan" ? "by" : "along"} ${drawer(index)}`);
  if (relation) parts.push(`of ${drawer(relation)}`);
  if (cte) parts.push(`of ${cte}`);
  const name = step["Subplan Name"]?.replace(/ \(returns .*\)$/, "");
  return `${name ? `${name}: ` : ""}${parts.join(" ")}`;
}

/** One line a step, what it stands on below it. "by" an index: with a condition; "along": in its order, from its beginning. */
export function textOf(step: Step, depth = 0): string {
  const below = (step.Plans ?? []).map((one) => textOf(one, depth + 1));
  const told = below.flatMap((text, i) => {
    if (text === below[i - 1]) return [];
    const times = below.slice(i).findIndex((other) => other !== text);
    const count = times < 0 ? below.length - i : times;
    return [count > 1 ? text.replace(/^ */, (indent) => `${indent}${count} × `) : text];
  });
  return [`${"  ".repeat(depth)}${line(step)}`, ...told].join("\n");
}
