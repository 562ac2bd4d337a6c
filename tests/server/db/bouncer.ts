/** A PgBouncer of one's own for a test, in transaction mode, before the test server; gone with the test. */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, until } from "../../../scripts/cluster/ask.ts";
import { freePort, owner } from "../../../scripts/cluster/ground.ts";

const program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].find((path) => existsSync(path));
export const hasBouncer = program !== undefined;

export interface Bouncer {
  /** The address of a database through it. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** @param sessions with the server, for all clients together */
export async function startBouncer(server: string, sessions: number): Promise<Bouncer> {
  const folder = mkdtempSync(join(tmpdir(), "chuangtu-bouncer-"));
  const user = owner();
  const { hostname, port: serverPort, username } = new URL(server);
  const port = await freePort();
  writeFileSync(join(folder, "users"), `"${username}" ""\n`);
  writeFileSync(
    join(folder, "ini"),
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, "users")}
pool_mode = transaction
default_pool_size = ${sessions}
`,
  );
  if (user !== undefined) for (const path of [folder, join(folder, "ini"), join(folder, "users")]) chownSync(path, user.uid, user.gid);
  const child = spawn(program ?? "", [join(folder, "ini")], { ...user, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = (database: string): string => `postgres://${username}@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await until("PgBouncer answers", async () => (await ask(url("postgres"), "select 1", [], 1_000)).length === 1, 10_000).catch(
    async (error: unknown) => {
      await stop();
      throw error;
    },
  );
  return { url, stop };
}
