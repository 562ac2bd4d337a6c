/** The plans as they are kept: a file for each question, and what they were made on. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";

const folder = new URL("./plans/", import.meta.url);
const file = (name: string): URL => new URL(`${name}.txt`, folder);
/** Beside the plans: no question has this name. */
const madeOn = "MADE-ON";

/** `PLANS=accept npx vitest run --project server tests/schema` keeps what is found instead of comparing. */
export const accepts = process.env.PLANS === "accept";

export const keptNames = (): string[] =>
  existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.startsWith(madeOn) ? [] : [name.replace(/\.txt$/, "")])) : [];
export const keptText = (name: string): string | null => (existsSync(file(name)) ? readFileSync(file(name), "utf8") : null);
export function keep(name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file(name), text);
}

/** What a planner is: another version of either may rightly plan another way. */
export async function plannerOf(db: Db): Promise<string> {
  const [row] = await db.query<{ text: string }>(sql`select 'PostgreSQL ' || current_setting('server_version_num')::int / 10000
    || ', PostGIS ' || substring(postgis_lib_version() from '^\\d+\\.\\d+') as text`);
  return (row as { text: string }).text;
}
export const keptPlanner = (): string | null => keptText(madeOn)?.trim() ?? null;
export const keepPlanner = (text: string): void => keep(madeOn, `${text}\n`);

/** The two texts line by line beside each other, and a mark where they differ. */
export function beside(was: string, is: string): string {
  const [old, now] = [was.split("\n"), is.split("\n")];
  const wide = Math.min(90, Math.max(...old.map((line) => line.length), 10));
  const rows = Array.from({ length: Math.max(old.length, now.length) }, (_, i) => {
    const [a = "", b = ""] = [old[i], now[i]];
    return `${a.padEnd(wide)} ${a === b ? " " : "|"} ${b}`;
  });
  return [`${"kept".padEnd(wide)}   now`, ...rows].join("\n");
}
