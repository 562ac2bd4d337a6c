/** What changed, as it happens: one listener and one reader for the whole process, told to every stream. */
import { setTimeout as wait } from "node:timers/promises";
import type { Caller } from "../ask/caller.ts";
import { changeChannel, peopleChannel } from "../ask/revision.ts";
import type { Wire } from "../ask/route.ts";
import { NotReady, type Standing } from "../ask/standing.ts";
import { type Db, Unavailable } from "../db/db.ts";
import { listenOwn } from "../db/district.ts";
import { Audience } from "./audience.ts";
import { event } from "./events.ts";
import { type Missed, readMissed, readNews } from "./read.ts";
import { type Asked, Reader } from "./reader.ts";
import { Shared, Turns } from "./turns.ts";

/** How often what is done, in milliseconds. */
export interface Pace {
  /** A word to every stream although nothing happened. */
  readonly beat_ms: number;
  /** Changes are looked for although nobody called. */
  readonly poll_ms: number;
  /** Each stream's caller is looked up again: sessions expire. */
  readonly look_ms: number;
}
const usual: Pace = { beat_ms: 15_000, poll_ms: 5_000, look_ms: 60_000 };

/** A stream that opens so shortly after people were changed may have been let in before. */
const lately_ms = 10_000;
/** Before a stream that the database was not there for is begun again. */
const again_ms = 1_000;
/** For the database to take that nobody listens any more. */
const patience_ms = 1_000;

export class Feed {
  readonly #db: () => Standing;
  readonly #failed: (error: unknown) => void;
  readonly #pace: Pace;
  readonly #audience: Audience;
  readonly #turns = new Turns();
  readonly #missed = new Shared<number | null, Missed>();
  #timers: NodeJS.Timeout[] = [];
  #deaf: (() => Promise<void>)[] = [];
  #listening: Promise<void> | null = null;
  /** Up to where everybody was told; null: nobody listens. */
  #head: number | null = null;
  #clock = "";
  /** The database did not answer the last look. */
  #away = false;
  #woken = false;
  #moved_ms = 0;
  #closed = false;

  /** @param failed told of what went wrong beside the database being away */
  constructor(db: () => Standing, { failed = () => {}, ...pace }: Partial<Pace> & { failed?: (error: unknown) => void } = {}) {
    this.#db = db;
    this.#failed = failed;
    this.#pace = { ...usual, ...pace };
    this.#audience = new Audience({ look_ms: this.#pace.look_ms, ready: () => this.#ready(), failed: (error) => this.#fail(error) });
  }

  /** Streams that are open. */
  get size(): number {
    return this.#audience.size;
  }

  /** Streams that are open of the caller's session. A demo has none, and this machine alone. */
  streamsOf(caller: Caller): number {
    return this.#audience.streamsOf(caller);
  }

  /** Begins to tell a stream: hello, what was missed, then what happens. */
  open(wire: Wire, asked: Asked): void {
    const reader = new Reader(wire, asked);
    if (this.#closed) reader.end("closing");
    if (reader.over) return;
    // From here on it is told what happens; what happened before, it asks for. So nothing falls between.
    const leave = this.#audience.add(reader, asked.caller);
    wire.closed(() => {
      leave();
      if (this.#audience.size === 0) this.#rest();
    });
    this.#run();
    this.#begin(reader).catch((error: unknown) => {
      this.#fail(error);
      reader.cut();
    });
  }

  /** Ends all streams and listens no more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rest();
    this.#audience.endAll();
    await this.#listening?.catch(() => {});
    // A database that is away keeps nobody from closing.
    await Promise.race([Promise.allSettled(this.#deaf.map((stop) => stop())), wait(patience_ms, undefined, { ref: false })]);
    this.#deaf = [];
  }

  async #begin(reader: Reader): Promise<void> {
    const missed = await this.#missedBy(reader);
    if (missed === null || reader.over) return;
    reader.begin(missed);
    if (Date.now() - this.#moved_ms < lately_ms) this.#audience.look(reader);
  }

  /** Waits until the database answers; null: the reader did not. */
  async #missedBy(reader: Reader): Promise<Missed | null> {
    while (!reader.over) {
      try {
        await this.#turns.take(() => this.#start());
        return await this.#missed.ask(reader.since, () => readMissed(this.#ready(), reader.since));
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        if (!reader.over) reader.away(this.#awayText());
        await wait(again_ms, undefined, { ref: false });
      }
    }
    return null;
  }

  /** While the database is away streams wait; anything else somebody should know of. */
  #fail(error: unknown): void {
    if (!this.#closed && !(error instanceof NotReady) && !(error instanceof Unavailable)) this.#failed(error);
  }

  #ready(): Db {
    const now = this.#db();
    if (now.status !== "ready") throw new NotReady(now);
    return now.db;
  }

  /** Timers run while anybody listens. */
  #run(): void {
    if (this.#timers.length > 0) return;
    const each = (ms: number, work: () => void): NodeJS.Timeout => setInterval(work, ms).unref();
    const { beat_ms, poll_ms, look_ms } = this.#pace;
    this.#timers = [
      each(beat_ms, () => void this.#turns.take(() => this.#beat()).catch((error: unknown) => this.#fail(error))),
      each(poll_ms, () => this.#wake()),
      each(Math.min(1_000, look_ms / 4), () => this.#audience.lookAtDue()),
    ];
  }

  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#clock = "";
    this.#away = false;
  }

  /** Listens first, then reads where the feed is: a change in between calls. */
  async #start(): Promise<void> {
    const db = this.#ready();
    await this.#listen(db);
    if (this.#head !== null) return;
    const { hello } = await readMissed(db, null);
    this.#head = hello.revision;
    this.#clock = hello.clock;
  }

  async #listen(db: Db): Promise<void> {
    if (this.#closed || this.#deaf.length > 0) return;
    this.#listening ??= (async () => {
      const wake = (): void => this.#wake();
      const deaf = await listenOwn(db, changeChannel, wake, wake);
      try {
        this.#deaf = [
          deaf,
          await listenOwn(
            db,
            peopleChannel,
            (whose) => this.#peopleMoved(whose),
            () => this.#peopleMoved("all"),
          ),
        ];
      } catch (error) {
        await deaf();
        throw error;
      }
      this.#moved_ms = Date.now();
    })().finally(() => {
      this.#listening = null;
    });
    await this.#listening;
  }

  /** Many calls at once are one reading. */
  #wake(): void {
    if (this.#woken || this.#closed) return;
    this.#woken = true;
    this.#turns
      .take(() => {
        this.#woken = false;
        return this.#read();
      })
      .catch((error: unknown) => this.#fail(error));
  }

  /** Tells everybody what is new, until nothing is; and that the database is away, or back. */
  async #read(): Promise<void> {
    try {
      await this.#readOn();
    } catch (error) {
      const first = !this.#away;
      if (error instanceof Unavailable) this.#away = true;
      if (this.#away && first) await this.#sayAway();
      throw error;
    }
    const back = this.#away;
    this.#away = false;
    if (back) await this.#sayBeat();
  }

  async #readOn(): Promise<void> {
    for (;;) {
      if (this.#audience.size === 0) this.#head = null;
      if (this.#head === null || this.#closed) return;
      const db = this.#ready();
      const { head, clock, batch } = await readNews(db, this.#head);
      this.#clock = clock;
      if (batch === null) return;
      this.#head = batch.last;
      await this.#audience.tellAll((reader) => reader.tell(batch));
      if (batch.last >= head) return;
    }
  }

  async #beat(): Promise<void> {
    // Whoever is told of it again knows that the link stands.
    if (this.#away) await this.#sayAway();
    await this.#read();
    await this.#sayBeat();
  }

  #awayText(): Buffer {
    return Buffer.from(event("away", { since: this.#clock || null }));
  }

  async #sayAway(): Promise<void> {
    const text = this.#awayText();
    await this.#audience.tellAll((reader) => reader.away(text));
  }

  async #sayBeat(): Promise<void> {
    const revision = this.#head;
    if (revision === null) return;
    const text = Buffer.from(event("beat", { revision, clock: this.#clock }, revision));
    await this.#audience.tellAll((reader) => reader.beat(text, revision));
  }

  #peopleMoved(whose: string): void {
    this.#moved_ms = Date.now();
    this.#audience.lookAt(whose);
  }
}
