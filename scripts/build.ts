/** Builds the page when what it is made of has changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const madeOf = ["client", "server/contract", "vite.config.ts", "scripts/pageWorkers.ts", "package-lock.json"];

function filesOf(root: string, entry: string): string[] {
  if (statSync(join(root, entry)).isFile()) return [entry];
  const names = readdirSync(join(root, entry), { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => join(entry, name)).filter((path) => statSync(join(root, path)).isFile());
}

function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const entry of madeOf) for (const file of filesOf(root, entry)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Folder of the built page. */
export const clientFolder = (root: string): string => join(root, ".build", "client");

/**
 * Builds the page into .build/client unless it stands there already, made of the same files.
 * @throws Error with the builder's own words when it fails
 */
export async function buildClient(root: string): Promise<void> {
  const stamp = join(clientFolder(root), ".made-of");
  const print = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === print) return;
  const child = spawn(process.execPath, [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel=warn"], {
    cwd: root,
    // Whoever builds, a test run too: the page that people get, not React's development build.
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" },
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`The page could not be built:\n${words}`);
  writeFileSync(stamp, print);
}
