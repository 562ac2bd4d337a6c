/** One server of several with the same rows: its sessions, how far it has come, and whether it is well. */
import type pg from "pg";
import { type Position, type ServerStands, Unavailable } from "./db.ts";
import type { PoolDb } from "./poolDb.ts";
import { hasCome, type Place, placeFrom, position } from "./position.ts";
import { sql } from "./sql.ts";

export interface Sessions {
  /** For all that is asked. */
  readonly work: PoolDb;
  /** One beside them that asks how the server is: not held up by the others. */
  readonly watch: PoolDb;
}

/** A server that does not say within so long where it stands does not answer. Milliseconds. */
const answers_ms = 2_000;
const asked = sql`select ${position} as at`;

export class Server {
  /** Its address, without name and password. */
  readonly name: string;
  readonly work: PoolDb;
  /** For the session that listens; null: there is none to be had. */
  readonly listener: pg.ClientConfig | null;
  /** Statements under way that it was chosen for. */
  running = 0;
  /** It was too far behind for somebody who waited; nobody waits for it until it has caught up. */
  behind = false;
  /** Looks in vain, one after the other, since it last answered. */
  silent = 0;
  /** Each new session tells where it stands; who hears it may refuse by throwing. */
  met: (place: Place) => void = () => {};
  readonly #watch: PoolDb;
  #place: Place | null = null;
  /** The highest timeline that it has told of. */
  #timeline = 0;
  #looking: Promise<Place | null> | null = null;

  constructor(name: string, sessions: (met: (text: string) => void) => Sessions, listener: pg.ClientConfig | null) {
    this.name = name;
    this.listener = listener;
    const { work, watch } = sessions((text) => this.met(this.#took(text)));
    this.work = work;
    this.#watch = watch;
  }

  /** Where it stood when it was last asked, and so stands at least; null: it does not answer. */
  get place(): Place | null {
    return this.#place;
  }

  /** True when it is a copy that is known to have come so far. */
  hasCome(to: Position): boolean {
    return this.#place !== null && !this.#place.primary && hasCome(this.#place, to);
  }

  /** What it told somebody who asked it something else beside. @returns where it stands, at least */
  told(text: string): Place {
    const place = this.#placeFrom(text);
    // It may have told more since, and that it has become the primary is for whoever asks all of them.
    const before = this.#place;
    if (before !== null && !before.primary && !place.primary && (place.timeline > before.timeline || hasCome(place, before)))
      this.#place = place;
    return place;
  }

  /** Asks where it stands; whoever asks meanwhile waits for the same answer. Null: it does not answer. Never rejects. */
  look(): Promise<Place | null> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** @param head where the primary is; null: nobody knows */
  stands(head: Place | null): ServerStands {
    const { name, behind: leftOut, place } = this;
    const isCopy = place !== null && !place.primary;
    const lacks = isCopy && head?.timeline === place.timeline ? Number(head.lsn - place.lsn) : null;
    const role = place === null ? "away" : isCopy ? "copy" : "primary";
    return { name, role, leftOut: isCopy && leftOut, behind_bytes: lacks === null ? null : Math.max(0, lacks), pools: this.work.pools };
  }

  /** It does not answer: what waits for it fails at once, and may be asked elsewhere. */
  lose(): void {
    this.#place = null;
    this.work.cut();
    this.#watch.cut();
  }

  async close(): Promise<void> {
    await Promise.all([this.work.close(), this.#watch.close()]);
  }

  #took(text: string): Place {
    this.#place = this.#placeFrom(text);
    return this.#place;
  }

  /** A copy that receives from nobody may tell a timeline that it has long left (`position`): it never goes back to one. */
  #placeFrom(text: string): Place {
    const place = placeFrom(text);
    this.#timeline = Math.max(this.#timeline, place.timeline);
    return place.primary ? place : { ...place, timeline: this.#timeline };
  }

  async #look(): Promise<Place | null> {
    try {
      const [row] = await within(this.#watch.query<{ at: string }>(asked, { timeout_ms: answers_ms }), answers_ms + 200);
      this.silent = 0;
      return this.#took(row?.at ?? "");
    } catch (error) {
      // A lost session says at once that the server is gone; a late answer may be this machine's own lateness: once is not enough.
      this.silent += error instanceof Unavailable ? 2 : 1;
      if (this.silent >= 2) this.#place = null;
      return this.#place;
    }
  }
}

class Late extends Error {}

/** @throws Late when it is not there in time, though whatever had arrived was taken in */
function within<T>(work: Promise<T>, limit_ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => void setImmediate(() => setImmediate(() => reject(new Late())));
    const timer = setTimeout(late, limit_ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
