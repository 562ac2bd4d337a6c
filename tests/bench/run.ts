/** `npm run bench`: measures what was asked for, part by part, prints the report, and fails when a ratio misses its limit. See `--help`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { startPrivateCluster } from "../../scripts/cluster.ts";
import { asAdmin, createDatabase, runPrefix } from "../support/databases.ts";
import { type Asked, help, Mistaken, readArgs, sizes, usualSizes } from "./args.ts";
import type { Part } from "./harness/figure.ts";
import { thisMachine } from "./harness/machine.ts";
import { measure } from "./harness/measured.ts";
import { missed, report } from "./harness/report.ts";
import { Stage } from "./harness/stage.ts";
import { Store } from "./harness/store.ts";
import { leave, type Suite, suites } from "./suites.ts";
import type { Engine, Workload } from "./workload.ts";
import { workloads } from "./workloads.ts";

const machine = thisMachine();
const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");
const say = (line: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

/** Runs one part and keeps what came of it; what fails is told, and the others go on. */
async function part(
  store: Store,
  about: Pick<Part, "engine" | "size" | "name" | "database" | "rawBy">,
  work: () => Promise<Pick<Part, "figures" | "lines">>,
) {
  say(`${about.engine} ${about.size} ${about.name} …`);
  const from = performance.now();
  let came: Pick<Part, "figures" | "lines" | "fault">;
  try {
    came = await work();
  } catch (error) {
    if (stopping) return;
    came = { figures: [], lines: [], fault: error instanceof Error ? error.message : String(error) };
    say(`${about.engine} ${about.size} ${about.name}: ${came.fault}`);
  }
  store.add({ ...about, at: new Date().toISOString(), seconds: Math.round((performance.now() - from) / 1_000), command, machine, ...came });
}

async function workloadsAt(asked: Asked, store: Store, engine: Engine, size: string, list: readonly Workload[]): Promise<void> {
  const wanted = list.filter(({ name }) => !(asked.resume && store.has({ engine, size, name })));
  const town = sizes[size];
  if (wanted.length === 0 || !town) return;
  const seconds = asked.seconds ?? (engine === "embedded" ? 1 : 2);
  const effort = { rounds: town.problems < 100_000 ? 1 : asked.rounds };
  say(`${engine} ${size}: loading ${town.problems} problems …`);
  const url = engine === "postgres" ? { url: await createDatabase() } : {};
  const stage = await Stage.open({ engine, size: town, ...url, clients: asked.clients, seconds });
  try {
    for (const workload of wanted)
      await part(store, { engine, size, name: workload.name, database: stage.opened.version, rawBy: stage.rawBy }, async () => ({
        figures: await measure(stage, workload, effort, (what) => say(`  ${what}`)),
        lines: [],
      }));
  } finally {
    await stage.close();
  }
}

async function suiteOf(asked: Asked, store: Store, engine: Engine, suite: Suite): Promise<void> {
  const { name, once, run } = suite;
  if ((asked.resume && store.has({ engine, size: "", name })) || (once && engine !== asked.engines[0])) return;
  await part(store, { engine, size: "", name, database: "" }, async () => ({ figures: [], lines: await run(engine) }));
}

async function benchEngine(asked: Asked, store: Store, engine: Engine): Promise<void> {
  const list = workloads.filter(({ name }) => asked.parts.includes(name));
  for (const size of asked.sizes ?? usualSizes(engine)) await workloadsAt(asked, store, engine, size, list);
  for (const suite of suites) if (asked.parts.includes(suite.name)) await suiteOf(asked, store, engine, suite);
  await leave();
}

/** With a server: one's own, or the one that is named. */
async function withServer(work: () => Promise<void>): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? null : await startPrivateCluster({ memory_MB: 1_024 });
  process.env.TEST_DATABASE_URL = given ?? cluster?.url;
  try {
    await work();
  } finally {
    if (given)
      for (const { datname } of await asAdmin(`select datname from pg_database where datname like '${runPrefix()}%'`))
        await asAdmin(`drop database if exists "${String(datname)}" with (force)`);
    await cluster?.stop();
  }
}

/** One key press comes several times: by the terminal, and passed on by whoever started us. */
const same_ms = 1_000;

/** Settles when Ctrl+C is pressed: what is under way is left, what was made is cleared away. Pressed again, it ends at once. */
let stopping = false;
const stopped = new Promise<void>((resolve) => {
  let first = 0;
  const stop = (): void => {
    if (first === 0) say("stopping …");
    else if (Date.now() - first > same_ms) process.exit(130);
    first ||= Date.now();
    stopping = true;
    resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
});

async function bench(asked: Asked): Promise<number> {
  const store = new Store();
  let cut = false;
  const until = async (work: Promise<void>): Promise<void> => {
    await Promise.race([work, stopped.then(() => (cut = true))]);
    work.catch(() => {});
  };
  for (const engine of asked.parts.length === 0 ? [] : asked.engines) {
    if (cut) break;
    const work = () => until(benchEngine(asked, store, engine));
    await (engine === "postgres" ? withServer(work) : work());
  }
  const wrong: string[] = [];
  const parts = asked.parts.length === 0 ? store.all() : store.ofThisRun();
  for (const engine of asked.engines) {
    process.stdout.write(`${report(parts, engine)}\n`);
    wrong.push(...missed(parts, engine));
    if (process.env.BENCH_KEEP === "1") keep(store.all(), engine);
  }
  if (wrong.length > 0) say(`missed:\n${wrong.map((line) => `  ${line}`).join("\n")}`);
  return cut ? 130 : wrong.length > 0 ? 1 : 0;
}

function keep(parts: readonly Part[], engine: Engine): void {
  const folder = new URL("./results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${engine}.md`, folder), report(parts, engine));
  writeFileSync(
    new URL(`${engine}.json`, folder),
    `${JSON.stringify(
      parts.filter((part) => part.engine === engine),
      null,
      1,
    )}\n`,
  );
}

try {
  const asked = readArgs(process.argv.slice(2));
  if (asked === null) process.stdout.write(`${help()}\n`);
  // Engines that were opened in this process may keep it.
  process.exit(asked === null ? 0 : await bench(asked));
} catch (error) {
  if (!(error instanceof Mistaken)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
