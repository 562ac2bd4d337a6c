/** Requests that never become one: too long a heading, too slow, not HTTP. Refused on the bare connection, in the form of every other refusal. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { mostHead, refusalOf, tooLong } from "./errors.ts";

const statuses: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Answers and ends the connection; what was on its way in is not read. */
export function refuseUnread(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || socket.writableEnded) return;
  const status = statuses[error.code ?? ""] ?? 400;
  const { document } = status === 431 ? tooLong(mostHead) : refusalOf({ statusCode: status });
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // A caller who goes on sending would never read the answer: the rest is let go by, and a second later the line is cut.
  socket.resume();
  setTimeout(() => socket.destroy(), 1_000).unref();
}
