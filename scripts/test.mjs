/** `npm test`: packages, then the set-up and the tests. */
import { ensurePackages, requireNode, runTypeScript } from "./setup.mjs";

requireNode();
ensurePackages("all");
process.exitCode = await runTypeScript("scripts/test.ts", process.argv.slice(2));
