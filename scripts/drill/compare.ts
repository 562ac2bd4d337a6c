/** At the end: is each acknowledged act in the database, once and as it was sent; and do all members of the cluster hold the same? */
import { ask } from "../cluster/ask.ts";
import type { Replicated } from "../cluster/replicated.ts";
import type { Acknowledged } from "./writers.ts";

interface Stored {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly description: string;
  readonly acts: string[];
}

/** What is wrong, a line each. @returns nothing when all is there once */
export async function lostOrTwice(url: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const rows = await ask<Stored>(
    url,
    `select p.id::int, p.title, p.state, p.description, array(select e.act from problem_event e where e.problem_id = p.id order by e.seq) as acts
      from problem p where p.title like '演练 % 号'`,
    [],
    60_000,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const faults = acknowledged.flatMap(({ n, id, title, filed_ms }) => {
    const row = byId.get(id);
    const wanted = filed_ms === null ? ["report"] : ["report", "file"];
    if (row === undefined) return `${title}: lost`;
    const same = row.title === title && row.description === `第 ${n} 件` && wanted.every((act, i) => row.acts[i] === act);
    return same && row.acts.length <= 2 ? [] : `${title}: ${JSON.stringify(row)}`;
  });
  const titles = new Map<string, number>();
  for (const { title } of rows) titles.set(title, (titles.get(title) ?? 0) + 1);
  for (const [title, count] of titles) if (count > 1) faults.push(`${title}: ${count} times`);
  return faults;
}

/** Each member's problems and events as one number; a replica that differs from the primary is named. */
export async function differing(cluster: Replicated, database: string): Promise<string[]> {
  await cluster.caughtUp();
  const sum = async (url: string): Promise<string> => {
    const text = `select (select md5(string_agg(p::text, '|' order by p.id)) from (select id, title, state, version from problem) p)
      || (select md5(string_agg(e::text, '|' order by e.problem_id, e.seq)) from (select problem_id, seq, act, at from problem_event) e) as sum`;
    return (await ask<{ sum: string }>(url, text, [], 60_000))[0]?.sum ?? "";
  };
  const right = await sum(cluster.primary.url(database));
  const all = await Promise.all(cluster.replicas.map(async (member) => ({ name: member.name, sum: await sum(member.url(database)) })));
  return all.filter((one) => one.sum !== right).map(({ name }) => name);
}
