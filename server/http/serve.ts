/** Routes on the wire: who asks and whether they may, what is asked, the route's answer; and what is refused, audited. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readBody } from "../ask/body.ts";
import { type Caller, Forbidden, nobody, Unauthenticated } from "../ask/caller.ts";
import { type Ask, type AuditLine, NotFound, Reply, type Route, Stream } from "../ask/route.ts";
import { NotReady } from "../ask/standing.ts";
import { readId } from "../contract/parameter.ts";
import { type Db, ownAt, type Queryable, Unavailable } from "../db/db.ts";
import { sessionToken } from "../people/token.ts";
import { Admission, type Who } from "./admission.ts";
import { anew, ofSeveral } from "./anew.ts";
import { auditEntry } from "./audit.ts";
import { Door } from "./busy.ts";
import { type Arrival, arrive, type CallerOptions, callerOf, demoFor, isKeyed } from "./callers.ts";
import { documented } from "./documented.ts";
import { byStatus, type Refusal, refusalOf } from "./errors.ts";
import type { Front } from "./front.ts";
import { permit } from "./permit.ts";
import { readQuery } from "./query.ts";
import { note } from "./requestLog.ts";
import { staleHeader } from "./stale.ts";
import type { Timers } from "./timers.ts";
import { type Weight, weightOf } from "./weights.ts";
import { wireOf } from "./wire.ts";

export interface ServeOptions extends CallerOptions {
  readonly statementTimeout_ms?: number | undefined;
  /** Learns which addresses are answered from what is kept. */
  readonly front?: Front | undefined;
}

export const sendRefusal = (reply: FastifyReply, { document, headers }: Refusal): FastifyReply =>
  reply
    .code(document.status)
    .headers({ ...headers, "cache-control": "no-store" })
    .type("application/problem+json")
    .send(JSON.stringify(document));

/** Aborts when the caller goes away before the answer is out. */
function whileCalling({ raw }: FastifyReply): AbortSignal {
  const caller = new AbortController();
  const left = (): void => {
    if (!raw.writableFinished) caller.abort();
  };
  if (raw.destroyed) left();
  else raw.once("close", left);
  return caller.signal;
}

interface Asking {
  readonly route: Route;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: ServeOptions;
  readonly timers: Timers;
  readonly caller: Caller;
  readonly now: Arrival["now"];
  /** Aborts when the caller goes away before the answer is out. */
  readonly signal: AbortSignal;
}

function ready({ options }: Asking): Db {
  const now = options.db();
  if (now.status !== "ready") throw new NotReady(now);
  return now.db;
}

function askOf(asking: Asking): Ask {
  const { route, request, options, timers, caller, now, signal } = asking;
  // What changes nothing may be read from a copy.
  const at = route.method === "GET" ? now?.at : undefined;
  return {
    ...readQuery(route, request.raw.url ?? ""),
    body: route.method === "POST" && route.bytes === undefined ? readBody(route.body, request.body ?? {}) : {},
    bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    again: () => callerOf(request, options, isKeyed(route.may)),
    caller,
    id() {
      const id = readId((request.params as { id?: string }).id ?? "");
      if (id === undefined) throw new NotFound({ zh: "编号是正整数", en: "An id is a positive whole number." });
      return id;
    },
    header: (name) => request.headers[name]?.toString(),
    standing: options.db,
    now() {
      if (now === null) {
        ready(asking);
        throw new Unavailable("The database cannot be reached now. Try again.");
      }
      return now;
    },
    secure: request.protocol === "https",
    demo: demoFor(request, options),
    rows: (timer, statement) =>
      timers.timed(timer, ready(asking).query(statement, { signal, timeout_ms: options.statementTimeout_ms, at })),
    tx: (timer, work) => timers.timed(timer, ready(asking).tx(work)),
    audit: (line, tx) => audit(asking, line, tx ?? ready(asking)),
  };
}

async function audit({ route, caller }: Asking, line: AuditLine, on: Queryable): Promise<void> {
  await on.query(auditEntry(caller, `${route.method} ${route.path}`, line));
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

function send(reply: FastifyReply, { answer, now }: Answered, timers: Timers): FastifyReply {
  reply.headers(staleHeader(now, answer instanceof Reply ? answer.status : 200));
  if (answer instanceof Stream) return stream(reply, answer, timers);
  reply.header("server-timing", timers.toString());
  if (!(answer instanceof Reply)) return reply.header("cache-control", "no-store").type("application/json; charset=utf-8").send(answer);
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/** What was refused for want of a duty or an area is written down; that the writing failed must not hide the refusal. */
async function audited(asking: Asking, error: Forbidden): Promise<void> {
  const line = { kind: "refusal", problemId: error.problemId, detail: { why: error.why.zh } } as const;
  if (asking.caller.kind !== "nobody")
    await audit(asking, line, ready(asking)).catch((failure: unknown) => asking.request.log.error({ err: failure }, "refusal not audited"));
}

/** A request on its way through. */
interface Coming {
  readonly route: Route;
  readonly options: ServeOptions;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly timers: Timers;
}

async function arrivalOf({ route, options, request, timers }: Coming): Promise<Arrival> {
  if (route.unasked) return { caller: { ...nobody, address: request.ip }, now: null };
  const from = performance.now();
  try {
    return await arrive(request, options, isKeyed(route.may));
  } finally {
    timers.add("caller", performance.now() - from);
  }
}

interface Answered {
  readonly answer: object;
  readonly now: Arrival["now"];
}

const mayBeAnew = ({ route, options }: Coming): boolean => route.method === "GET" && ofSeveral(options.db());

const answer = (coming: Coming, signal: AbortSignal, arrived?: Arrival): Promise<Answered> =>
  anew(
    (first) => answerOnce(coming, signal, first ? arrived : undefined),
    () => !signal.aborted && mayBeAnew(coming),
  );

/** @param arrived who asks, when that was looked up already */
async function answerOnce(coming: Coming, signal: AbortSignal, arrived?: Arrival): Promise<Answered> {
  const { route, options, request, reply } = coming;
  const { caller, now: shared } =
    arrived ??
    (await arrivalOf(coming).catch((error: unknown): Arrival => {
      // What everybody may ask is answered without the database, too: the health of one that is gone.
      if (route.may.who === "everybody") return { caller: { ...nobody, address: request.ip }, now: null };
      throw error;
    }));
  const now = shared?.at ? { ...shared, at: ownAt(shared.at) } : shared;
  const asking: Asking = { ...coming, caller, now, signal };
  try {
    if (route.may.who !== "everybody" && options.db().status !== "ready") ready(asking);
    permit(route, caller, request);
    return { answer: await route.handle(askOf(asking)), now };
  } catch (error) {
    if (error instanceof Forbidden) await audited(asking, error);
    if (error instanceof Unauthenticated) reply.header("www-authenticate", `${isKeyed(route.may) ? "Bearer" : "Session"} realm="chuangtu"`);
    throw error;
  }
}

/** The answer when it is at hand. Whatever is out of the ordinary is not: it goes the whole way, where it is refused. */
function atHand({ route, options, request }: Coming, { caller, now }: Arrival): Reply | undefined {
  const { shelved } = route;
  if (now === null || shelved === undefined || request.method !== "GET") return undefined;
  try {
    permit(route, caller, request);
    const url = request.raw.url ?? "";
    const query = readQuery(route, url);
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const reply = shelved.find(shelved.keyOf({ caller, header, ...query }), now, header);
    if (reply) options.front?.learn(url, route, query);
    return reply;
  } catch {
    return undefined;
  }
}

/** Straight onto the wire: nothing is left to be made of it, compressed or measured. */
function sendAtHand({ reply, timers }: Coming, { now }: Arrival, { status, headers, body }: Reply): FastifyReply {
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

/** What is at hand needs no place: it is out before another could have had it. */
async function serveOne(coming: Coming, weight: Weight, admission: Admission): Promise<FastifyReply> {
  const { route, request, reply, timers } = coming;
  const arrived =
    route.shelved &&
    (await anew(
      () => arrivalOf(coming),
      () => mayBeAnew(coming),
    ));
  const there = arrived && atHand(coming, arrived);
  if (there) return sendAtHand(coming, arrived, there);
  const signal = whileCalling(reply);
  // The place is free again once the answer is there, however long it then travels.
  const answered = await admission.admit({ weight, signal, who: () => whoAsks(request) }, (waited_ms) => {
    timers.add("wait", waited_ms);
    return answer(coming, signal, arrived);
  });
  return send(reply, answered, timers);
}

const whoAsks = ({ ip, headers }: FastifyRequest): Who => ({ address: ip, session: sessionToken(headers.cookie) ?? undefined });

const sessionsOf = ({ db }: ServeOptions): number | undefined => {
  const now = db();
  return now.status === "ready" ? now.db.capabilities.sessions : undefined;
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Puts all routes on the app; on each path the methods that no route answers are refused with 405, and OPTIONS says which do. */
export function serve(app: FastifyInstance, routes: readonly Route[], options: ServeOptions): void {
  const admission = new Admission(() => sessionsOf(options));
  const door = new Door((busy) => refusalOf(busy).document);
  app.addHook("preClose", async () => {
    admission.close();
    door.close();
  });
  for (const [path, list] of grouped(routes)) {
    const url = path.replace("{id}", ":id");
    for (const route of list) {
      const bodyLimit = route.bytes ?? route.mostBody_bytes;
      const weight = weightOf(route);
      app.route({
        url,
        method: route.method,
        ...(bodyLimit !== undefined && { bodyLimit }),
        schema: documented(route),
        onRequest: (request, reply, done) => {
          const busy = admission.refusal(weight, () => whoAsks(request));
          if (busy) door.sendAway(busy, request, reply);
          else done();
        },
        handler: (request, reply) => serveOne({ route, options, request, reply, timers: note(request, weight) }, weight, admission),
      });
    }
    const taken = list.flatMap((route): string[] => (route.method === "GET" ? ["GET", "HEAD"] : [route.method]));
    const allow = { allow: [...taken, "OPTIONS"].join(", ") };
    app.route({
      url,
      method: methods.filter((method) => !taken.includes(method)),
      schema: { hide: true },
      handler: (request, reply) =>
        request.method === "OPTIONS" ? reply.code(204).headers(allow).send() : sendRefusal(reply, byStatus(405, allow)),
    });
  }
}

function grouped(routes: readonly Route[]): Map<Route["path"], Route[]> {
  const paths = new Map<Route["path"], Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return paths;
}
