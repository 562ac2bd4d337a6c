/** `npm start`: packages, the page's build and the server, in one command. */
import { ensurePackages, requireNode, runTypeScript } from "./setup.mjs";

requireNode();
ensurePackages("run");
process.exitCode = await runTypeScript("scripts/start.ts", process.argv.slice(2));
