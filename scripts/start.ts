/** `npm start`: builds the page where it changed while the server opens its database, and says one address for both. */
import { run } from "../server/main.ts";
import { buildClient } from "./build.ts";

const root = process.env.CHUANGTU_ROOT ?? process.cwd();
await run(buildClient(root)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
