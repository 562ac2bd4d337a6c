/** Answers and refusals onto the wire. */
import type { FastifyReply } from "fastify";
import { Reply, Stream } from "../ask/route.ts";
import type { Answered, Coming } from "./asking.ts";
import type { Arrival } from "./callers.ts";
import type { Refusal } from "./errors.ts";
import { staleHeader } from "./stale.ts";
import type { Timers } from "./timers.ts";
import { wireOf } from "./wire.ts";

export const sendRefusal = (reply: FastifyReply, { document, headers }: Refusal): FastifyReply =>
  reply
    .code(document.status)
    .headers({ ...headers, "cache-control": "no-store" })
    .type("application/problem+json")
    .send(JSON.stringify(document));

/** Aborts when the caller goes away before the answer is out. */
export function whileCalling({ raw }: FastifyReply): AbortSignal {
  const caller = new AbortController();
  const left = (): void => {
    if (!raw.writableFinished) caller.abort();
  };
  if (raw.destroyed) left();
  else raw.once("close", left);
  return caller.signal;
}

/** Takes the answer out of the framework's hands, so that nothing gathers or compresses what is to be out at once. */
function stream(reply: FastifyReply, { open }: Stream, timers: Timers): FastifyReply {
  reply.hijack();
  const { raw, request } = reply;
  if (raw.destroyed) return reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    // A proxy that gathers would hold events back.
    "x-accel-buffering": "no",
    "server-timing": timers.toString(),
    // Nothing else comes after it.
    connection: "close",
  });
  if (request.method === "HEAD") raw.end();
  else {
    raw.flushHeaders();
    open(wireOf(raw));
  }
  return reply;
}

export function send(reply: FastifyReply, { answer, now }: Answered, timers: Timers): FastifyReply {
  reply.headers(staleHeader(now, answer instanceof Reply ? answer.status : 200));
  if (answer instanceof Stream) return stream(reply, answer, timers);
  reply.header("server-timing", timers.toString());
  if (!(answer instanceof Reply)) return reply.header("cache-control", "no-store").type("application/json; charset=utf-8").send(answer);
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/** Straight onto the wire: nothing is left to be made of it, compressed or measured. */
export function sendAtHand({ reply, timers }: Coming, { now }: Arrival, { status, headers, body }: Reply): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  for (const name in headers) raw.setHeader(name, headers[name] as string);
  const stale = staleHeader(now, status);
  for (const name in stale) raw.setHeader(name, stale[name] as string);
  raw.setHeader("server-timing", timers.toString());
  raw.statusCode = status;
  if (body !== null) raw.setHeader("content-length", (body as Buffer).length);
  raw.end(body);
  return reply;
}
