/** `node scripts/run.mjs file.ts …`: sees to the packages, then runs one of our TypeScript programs. */
import { ensurePackages, requireNode, runTypeScript } from "./setup.mjs";

const [file, ...args] = process.argv.slice(2);
const needsDevelopment = ["check", "bench"].some((name) => file?.endsWith(`/${name}.ts`));
requireNode();
ensurePackages(needsDevelopment ? "all" : "run");
process.exitCode = await runTypeScript(file, args);
