/** One stream: where it stands, whose it is, and what it may hold back. */
import { type Caller, seenKey } from "../ask/caller.ts";
import type { Wire } from "../ask/route.ts";
import type { LiveEnd } from "../contract/types.ts";
import type { Batch } from "./batch.ts";
import { event } from "./events.ts";
import type { Missed } from "./read.ts";

/** What may wait for a reader beside the longest text it is at: whoever lets more pile up is sent away, and catches up when back. Bytes. */
const mostWaiting = 256 * 1024;
/** After how long a browser left to itself comes back: spread out, so that not all come at once. */
const retry_ms = (): number => Math.round(200 + Math.random() * 2_800);

export interface Asked {
  readonly caller: Caller;
  /** Who it is by now. */
  again(): Promise<Caller>;
  /** The last revision they know of; null: none. */
  readonly since: number | null;
}

export class Reader {
  readonly since: number | null;
  readonly again: () => Promise<Caller>;
  readonly #wire: Wire;
  #caller: Caller;
  #key: string;
  #position = 0;
  /** What comes in before the stream has begun; null: it has. */
  #held: Batch[] | null = [];
  /** The longest text that the reader may still be at. */
  #longest = 0;
  #over = false;

  constructor(wire: Wire, { caller, again, since }: Asked) {
    this.#wire = wire;
    this.#caller = caller;
    this.#key = seenKey(caller);
    this.again = again;
    this.since = since;
    wire.closed(() => {
      this.#over = true;
    });
  }

  get over(): boolean {
    return this.#over;
  }

  /** Says hello, what was missed, and what has come in meanwhile. */
  begin({ hello, batch }: Missed): void {
    const missed = batch?.text(this.#caller, this.#key, this.since ?? 0) ?? null;
    // Until what was missed is there, the reader stands where it stood.
    const said = `retry: ${retry_ms()}\n${event("hello", hello, missed ? (this.since ?? undefined) : hello.revision)}`;
    const held = this.#held ?? [];
    this.#held = null;
    this.#position = hello.revision;
    this.#send(missed ? Buffer.concat([Buffer.from(said), missed]) : Buffer.from(said));
    for (const one of held) this.tell(one);
  }

  tell(batch: Batch): void {
    if (this.#held) {
      this.#held.push(batch);
      return;
    }
    if (batch.last <= this.#position && !batch.anew) return;
    const text = batch.text(this.#caller, this.#key, this.#position);
    this.#position = batch.last;
    if (text) this.#send(text);
  }

  /** @param revision up to which everybody was told */
  beat(text: Buffer, revision: number): void {
    if (this.#held === null && this.#position <= revision) this.#send(text);
  }

  /** Says that nothing newer is known; also before the stream has begun, so that whoever waits knows why. */
  away(text: Buffer): void {
    this.#send(text);
  }

  /** Ends the stream, and says why. */
  end(why: LiveEnd["why"]): void {
    if (this.#over) return;
    this.#over = true;
    this.#wire.write(event("end", { why }));
    this.#wire.end();
  }

  /** Ends the stream without a word, as when the line is cut: the reader comes back where it stood. */
  cut(): void {
    this.#over = true;
    this.#wire.end();
  }

  /** Whether a word about people on the channel is about this one. */
  isMeant(whose: string): boolean {
    const { personId, deviceId } = this.#caller;
    return whose === "all" || whose === `person ${personId}` || whose === `device ${deviceId}`;
  }

  /** Takes the caller as they are now: whoever is out is out, and whoever sees something else begins anew. */
  take(caller: Caller): void {
    if (caller.kind === "nobody" || caller.sessionId !== this.#caller.sessionId) this.end("signed_out");
    else if (seenKey(caller) !== this.#key) this.end("area");
    else this.#caller = caller;
  }

  #send(text: Buffer): void {
    if (this.#over) return;
    const waiting = this.#wire.waiting();
    if (waiting > mostWaiting + this.#longest) {
      this.end("slow");
      return;
    }
    this.#longest = waiting > mostWaiting ? Math.max(this.#longest, text.length) : text.length;
    this.#wire.write(text);
  }
}
