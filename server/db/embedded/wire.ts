/**
 * A connection to the embedded database, as the driver sees it: a duplex stream that speaks PostgreSQL's protocol.
 * It answers start-up itself, cuts what the driver writes into batches, and leaves the order of batches to the session.
 */
import { Duplex } from "node:stream";
import {
  cstring,
  errorMessage,
  type Frame,
  FrameReader,
  message,
  parsed,
  prefixNames,
  queryText,
  readyMessage,
  type TxStatus,
} from "./frames.ts";

/** Messages that the session runs in one go. */
export interface Batch {
  readonly bytes: Buffer;
  /** COPY data travels with its statement, so the session's own CopyInResponse comes too late and is left out. */
  readonly dropCopyIn: boolean;
}

/** What a connection needs of the session. */
export interface Scheduler {
  submit(connection: WireConnection, batch: Batch): void;
  leave(connection: WireConnection): void;
}

// A COPY FROM STDIN; not COPY (query) TO, whose text may hold anything.
const COPY_IN = /^\s*copy\s+(?!\()[\s\S]+?\sfrom\s+stdin\b/i;
const LISTEN = /^\s*listen\s/i;

const START_UP = Buffer.concat([
  message("R", Buffer.from([0, 0, 0, 0])),
  ...[
    ["server_version", "18.3"],
    ["server_encoding", "UTF8"],
    ["client_encoding", "UTF8"],
    ["DateStyle", "ISO, MDY"],
    ["integer_datetimes", "on"],
    ["standard_conforming_strings", "on"],
    ["TimeZone", "UTC"],
  ].map((pair) => message("S", Buffer.concat(pair.map(cstring)))),
]);

export class WireConnection extends Duplex {
  readonly id: number;
  /** Batches not yet run. */
  readonly pending: Batch[] = [];
  /** Names in the session that are this connection's, prefixed. */
  readonly statements = new Set<string>();
  /** Whether it has ever asked to LISTEN. */
  listening = false;
  status: TxStatus = "I";
  readonly #session: Scheduler;
  readonly #frames = new FrameReader();
  #batch: Buffer[] = [];
  #copy: Buffer[] | null = null;
  #left = false;

  constructor(id: number, session: Scheduler) {
    super();
    this.id = id;
    this.#session = session;
  }

  // The driver treats its stream as a socket.
  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  /** Takes back what has not run yet and answers it with an error; false when it is running already or there is nothing. */
  withdraw(code: string, text: string): boolean {
    if (this.pending.length === 0) return false;
    this.pending.length = 0;
    this.#say(Buffer.concat([errorMessage("ERROR", code, text), readyMessage(this.status)]));
    return true;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#take(Buffer.concat(chunks.map((one) => one.chunk)));
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#leave();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#leave();
    done(error);
  }

  /** Answers of our own come a tick later: the driver may be writing from inside its own reading, which must not start twice. */
  #say(bytes: Buffer): void {
    process.nextTick(() => {
      if (!this.destroyed && !this.#left) this.push(bytes);
    });
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#session.leave(this);
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#frames.push(chunk)) {
      if (frame.type === "") this.#startUp(frame);
      else if (this.#copy !== null) this.#takeCopy(frame, this.#copy);
      else this.#takeFrame(frame);
    }
  }

  #startUp(frame: Frame): void {
    // Not protocol 3: a request for encryption, which a stream inside one process does not need.
    if (frame.bytes.readUInt16BE(4) !== 3) {
      this.#say(Buffer.from("N"));
      return;
    }
    const key = Buffer.alloc(8);
    key.writeUInt32BE(this.id, 0);
    this.#say(Buffer.concat([START_UP, message("K", key), readyMessage("I")]));
  }

  #takeFrame(frame: Frame): void {
    switch (frame.type) {
      case "X":
        this.#leave();
        process.nextTick(() => this.push(null));
        return;
      case "Q":
        this.#takeQuery(frame);
        return;
      // Late messages of a COPY that is over mean nothing.
      case "d":
      case "c":
      case "f":
        return;
      default:
        this.#note(frame);
        this.#batch.push(prefixNames(frame, `c${this.id}_`));
        if (frame.type === "S" || frame.type === "H" || frame.type === "F") this.#submit(false);
    }
  }

  #takeQuery(frame: Frame): void {
    const text = queryText(frame);
    if (LISTEN.test(text)) this.listening = true;
    this.#batch.push(frame.bytes);
    if (!COPY_IN.test(text)) {
      this.#submit(false);
      return;
    }
    this.#copy = this.#batch;
    this.#batch = [];
    // Text format, columns not counted: the driver only waits for the go-ahead.
    this.#say(message("G", Buffer.from([0, 0, 0])));
  }

  #takeCopy(frame: Frame, copy: Buffer[]): void {
    copy.push(frame.bytes);
    if (frame.type !== "c" && frame.type !== "f") return;
    this.#batch = copy;
    this.#copy = null;
    this.#submit(true);
  }

  #note(frame: Frame): void {
    if (frame.type !== "P") return;
    const { name, text } = parsed(frame);
    if (name !== "") this.statements.add(`c${this.id}_${name}`);
    if (LISTEN.test(text)) this.listening = true;
  }

  #submit(dropCopyIn: boolean): void {
    const bytes = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#session.submit(this, { bytes, dropCopyIn });
  }
}
