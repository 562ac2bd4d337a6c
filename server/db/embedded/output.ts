/** What the session says after a batch: passed on, but for notifications (taken out), CopyInResponse (on request), and its state (noted). */
import type { TxStatus } from "./frames.ts";

const NOTIFICATION = 0x41;
const COPY_IN = 0x47;
const NOTICE = 0x4e;
const READY = 0x5a;

/** Reads messages that may be cut anywhere, without holding rows back. */
export class OutputReader {
  /** State after the last ReadyForQuery; null when there was none (a batch that ended in Flush). */
  status: TxStatus | null = null;
  readonly notifications: Uint8Array[] = [];
  /**
   * The engine has lost its way: a failure inside PostGIS left the statement without ending it, its answer is empty without an error,
   * and later ones would reach the wrong questions. The only trace is a warning of PostgreSQL's snapshot manager.
   */
  lost = false;
  readonly #dropCopyIn: boolean;
  readonly #emit: (bytes: Uint8Array) => void;
  #head = new Uint8Array(5);
  #headLength = 0;
  #bodyLeft = 0;
  #kept: Uint8Array[] | null = null;

  /** `emit` gets copies, never views of the engine's memory. */
  constructor(dropCopyIn: boolean, emit: (bytes: Uint8Array) => void) {
    this.#dropCopyIn = dropCopyIn;
    this.#emit = emit;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    let passFrom = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft === 0) {
        const whole = this.#headLength === 0 && chunk.length - at >= 5;
        at += this.#takeHead(chunk, at);
        if (this.#headLength < 5) break;
        const taken = this.#begin();
        // A message that is kept, or whose head came in two pieces, breaks the run of bytes that pass as they are.
        if (taken || !whole) {
          if (whole) this.#pass(chunk, passFrom, at - 5);
          else if (!taken) this.#emit(this.#head.slice());
          passFrom = at;
        }
        if (this.#bodyLeft === 0 && taken) this.#end();
      }
      const step = Math.min(this.#bodyLeft, chunk.length - at);
      if (this.#kept !== null && step > 0) {
        this.#kept.push(chunk.slice(at, at + step));
        passFrom = at + step;
      }
      at += step;
      this.#bodyLeft -= step;
      if (this.#bodyLeft === 0 && this.#kept !== null) this.#end();
    }
    // An unfinished head waits in #head and must not pass twice.
    const unfinished = this.#bodyLeft === 0 ? this.#headLength : 0;
    this.#pass(chunk, passFrom, chunk.length - Math.min(unfinished, chunk.length - passFrom));
  }

  #pass(chunk: Uint8Array, from: number, to: number): void {
    if (to > from) this.#emit(chunk.slice(from, to));
  }

  #takeHead(chunk: Uint8Array, at: number): number {
    const step = Math.min(5 - this.#headLength, chunk.length - at);
    this.#head.set(chunk.subarray(at, at + step), this.#headLength);
    this.#headLength += step;
    return step;
  }

  /** Starts a message whose head is complete; true when it is kept back. */
  #begin(): boolean {
    this.#headLength = 0;
    this.#bodyLeft = new DataView(this.#head.buffer).getUint32(1) - 4;
    const type = this.#head[0];
    const taken = type === NOTIFICATION || type === READY || type === NOTICE || (type === COPY_IN && this.#dropCopyIn);
    if (taken) this.#kept = [];
    return taken;
  }

  #end(): void {
    const frame = Buffer.concat([this.#head, ...(this.#kept ?? [])]);
    this.#kept = null;
    if (this.#head[0] === NOTIFICATION) this.notifications.push(frame);
    if (this.#head[0] === NOTICE) {
      this.lost ||= frame.includes("snapmgr.c");
      this.#emit(frame);
    }
    if (this.#head[0] !== READY) return;
    this.status = String.fromCharCode(frame[5] as number) as TxStatus;
    this.#emit(frame);
  }
}
