/** `npm run check`: every gate over the whole tree; the exit code says whether all passed. */
import { gates } from "./check/gates.ts";

const root = process.cwd();
let failed = 0;
for (const gate of gates) {
  const start = performance.now();
  const { ok, output } = gate.look(root);
  if (!ok) failed++;
  console.log(`${ok ? "passed" : "FAILED"}  ${gate.name}  (${Math.round(performance.now() - start)} ms)`);
  if (!ok) console.log(output);
}
process.exitCode = failed ? 1 : 0;
