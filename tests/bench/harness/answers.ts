/** Whole HTTP answers in a stream of bytes. As lean as can be: what it takes is taken from who is measured. */

export interface Head {
  readonly status: number;
  /** Of a chunked answer -1. */
  readonly length: number;
  /** Where the body begins. */
  readonly at: number;
}

const blank = Buffer.from("\r\n\r\n");

/** @returns null while the head is not whole */
export function headOf(bytes: Buffer): Head | null {
  const end = bytes.indexOf(blank);
  if (end < 0) return null;
  const text = bytes.toString("latin1", 0, end).toLowerCase();
  const status = Number(text.slice(9, 12));
  const at = end + 4;
  if (status === 304 || status === 204) return { status, length: 0, at };
  const length = /\r\ncontent-length: *(\d+)/.exec(text)?.[1];
  if (length !== undefined) return { status, length: Number(length), at };
  if (text.includes("transfer-encoding: chunked")) return { status, length: -1, at };
  throw new Error(`An answer of unknown length: ${text}`);
}

/** Where a chunked body that begins at `at` ends; -1 while it is not whole. */
export function endOfChunks(bytes: Buffer, at: number): number {
  for (let i = at; ; ) {
    const line = bytes.indexOf("\r\n", i, "latin1");
    if (line < 0) return -1;
    const size = Number.parseInt(bytes.toString("latin1", i, line), 16);
    i = line + 2 + size + 2;
    if (i > bytes.length) return -1;
    if (size === 0) return i;
  }
}

/** Takes what arrives on a connection, and calls once for each whole answer. */
export function answersIn(each: (status: number, bytes: number) => void): (piece: Buffer) => void {
  let parts: Buffer[] = [];
  let had = 0;
  let head: Head | null = null;
  return (piece) => {
    parts.push(piece);
    had += piece.length;
    // A long answer is looked at again only when it can be whole.
    while (had > 0 && !(head && head.length >= 0 && had < head.at + head.length)) {
      const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, had);
      head ??= headOf(bytes);
      const end = head === null ? -1 : head.length >= 0 ? head.at + head.length : endOfChunks(bytes, head.at);
      if (head === null || end < 0 || end > bytes.length) {
        parts = [bytes];
        return;
      }
      const { status } = head;
      head = null;
      parts = end < bytes.length ? [bytes.subarray(end)] : [];
      had = bytes.length - end;
      each(status, end);
    }
  };
}
