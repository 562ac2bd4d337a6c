/** Who of several servers is written to now: found by asking all of them, every so often and whenever one of them fails. */
import { comes, patience_ms } from "./catchUp.ts";
import { Unavailable } from "./db.ts";
import type { Server } from "./server.ts";

/** All are asked so often while all is well, and while something is not. Milliseconds. */
const calm_ms = 1_000;
const uneasy_ms = 200;

export interface Told {
  /** A server was lost, left out, taken back, or refused. */
  readonly say: (line: string) => void;
  /** Another server is written to than before. */
  readonly moved: () => void;
}

export class Roster {
  readonly servers: readonly Server[];
  readonly #told: Told;
  #primary: Server | null = null;
  /** The highest timeline that any of them told of: whoever is written to on an older one was left behind by a failover. */
  #timeline = 0;
  #heard_ms = 0;
  #finding: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #refused = new Set<Server>();
  #closed = false;

  constructor(servers: readonly Server[], told: Told) {
    this.servers = servers;
    this.#told = told;
    for (const server of servers) server.met = () => this.#meet(server);
  }

  /** The server that is written to; null: none is known to be. */
  get primary(): Server | null {
    return this.#primary;
  }

  /** The highest timeline that any of them told of. */
  get timeline(): number {
    return this.#timeline;
  }

  /** When the primary was asked last of what it answered, of Date.now(); 0: never. */
  get heard_ms(): number {
    return this.#heard_ms;
  }

  /** Servers that answer and follow another. */
  get copies(): readonly Server[] {
    return this.servers.filter(({ place }) => place !== null && !place.primary);
  }

  /** The primary has answered. @param asked_ms when it was asked, of Date.now(): what was changed later may not have been heard of */
  heard(server: Server, asked_ms: number): void {
    if (server === this.#primary) this.#heard_ms = Math.max(this.#heard_ms, asked_ms);
  }

  /** The server that is written to; asked for where it is not known yet. @throws Unavailable when there is none */
  async writable(): Promise<Server> {
    if (this.#primary === null && (this.#heard_ms === 0 || this.#finding !== null)) await this.find();
    if (this.#primary !== null) return this.#primary;
    throw new Unavailable("No server that can be written to answers now. Try again.");
  }

  /** Asks all of them, once for all who want to know. */
  find(): Promise<void> {
    this.#finding ??= this.#find().finally(() => {
      this.#finding = null;
      this.#again();
    });
    return this.#finding;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const calm = this.#primary !== null && this.servers.every(({ place, behind }) => place === null || !behind);
    this.#timer = setTimeout(() => void this.find(), calm ? calm_ms : uneasy_ms).unref();
  }

  async #find(): Promise<void> {
    const asked_ms = Date.now();
    const before = new Map(this.servers.map((server) => [server, server.place !== null]));
    await Promise.all(this.servers.map((server) => server.look()));
    for (const server of this.servers) {
      this.#timeline = Math.max(this.#timeline, server.place?.timeline ?? 0);
      const [was, is] = [before.get(server), server.place !== null];
      if (was && !is) this.#lost(server);
      else if (!was && is && this.#heard_ms > 0) this.#told.say(`${server.name} 又有应答 answers again.`);
    }
    this.#choose();
    if (this.#primary) this.heard(this.#primary, asked_ms);
    void this.#rejudge();
  }

  #lost(server: Server): void {
    if (server.silent < 2) return;
    server.lose();
    this.#told.say(`${server.name} 没有应答 does not answer.`);
  }

  /** Of those that can be written to, the one on the newest timeline, and none on an older one than was seen; if several, the one it was. */
  #choose(): void {
    const writable = this.servers.filter(({ place }) => place?.primary);
    const [right] = writable
      .filter(({ place }) => place?.timeline === this.#timeline)
      .sort((a, b) => Number(b === this.#primary) - Number(a === this.#primary));
    for (const server of this.servers) {
      if (server === right || !writable.includes(server)) this.#refused.delete(server);
      else this.#refuse(server);
    }
    this.#become(right ?? null);
  }

  #refuse(server: Server): void {
    if (this.#refused.has(server)) return;
    this.#refused.add(server);
    server.work.cut();
    this.#told.say(
      `${server.name} 自称主库，但属于旧的时间线 ${server.place?.timeline}（已见 ${this.#timeline}），不予使用 says it is the primary, on timeline ${server.place?.timeline} where ${this.#timeline} was seen: not used.`,
    );
  }

  #become(server: Server | null): void {
    const before = this.#primary;
    if (server === before) return;
    this.#primary = server;
    // Whatever it may have become, nothing that was begun there goes on.
    before?.work.cut();
    const news = server === null ? "没有可写的主库 There is no primary." : `主库现在是 ${server.name} is the primary now.`;
    if (server === null || this.#heard_ms > 0) this.#told.say(news);
    if (server !== null) this.#told.moved();
  }

  /** Who was left out for being behind is taken back once it comes to where the primary is as soon as a read would wait for it. */
  async #rejudge(): Promise<void> {
    const head = this.#primary?.place;
    if (!head) return;
    const rejoin = async (server: Server): Promise<void> => {
      if (!(await comes(server, head, performance.now() + patience_ms))) return;
      server.behind = false;
      this.#told.say(`${server.name} 已跟上 has caught up.`);
    };
    await Promise.all(this.copies.filter(({ behind }) => behind).map(rejoin));
  }

  /** A new session of a server that is not what it was thought to be is not used. @throws Unavailable */
  #meet(server: Server): void {
    const place = server.place;
    if (server !== this.#primary || place === null) return;
    this.#timeline = Math.max(this.#timeline, place.timeline);
    if (place.primary && place.timeline === this.#timeline) return;
    void this.find();
    throw new Unavailable(`${server.name} is not the primary any more. Try again.`);
  }
}
