/** PostgreSQL's own load, pgbench, with statements prepared once a session: what the database can do where nothing stands before it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms } from "../../../scripts/test/found.ts";
import type { Sql } from "../../../server/db/sql.ts";
import type { Spreads } from "../workload.ts";
import { type Rate, rateOf } from "./rate.ts";

/** A variable of pgbench's in the place of a value. */
export class Variable {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Path of pgbench, beside the server's programs; null where there is none. */
export function pgbenchPath(): string | null {
  const folder = postgresPrograms();
  const path = folder === null ? null : join(folder, "pgbench");
  return path !== null && existsSync(path) ? path : null;
}

function literal(value: unknown): string {
  if (value instanceof Variable) return `:${value.name}`;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  throw new Error(`pgbench cannot be given ${String(value)}.`);
}

/** A colon that is no variable's: pgbench leaves two of them alone, and takes any other for a name. */
export function scriptOf(statement: Sql, spreads: Spreads, cases: number): string {
  const sets = Object.entries(spreads).map(([name, { from, step, stride, count, per }]) => {
    const whole = `(${from} + ${step} * ((:k * ${stride}) % ${count}))`;
    return `\\set ${name} ${per === 1 ? whole : `${whole} / ${per}.0`}`;
  });
  const text = statement.texts.reduce((all, part, i) => (i === 0 ? part : `${all}${literal(statement.values[i - 1])}${part}`), "");
  return `\\set k random(0, ${cases - 1})\n${sets.join("\n")}\n${text.replaceAll(/\s*\n\s*/g, " ").trim()};\n`;
}

export interface PgbenchRun {
  readonly url: string;
  readonly script: string;
  readonly clients: number;
  readonly seconds: number;
}

/** @throws what pgbench said, when it failed */
export async function pgbench({ url, script, clients, seconds }: PgbenchRun): Promise<Rate> {
  const folder = await mkdtemp(join(tmpdir(), "chuangtu-pgbench-"));
  try {
    await writeFile(join(folder, "script.sql"), script);
    const flags = [
      "-n",
      "-M",
      "prepared",
      "-f",
      "script.sql",
      "-c",
      String(clients),
      "-j",
      String(Math.min(2, clients)),
      "-T",
      String(seconds),
      "-l",
    ];
    const said = await ran([...flags, url], folder);
    const rate = Number(/^tps = ([\d.]+) \(without initial/m.exec(said)?.[1]);
    if (!Number.isFinite(rate)) throw new Error(`pgbench said: ${said}`);
    return { ...rateOf(await timesIn(folder), 1), rate };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ran(flags: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PGOPTIONS: "-c jit=off -c TimeZone=UTC" };
    const child = spawn(pgbenchPath() ?? "pgbench", flags, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [said, wrong] = ["", ""];
    child.stdout.on("data", (text) => (said += String(text)));
    child.stderr.on("data", (text) => (wrong += String(text)));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`pgbench ended with ${code}: ${wrong.slice(-2_000)}`))));
  });
}

/** The third field of each line of its log: microseconds. */
async function timesIn(folder: string): Promise<Float64Array> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("pgbench_log"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const lines = texts.join("").split("\n").filter(Boolean);
  return Float64Array.from(lines, (line) => Number(line.split(" ")[2]) / 1_000);
}
