/**
 * One line per request: what was asked, how it ended, and where the time went. Never what was asked for (a query may hold a person's
 * name) nor who asked. At level info every request; at warn those whose answer took too long to be there. How long it then
 * travelled is told beside it: a slow line is not a slow answer.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Timers } from "./timers.ts";
import type { Weight } from "./weights.ts";

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What is noted of a request while it is answered. */
interface Noted {
  readonly weight: Weight;
  readonly timers: Timers;
}

/** Held by the request itself: a weak map of them all is dear to the garbage collector. */
const noted = Symbol("noted");
type Notable = FastifyRequest & { [noted]?: Noted };

/** The timers of a request; its line in the log has them. */
export function note(request: FastifyRequest, weight: Weight): Timers {
  const timers = new Timers();
  (request as Notable)[noted] = { weight, timers };
  return timers;
}

/** The address as the list of routes has it; what no route has is nobody's business. */
export const patternOf = ({ routeOptions: { url } }: { readonly routeOptions: { readonly url?: string | undefined } }): string =>
  url?.replace(/:(\w+)/g, "{$1}") ?? "none";

/** Milliseconds until a request's answer was there; undefined: it came to no route. */
export const spentOn = (request: FastifyRequest): number | undefined => (request as Notable)[noted]?.timers.total;

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** A request whose caller left before the answer was out. */
export const left = 499;

function line(request: FastifyRequest, { raw }: FastifyReply, took_ms: number, bytes: number): object {
  const known = (request as Notable)[noted];
  const { wait, ...timers } = known?.timers.spent ?? {};
  return {
    method: request.method,
    route: patternOf(request),
    status: raw.writableEnded ? raw.statusCode : left,
    ...(known && { weight: known.weight, waited_ms: wait, total_ms: tenths(known.timers.total), timers_ms: timers }),
    sent_ms: tenths(took_ms),
    bytes,
  };
}

/** True when every request has its line. */
export const tellsAll = ({ log }: Pick<FastifyInstance, "log">): boolean => ["info", "debug", "trace"].includes(log.level);

/**
 * Answers with the request's id, and writes its line.
 * @param slow_ms an answer that took longer to be there is a warning; 0: none is
 */
export function logRequests(app: FastifyInstance, slow_ms: number): void {
  const all = tellsAll(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.setHeader("x-request-id", request.id);
    if (all || slow_ms > 0) watch(request, reply, all, slow_ms);
    done();
  });
}

function watch(request: FastifyRequest, reply: FastifyReply, all: boolean, slow_ms: number): void {
  const from = performance.now();
  const { socket } = request.raw;
  // A connection is kept open: what had been sent before is not this answer's.
  const before = socket.bytesWritten ?? 0;
  reply.raw.once("close", () => {
    const took_ms = performance.now() - from;
    const isSlow = slow_ms > 0 && (spentOn(request) ?? took_ms) > slow_ms;
    if (!isSlow && !all) return;
    const told = line(request, reply, took_ms, (socket.bytesWritten ?? 0) - before);
    if (isSlow) request.log.warn(told, "slow request");
    else request.log.info(told, "request");
  });
}
