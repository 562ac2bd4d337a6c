/**
 * What must be there before any TypeScript can run: the right Node and the packages of the lock file.
 * Plain JavaScript on nothing but Node, because a fresh clone has nothing else.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Stops with a sentence when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `创图需要 Node.js 20.19 或更新版本，当前为 ${process.versions.node}。\nChuangtu needs Node.js 20.19 or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

/**
 * Installs the packages of the lock file when they are missing or of another lock file.
 * @param {"run" | "all"} what "run" leaves out what only development needs
 */
export function ensurePackages(what) {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".chuangtu-installed");
  const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (installed === `${lock} all` || (what === "run" && installed === `${lock} run`)) return;
  console.log("正在安装依赖包 · installing packages (npm ci) …");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(what === "run" ? ["--omit=dev"] : ["--include=dev"])];
  const { status } = spawnSync(npm, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    console.error("依赖包安装失败，见上文。npm ci failed, see above: is the registry (or a filled npm cache) within reach?");
    process.exit(1);
  }
  writeFileSync(stamp, `${lock} ${what}`);
}

/**
 * Runs a TypeScript file of ours, passing signals on; resolves with its exit code.
 * @param {string} file path from the project's root
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runTypeScript(file, args, env = process.env) {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, file), ...args], {
    cwd: process.cwd(),
    stdio: "inherit",
    env: { ...env, CHUANGTU_ROOT: root },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143))));
}
