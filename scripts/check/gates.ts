/** The gates of `npm run check`: each looks at a tree and lets it pass or says what is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { houseFaults } from "./house.ts";

export interface Verdict {
  readonly ok: boolean;
  readonly output: string;
}
export interface Gate {
  readonly name: string;
  readonly look: (root: string) => Verdict;
}

/** Runs a program of node_modules on a tree. */
function program(root: string, path: string, ...args: string[]): Verdict {
  const run = spawnSync(process.execPath, [join(root, "node_modules", path), ...args], { cwd: root, encoding: "utf8", maxBuffer: 64e6 });
  return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` };
}

export const gates: readonly Gate[] = [
  {
    name: "format and lint (biome)",
    look: (root) => program(root, "@biomejs/biome/bin/biome", "check", "--max-diagnostics=30", "--error-on-warnings", "."),
  },
  { name: "types and walls (tsc -b)", look: (root) => program(root, "typescript/bin/tsc", "-b") },
  { name: "nothing unused (knip)", look: (root) => program(root, "knip/bin/knip.js", "--no-progress") },
  {
    name: "the house's rules",
    look: (root) => {
      const faults = houseFaults(root);
      return { ok: faults.length === 0, output: faults.join("\n") };
    },
  },
];
