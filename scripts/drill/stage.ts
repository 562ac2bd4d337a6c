/** Everything that plays: a cluster, processes of the program behind a proxy, and the crowd. And one scene after the other, each with its figures. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, until } from "../cluster/ask.ts";
import { type Replicated, startReplicated } from "../cluster/replicated.ts";
import { Listeners } from "./listeners.ts";
import { letIn } from "./people.ts";
import { type FrontProxy, startProxy } from "./proxy.ts";
import { Readers, type Reads } from "./readers.ts";
import { ServerProcess } from "./servers.ts";
import { Writers } from "./writers.ts";

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What happened in a scene. */
export interface Scene {
  readonly name: Words;
  readonly took_ms: number;
  readonly reads: Reads;
  readonly writes: ReturnType<Writers["between"]>;
  readonly notes: readonly Words[];
}

export interface Size {
  readonly servers: number;
  readonly replicas: number;
  readonly writers: number;
  readonly readers: number;
  readonly listeners: number;
}

const database = "drill";

export class Stage {
  readonly cluster: Replicated;
  readonly servers: readonly ServerProcess[];
  readonly proxy: FrontProxy;
  readonly writers: Writers;
  readonly readers: Readers;
  readonly listeners: Listeners;
  readonly scenes: Scene[] = [];
  /** Members that came back and were not read from. */
  readonly unread: string[] = [];
  readonly #say: (words: Words) => void;

  constructor(parts: Pick<Stage, "cluster" | "servers" | "proxy" | "writers" | "readers" | "listeners">, say: (words: Words) => void) {
    this.cluster = parts.cluster;
    this.servers = parts.servers;
    this.proxy = parts.proxy;
    this.writers = parts.writers;
    this.readers = parts.readers;
    this.listeners = parts.listeners;
    this.#say = say;
  }

  /** The primary's URL of the district. */
  get url(): string {
    return this.cluster.primary.url(database);
  }

  get database(): string {
    return database;
  }

  /** @param work returns what is to be told of it */
  async play(name: Words, work: () => Promise<readonly Words[]>): Promise<void> {
    this.#say(name);
    const from = performance.now();
    const notes = await work();
    const to = performance.now();
    this.scenes.push({ name, took_ms: to - from, reads: this.readers.between(from, to), writes: this.writers.between(from, to), notes });
  }

  /** Until so many servers take part. */
  ready(count: number): Promise<void> {
    return until(`${count} server processes take part`, () => this.proxy.ready().length === count, 60_000);
  }
}

/** Runs a play on a stage of its own, which is gone afterwards. */
export async function onStage<T>(size: Size, say: (words: Words) => void, play: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "chuangtu-drill-"));
  // Servers and cluster end with this process however it ends; the folder, unless it is killed.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const closing: (() => Promise<unknown> | undefined)[] = [];
  try {
    say({ zh: `启动数据库：1 主 ${size.replicas} 备`, en: `Starting a primary and ${size.replicas} replicas.` });
    const cluster = await startReplicated({ replicas: size.replicas, synchronous: true, durable: true });
    closing.push(() => cluster.stop());
    await ask(cluster.primary.url(), `create database ${database}`);
    const settings = {
      ...{
        DATABASE_URL: cluster.urls(database),
        HOST: "127.0.0.1",
        TRUST_PROXY: "loopback",
        // The proxy looks each 200 ms.
        DRAIN_S: "2",
      },
      ...{ DATA_DIR: join(folder, "data"), PHOTO_DIR: join(folder, "photos") },
    };
    const servers: ServerProcess[] = [];
    for (let i = 0; i < size.servers; i++) servers.push(await ServerProcess.make(settings));
    closing.push(() => Promise.all(servers.map((server) => server.stop())));
    const [first, ...others] = servers as [ServerProcess, ...ServerProcess[]];
    say({ zh: "导入演示城区", en: "Loading the demo district." });
    await first.start();
    // Before the others start: each start makes the first administrator's link anew.
    const { dispatcher: cookie } = await letIn(first.address, first.said);
    say({ zh: `启动 ${size.servers} 个服务进程`, en: `Starting ${size.servers} server processes.` });
    await Promise.all(others.map((server) => server.start()));
    const proxy = await startProxy(servers.map(({ address }) => address));
    closing.push(() => proxy.close());
    await until("the servers take part", () => proxy.ready().length === size.servers, 30_000);
    const listeners = new Listeners(proxy.address, cookie, size.listeners);
    closing.push(() => listeners.stop());
    await until("the streams are open", () => listeners.begun, 30_000);
    const writers = new Writers(proxy.address, cookie, size.writers);
    closing.push(() => writers.stop());
    const readers = new Readers(proxy.address, cookie, writers, size.readers);
    closing.push(() => readers.stop());
    return await play(new Stage({ cluster, servers, proxy, writers, readers, listeners }, say));
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
