/** A question on its way: who asks and whether they may, what it may ask the database, and the route's answer; what is refused is audited. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { readBody } from "../ask/body.ts";
import { type Caller, Forbidden, nobody, Unauthenticated } from "../ask/caller.ts";
import { type Ask, type AuditLine, NotFound, type Reply, type Route } from "../ask/route.ts";
import { NotReady } from "../ask/standing.ts";
import { readId } from "../contract/parameter.ts";
import { type Db, ownAt, type Queryable, Unavailable } from "../db/db.ts";
import type { Admission } from "./admission.ts";
import { anew, ofSeveral } from "./anew.ts";
import { auditEntry } from "./audit.ts";
import { type Arrival, arrive, type CallerOptions, callerOf, demoFor, isKeyed } from "./callers.ts";
import type { Front } from "./front.ts";
import { permit } from "./permit.ts";
import { readQuery } from "./query.ts";
import type { Timers } from "./timers.ts";

export interface ServeOptions extends CallerOptions {
  readonly statementTimeout_ms?: number | undefined;
  /** Learns which addresses are answered from what is kept. */
  readonly front?: Front | undefined;
  /** Who is let in; its own when left out. */
  readonly admission?: Admission | undefined;
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

/** What was refused for want of a duty or an area is written down; that the writing failed must not hide the refusal. */
async function audited(asking: Asking, error: Forbidden): Promise<void> {
  const line = { kind: "refusal", problemId: error.problemId, detail: { why: error.why.zh } } as const;
  if (asking.caller.kind !== "nobody")
    await audit(asking, line, ready(asking)).catch((failure: unknown) => asking.request.log.error({ err: failure }, "refusal not audited"));
}

/** A request on its way through. */
export interface Coming {
  readonly route: Route;
  readonly options: ServeOptions;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly timers: Timers;
}

export async function arrivalOf({ route, options, request, timers }: Coming): Promise<Arrival> {
  if (route.unasked) return { caller: { ...nobody, address: request.ip }, now: null };
  const from = performance.now();
  try {
    return await arrive(request, options, isKeyed(route.may));
  } finally {
    timers.add("caller", performance.now() - from);
  }
}

export interface Answered {
  readonly answer: object;
  readonly now: Arrival["now"];
}

export const mayBeAnew = ({ route, options }: Coming): boolean => route.method === "GET" && ofSeveral(options.db());

export const answer = (coming: Coming, signal: AbortSignal, arrived?: Arrival): Promise<Answered> =>
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
    if (error instanceof Unauthenticated)
      reply.header("www-authenticate", `${isKeyed(route.may) || route.unasked ? "Bearer" : "Session"} realm="chuangtu"`);
    throw error;
  }
}

/** The answer when it is at hand. Whatever is out of the ordinary is not: it goes the whole way, where it is refused. */
export function atHand({ route, options, request }: Coming, { caller, now }: Arrival): Reply | undefined {
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
