/** PostgreSQL's wire messages: cutting a client's bytes into messages, and the few messages we make ourselves. */

/** A typed message: one byte of type, four of length (which counts itself), a body. */
export interface Frame {
  readonly type: string;
  /** The whole message, type byte included. */
  readonly bytes: Buffer;
}

/** One message of our own making. */
export function message(type: string, body: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(type, 0, "latin1");
  bytes.writeUInt32BE(4 + body.length, 1);
  bytes.set(body, 5);
  return bytes;
}

export const cstring = (text: string): Buffer => Buffer.from(`${text}\0`);

/** A simple query. */
export const queryMessage = (text: string): Buffer => message("Q", cstring(text));

/** An error as a server would say it; `code` is the SQLSTATE. */
export function errorMessage(severity: "ERROR" | "FATAL", code: string, text: string): Buffer {
  return message(
    "E",
    Buffer.concat([cstring(`S${severity}`), cstring(`V${severity}`), cstring(`C${code}`), cstring(`M${text}`), Buffer.from([0])]),
  );
}

export const readyMessage = (status: TxStatus): Buffer => message("Z", Buffer.from(status, "latin1"));

/** A session's state as ReadyForQuery says it: idle, in a transaction, in a failed one. */
export type TxStatus = "I" | "T" | "E";

/** Cuts a stream of bytes into messages; keeps what is not complete yet. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #started = false;

  /** The start-up and SSL requests have no type byte; they come out with the type "". */
  push(chunk: Buffer): Frame[] {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const lead = this.#started ? 1 : 0;
      if (data.length < lead + 4) break;
      const length = lead + data.readUInt32BE(lead);
      if (data.length < length) break;
      const bytes = data.subarray(0, length);
      frames.push({ type: this.#started ? String.fromCharCode(bytes[0] as number) : "", bytes });
      // Protocol 3: after it every message is typed. Before it come requests for encryption, answered "no".
      if (!this.#started) this.#started = bytes.readUInt16BE(4) === 3;
      data = data.subarray(length);
    }
    this.#rest = data;
    return frames;
  }
}

/** End of the zero-terminated text that starts at `from`. */
const textEnd = (bytes: Buffer, from: number): number => bytes.indexOf(0, from);

function withPrefix(bytes: Buffer, at: readonly number[], prefix: string): Buffer {
  const mark = Buffer.from(prefix);
  const parts: Buffer[] = [];
  let from = 5;
  for (const place of at) {
    if (bytes[place] === 0) continue;
    parts.push(bytes.subarray(from, place), mark);
    from = place;
  }
  return parts.length === 0 ? bytes : message(String.fromCharCode(bytes[0] as number), Buffer.concat([...parts, bytes.subarray(from)]));
}

/** Names of prepared statements and portals are the session's; a prefix makes them the connection's. Unnamed ones stay unnamed. */
export function prefixNames(frame: Frame, prefix: string): Buffer {
  switch (frame.type) {
    case "P":
    case "E":
      return withPrefix(frame.bytes, [5], prefix);
    case "B":
      return withPrefix(frame.bytes, [5, textEnd(frame.bytes, 5) + 1], prefix);
    case "D":
    case "C":
      return withPrefix(frame.bytes, [6], prefix);
    default:
      return frame.bytes;
  }
}

/** The name a Parse message gives, "" for none; its SQL text. */
export function parsed(frame: Frame): { name: string; text: string } {
  const end = textEnd(frame.bytes, 5);
  return { name: frame.bytes.toString("utf8", 5, end), text: frame.bytes.toString("utf8", end + 1, textEnd(frame.bytes, end + 1)) };
}

/** The SQL text of a simple query. */
export const queryText = (frame: Frame): string => frame.bytes.toString("utf8", 5, frame.bytes.length - 1);
