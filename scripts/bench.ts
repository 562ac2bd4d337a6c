/** `npm run bench`: runs tests/bench/run.ts, which needs what the tests need; see there. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const root = process.env.CHUANGTU_ROOT ?? process.cwd();
const child = spawn(process.execPath, ["--import", "tsx", join(root, "tests/bench/run.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// It clears away what it made; until then we stay.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
process.exitCode = await new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
