/** A PostgreSQL cluster of one's own for a test run: on a free port, in a temporary folder, gone with its parent however that ends. */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort, owner } from "./cluster/ground.ts";
import { postgresPrograms } from "./test/found.ts";

export interface PrivateCluster {
  /** An administrator's URL. */
  readonly url: string;
  /** Ends the server without a word (SIGKILL); of a durable one: done once it has come back on the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** What is committed survives the server's death, as in earnest: slower. */
  readonly durable?: boolean;
  /** Of its own for what it reads: shared_buffers. */
  readonly memory_MB?: number;
}

const START_MS = 30_000;

// The shell keeps the server as its child and ends it when its own input closes: that happens when the parent stops it,
// and also when the parent is killed. A durable one that was killed is started again, once its own children have ended.
// Otherwise fsync is off: this data is for minutes.
const KEEPER = `
"$BIN/initdb" -D "$DATA/pg" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$DATA/log" 2>&1
run() {
  while [ ! -e "$DATA/stop" ]; do
    "$BIN/postgres" -D "$DATA/pg" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$DATA" -c fsync=$DURABLE \
      -c full_page_writes=$DURABLE -c synchronous_commit=$DURABLE -c shared_buffers=$MEMORY -c max_connections=100 -c autovacuum=off \
      >>"$DATA/log" 2>&1
    [ $DURABLE = on ] || break
    sleep 0.2
  done
  : >"$DATA/ended"
}
run &
cat >/dev/null
: >"$DATA/stop"
while [ ! -e "$DATA/ended" ]; do kill -INT $(head -n 1 "$DATA/pg/postmaster.pid"); sleep 0.1; done 2>/dev/null
rm -rf "$DATA"
`;

/** @throws when PostgreSQL is not installed or does not start */
export async function startPrivateCluster({ durable = false, memory_MB = 128 }: ClusterOptions = {}): Promise<PrivateCluster> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error("PostgreSQL 15+ with PostGIS is not installed here: install it, or set TEST_DATABASE_URL.");
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "chuangtu-pg-"));
  const user = owner();
  if (user !== undefined) chownSync(data, user.uid, user.gid);
  const chosen = { DURABLE: durable ? "on" : "off", MEMORY: `${memory_MB}MB` };
  const env = { PATH: process.env.PATH, BIN: programs, DATA: data, PORT: String(port), LC_ALL: "C.UTF-8", ...chosen };
  // A session of its own: Ctrl+C reaches us, and we end the server in order.
  const keeper = spawn("sh", ["-c", KEEPER], { ...user, env, cwd: data, detached: true, stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise<void>((resolve) => keeper.once("exit", () => resolve()));
  // The cluster alone keeps no process alive.
  keeper.unref();
  (keeper.stdin as Socket).unref();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async (): Promise<void> => {
    keeper.ref();
    keeper.stdin.end();
    await ended;
  };
  await ready(url, ended, data).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const crash = async (): Promise<void> => {
    process.kill(Number(readFileSync(join(data, "pg", "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    await ready(url, ended, data);
  };
  return { url, crash, stop };
}

async function ready(url: string, ended: Promise<void>, data: string): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const until = Date.now() + START_MS; Date.now() < until && !over; ) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return await client.end();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const log = existsSync(join(data, "log")) ? readFileSync(join(data, "log"), "utf8").slice(-1_000) : "";
  throw new Error(`The private PostgreSQL cluster did not start. ${log}`);
}
