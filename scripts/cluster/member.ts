/** One server of a replicated cluster: a PostgreSQL of Debian's, primary or replica, that can be stopped, killed and started. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, until } from "./ask.ts";
import { freePort, owner } from "./ground.ts";

export interface MemberOptions {
  /** Folder of PostgreSQL's programs. */
  readonly programs: string;
  /** Folder of the whole cluster. */
  readonly folder: string;
  readonly name: string;
  /** Lines of configuration that all members share. */
  readonly shared: readonly string[];
}

const START_MS = 60_000;

export class Member {
  readonly name: string;
  readonly port: number;
  readonly #options: MemberOptions;
  readonly #home: string;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();

  private constructor(options: MemberOptions, port: number) {
    this.name = options.name;
    this.port = port;
    this.#options = options;
    this.#home = join(options.folder, options.name);
  }

  /** A member without data: fill it by `initialise` or `copyFrom`. */
  static async make(options: MemberOptions): Promise<Member> {
    const member = new Member(options, await freePort());
    mkdirSync(member.#home);
    const user = owner();
    if (user !== undefined) chownSync(member.#home, user.uid, user.gid);
    member.#configure([]);
    return member;
  }

  get alive(): boolean {
    return this.#child !== null;
  }

  /** Whether its data are a replica's. */
  get isReplica(): boolean {
    return existsSync(join(this.#data, "standby.signal"));
  }

  get #data(): string {
    return join(this.#home, "pg");
  }

  /** An administrator's URL. */
  url(database = "postgres"): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  get #source(): string {
    return `host=127.0.0.1 port=${this.port} user=postgres`;
  }

  /** New, empty data. Checksums, because a primary can be wound back only with them. */
  initialise(): void {
    this.#program("initdb", "-D", this.#data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-k", "--no-sync");
  }

  /** Throws its own data away for a copy of the primary's. */
  copyFrom(primary: Member): void {
    rmSync(this.#data, { recursive: true, force: true });
    this.#program("pg_basebackup", "-D", this.#data, "-d", primary.#source, "-X", "stream", "-c", "fast", "--no-sync");
    this.#becomeReplica();
  }

  /** Takes back what it wrote after the new primary's timeline began. @throws when it cannot; then copy */
  windBackTo(primary: Member): void {
    this.#program("pg_rewind", "-D", this.#data, "--source-server", `${primary.#source} dbname=postgres`, "--no-sync");
    this.#becomeReplica();
  }

  /** Streams from that one from now on; also while it runs. */
  follow(primary: Member): void {
    this.#configure([
      `primary_conninfo = '${primary.#source} application_name=${this.name}'`,
      `primary_slot_name = '${this.name}'`,
      "wal_retrieve_retry_interval = '200ms'",
      "wal_receiver_status_interval = '1s'",
    ]);
    this.#child?.kill("SIGHUP");
  }

  /** @throws with the end of its log when it does not answer */
  async start(): Promise<void> {
    const log = openSync(join(this.#home, "log"), "a");
    const child = spawn(
      join(this.#options.programs, "postgres"),
      ["-D", this.#data, "-c", `config_file=${join(this.#home, "postgresql.conf")}`],
      { ...this.#spawned, detached: true, stdio: ["ignore", log, log] },
    );
    child.unref();
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => {
        if (this.#child === child) this.#child = null;
        resolve();
      });
    });
    await until(`${this.name} answers`, () => this.#answers(), START_MS).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.log().slice(-1_500)}`);
    });
  }

  async #answers(): Promise<boolean> {
    if (this.#child === null) throw new Error("it ended");
    return (await ask(this.url(), "select 1", [], 1_000)).length === 1;
  }

  /** In order: what is committed is written down and sent to the replicas. */
  async stop(): Promise<void> {
    this.#child?.ref();
    this.#child?.kill("SIGINT");
    await this.#ended;
  }

  /** As if its machine lost power: the server and every process of it at once (SIGKILL). */
  async crash(): Promise<void> {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    this.#child?.ref();
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    const family = rows.map((row) => row.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === pid);
    for (const one of [pid, ...family.map(([child]) => child as number)]) {
      try {
        process.kill(one, "SIGKILL");
      } catch {
        // It ended by itself meanwhile.
      }
    }
    await this.#ended;
  }

  log(): string {
    const path = join(this.#home, "log");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  #becomeReplica(): void {
    const path = join(this.#data, "standby.signal");
    writeFileSync(path, "");
    const user = owner();
    if (user !== undefined) chownSync(path, user.uid, user.gid);
  }

  // Outside the data, so that neither a copy nor a winding back brings another member's.
  #configure(own: readonly string[]): void {
    const lines = [`port = ${this.port}`, `cluster_name = '${this.name}'`, ...this.#options.shared, ...own];
    writeFileSync(join(this.#home, "postgresql.conf"), `${lines.join("\n")}\n`);
  }

  get #spawned() {
    return { ...owner(), cwd: this.#options.folder, env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" } };
  }

  #program(name: string, ...args: string[]): void {
    execFileSync(join(this.#options.programs, name), args, { ...this.#spawned, stdio: ["ignore", "pipe", "pipe"] });
  }
}
