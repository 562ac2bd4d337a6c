/** LISTEN for the whole process, on one session that is opened on first use and opened again when it is lost. */
import pg from "pg";
import { cut } from "./guard.ts";

interface Ear {
  readonly heard: (payload: string) => void;
  readonly resumed: (() => void) | undefined;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
const CONNECT_MS = 10_000;

export class Listener {
  readonly #config: () => pg.ClientConfig | Promise<pg.ClientConfig>;
  readonly #ears = new Map<string, Set<Ear>>();
  #client: pg.Client | null = null;
  #opening: Promise<pg.Client> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  /** One statement at a time: a client takes no second one while it is busy. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param config where to listen now; when it throws it is asked again later */
  constructor(config: () => pg.ClientConfig | Promise<pg.ClientConfig>) {
    this.#config = config;
  }

  /** @throws when the first session cannot be opened; a session lost later is opened again by itself */
  async listen(channel: string, heard: (payload: string) => void, resumed?: () => void): Promise<() => Promise<void>> {
    const ear: Ear = { heard, resumed };
    const client = await this.#open();
    const ears = this.#ears.get(channel) ?? new Set();
    this.#ears.set(channel, ears.add(ear));
    if (ears.size === 1) await this.#say(client, "listen", channel);
    return async () => {
      ears.delete(ear);
      if (ears.size > 0 || this.#ears.get(channel) !== ears) return;
      this.#ears.delete(channel);
      if (this.#client) await this.#say(this.#client, "unlisten", channel).catch(() => {});
    };
  }

  /** The server is another one now: listens there at once. */
  again(): void {
    if (this.#client) cut(this.#client);
    else this.#reopen(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#ears.clear();
    await this.#client?.end().catch(() => {});
  }

  #say(client: pg.Client, what: "listen" | "unlisten", channel: string): Promise<unknown> {
    const said = this.#turn.catch(() => {}).then(() => client.query(`${what} ${pg.escapeIdentifier(channel)}`));
    this.#turn = said;
    return said;
  }

  #open(): Promise<pg.Client> {
    if (this.#client !== null) return Promise.resolve(this.#client);
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionTimeoutMillis: CONNECT_MS,
      ...(await this.#config()),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client.on("error", () => {});
    client.on("notification", ({ channel, payload }) => {
      for (const ear of this.#ears.get(channel) ?? []) ear.heard(payload ?? "");
    });
    await client.connect();
    for (const channel of this.#ears.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    client.on("end", () => {
      if (this.#client === client) this.#client = null;
      this.#reopen(FIRST_WAIT_MS);
    });
    this.#client = client;
    return client;
  }

  #reopen(wait_ms: number): void {
    if (this.#closed || this.#ears.size === 0) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#client !== null) return;
      this.#open().then(
        () => this.#sayResumed(),
        () => this.#reopen(Math.min(wait_ms * 2, LONGEST_WAIT_MS)),
      );
    }, wait_ms);
    this.#retry.unref();
  }

  #sayResumed(): void {
    for (const ears of this.#ears.values()) for (const ear of ears) ear.resumed?.();
  }
}
