// A disk that loses everything not flushed: each file that the process flushes is copied, as it is at that moment, to a second folder.
// That folder is what a power cut would leave. Preloaded into a process (and its threads) under test; Linux only.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";

const { SHADOW_OF: original = "", SHADOW: shadow = "" } = process.env;
const flush = fs.fsyncSync;

fs.fsyncSync = (file) => {
  flush(file);
  const path = fs.readlinkSync(`/proc/self/fd/${file}`);
  if (!path.startsWith(`${original}/`) || !fs.statSync(path).isFile()) return;
  const copy = join(shadow, path.slice(original.length));
  fs.mkdirSync(dirname(copy), { recursive: true });
  fs.copyFileSync(path, `${copy}.new`);
  fs.renameSync(`${copy}.new`, copy);
};
syncBuiltinESMExports();
