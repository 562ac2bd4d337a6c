/** A temporary folder for several servers of PostgreSQL that ends them and is gone with its parent, however that ends. */
import { spawn } from "node:child_process";
import { chownSync, mkdtempSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { owner } from "./ground.ts";

export interface ServersFolder {
  readonly path: string;
  /** Ends every server in the folder and removes it. */
  close(): Promise<void>;
}

// Its own input closes when the parent says so, and also when the parent was killed. What a pid file names is ended only
// while it is a server of this folder: a killed server leaves its file, and the number may be another's by now.
const KEEPER = `
cat >/dev/null
quiet=0
while [ $quiet -lt 3 ]; do
  quiet=$((quiet + 1))
  for file in "$DATA"/*/pg/postmaster.pid; do
    [ -e "$file" ] || continue
    pid=$(head -n 1 "$file")
    ps -o args= -p "$pid" | grep -qF "$DATA" && kill -QUIT "$pid" && quiet=0
  done 2>/dev/null
  sleep 0.1
done
rm -rf "$DATA"
`;

/** Below it each server has a folder of its own, with its data under `pg`. */
export function serversFolder(): ServersFolder {
  const path = mkdtempSync(join(tmpdir(), "chuangtu-pg-"));
  const user = owner();
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  const env = { PATH: process.env.PATH, DATA: path };
  const keeper = spawn("sh", ["-c", KEEPER], { ...user, env, cwd: path, detached: true, stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise<void>((resolve) => keeper.once("exit", () => resolve()));
  // The folder alone keeps no process alive.
  keeper.unref();
  (keeper.stdin as Socket).unref();
  const close = async (): Promise<void> => {
    keeper.ref();
    keeper.stdin.end();
    await ended;
  };
  return { path, close };
}
