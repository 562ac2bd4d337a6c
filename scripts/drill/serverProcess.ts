/** The program as in earnest, in a process of its own that ends with whoever started it: its input closes then. */
import { run } from "../../server/main.ts";

process.stdin.on("end", () => process.exit(1)).resume();
await run();
