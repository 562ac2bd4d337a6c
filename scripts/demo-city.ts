/**
 * Writes the made-up demo district as a city bundle:
 *   node --import tsx scripts/demo-city.ts [--problems 20000] [--out data/demo] [--seed 20261115]
 * One seed, one district, to the byte.
 */
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import type { Gzip } from "node:zlib";
import { createGzip, gzipSync } from "node:zlib";
import { eventHead, problemHead, problemRows, smallFiles } from "./demo-city/output.ts";
import { makeProblems } from "./demo-city/problems.ts";
import { makeWorld } from "./demo-city/world.ts";

const { values } = parseArgs({
  options: {
    problems: { type: "string", default: "20000" },
    out: { type: "string", default: "data/demo" },
    seed: { type: "string", default: "20261115" },
  },
});

async function put(gzip: Gzip, text: string): Promise<void> {
  if (!gzip.write(text)) await new Promise((resolve) => gzip.once("drain", resolve));
}

function zipTo(path: string): { gzip: Gzip; done: Promise<void> } {
  const gzip = createGzip({ level: 9 });
  return { gzip, done: finished(gzip.pipe(createWriteStream(path))) };
}

const count = Number(values.problems);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) throw new Error("--problems and --seed take whole numbers");
const started = performance.now();
mkdirSync(values.out, { recursive: true });
const world = makeWorld(seed);
for (const [name, text] of Object.entries(smallFiles(world))) {
  if (name === "city.json") writeFileSync(join(values.out, name), text);
  else writeFileSync(join(values.out, `${name}.gz`), gzipSync(text, { level: 9 }));
}
const problems = zipTo(join(values.out, "problems.csv.gz"));
const events = zipTo(join(values.out, "events.csv.gz"));
await put(problems.gzip, problemHead);
await put(events.gzip, eventHead);
for (const p of makeProblems(world, count)) {
  const rows = problemRows(world, p);
  await put(problems.gzip, rows.problem);
  await put(events.gzip, rows.events);
}
problems.gzip.end();
events.gzip.end();
await Promise.all([problems.done, events.done]);
console.log(
  `${world.sites.length} sites, ${world.zones.length} zones, ${count} problems → ${values.out} in ${Math.round(performance.now() - started)} ms`,
);
