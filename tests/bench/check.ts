/** Every count against what the rows say, over HTTP and by hand, before anything is timed. */
import type { Sql } from "../../server/db/sql.ts";
import type { Ground } from "./ground.ts";
import { type Answer, type Engine, type Request, type Truth, valuesOf, type Workload } from "./workload.ts";

export interface Askers {
  readonly engine: Engine;
  /** The body of an answer. @throws when it is not 200 */
  http(request: Request): Promise<Buffer>;
  rows(statement: Sql): Promise<Readonly<Record<string, unknown>>[]>;
}

/** Ways to write it by hand that the engine has functions for. */
export const waysOf = ({ byHand = {}, nativeOnly = [] }: Workload, engine: Engine) =>
  Object.entries(byHand).filter(([name]) => engine === "postgres" || !nativeOnly.includes(name));

const none: ReadonlySet<number> = new Set();

/** What is wrong with an answer; null when it is right. */
export function faultOf({ count, ids, figures }: Answer, { ids: all, unsure = none, ...truth }: Truth): string | null {
  if (count < truth.count || count > truth.count + unsure.size) return `${count} where the rows say ${truth.count}`;
  const odd = all && ids?.find((id) => !all.has(id) && !unsure.has(id));
  if (odd !== undefined) return `problem ${odd}, which does not belong`;
  if (ids && new Set(ids).size !== ids.length) return "a problem twice";
  if (ids && all && ids.length === count) {
    const here = new Set(ids);
    const missing = Array.from(all).find((id) => !here.has(id) && !unsure.has(id));
    if (missing !== undefined) return `problem ${missing} is missing`;
  }
  for (const key of new Set([...Object.keys(truth.figures ?? {}), ...Object.keys(figures ?? {})]))
    if ((figures?.[key] ?? 0) !== (truth.figures?.[key] ?? 0))
      return `${figures?.[key] ?? 0} for ${key} where the rows say ${truth.figures?.[key] ?? 0}`;
  return null;
}

/** Of very many cases so many are checked, evenly taken. */
const mostChecked = 100;

/**
 * Checks the cases of a workload.
 * @returns how many an answer counts, on the average
 * @throws naming the workload, the case and what is wrong
 */
export async function check(workload: Workload, ground: Ground, askers: Askers, most = mostChecked): Promise<number> {
  const { name, request, read, oracle, readRows } = workload;
  const spreads = workload.spreads(ground);
  const step = Math.max(1, workload.cases / most);
  let [sum, checked] = [0, 0];
  for (let at = 0; at < workload.cases; at += step, checked++) {
    const k = Math.floor(at);
    const values = valuesOf(spreads, k);
    const truth = oracle(ground, values);
    const wrong = (form: string, answer: Answer): void => {
      const fault = faultOf(answer, truth);
      if (fault !== null) throw new Error(`${name}, case ${k} (${JSON.stringify(values)}), ${form}: ${fault}`);
    };
    wrong("over HTTP", read(await askers.http(request(ground, values)), ground));
    for (const [form, statement] of waysOf(workload, askers.engine))
      if (readRows) wrong(`by hand, ${form}`, readRows(await askers.rows(statement(values, ground)), ground));
    sum += truth.count;
  }
  if (sum === 0) throw new Error(`${name}: every answer is empty`);
  return sum / checked;
}
