/**
 * What is kept goes out at the front: a request whose address was answered from what is kept before, by a session that holds, is answered
 * before the framework begins. Who asks and how the layers stand is looked up after it came, as for every other; whatever is out of the
 * ordinary goes on to the framework as if nobody had looked.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { seenKey } from "../ask/caller.ts";
import type { Now } from "../ask/now.ts";
import type { Early, Reply, Route, Shelved } from "../ask/route.ts";
import { sessionToken, tokenHash } from "../people/token.ts";
import { type CallerOptions, callerOfSession } from "./callers.ts";
import { type Looked, lookUp } from "./gate.ts";
import { securityHeaders } from "./policy.ts";
import { staleHeader } from "./stale.ts";

interface Learned {
  /** As the list of routes has it; the log says no other address. */
  readonly path: Route["path"];
  readonly shelved: Shelved;
  readonly query: Pick<Early, "filter" | "given">;
  /** Keys of what is kept, by who asks and what form they take. */
  readonly keys: Map<string, string>;
}

interface Found {
  readonly path: Route["path"];
  readonly reply: Reply;
  readonly now: Now;
}

/** Addresses that are remembered; the one learned first goes. */
const mostAddresses = 4_096;
const mostKeys = 256;

/** Heads ready for the wire, made once for each kept reply. */
const heads = new WeakMap<Reply, readonly string[]>();
const guarding = securityHeaders.flat();
function headOf(reply: Reply): readonly string[] {
  const known = heads.get(reply);
  if (known) return known;
  const own = Object.entries(reply.headers).flat();
  const { body } = reply;
  // A 304 need not say again what the browser holds with the body.
  const made = Buffer.isBuffer(body) ? [...guarding, ...own, "content-length", String(body.length)] : own;
  heads.set(reply, made);
  return made;
}

export interface FrontOptions extends CallerOptions {
  /** Names a request, as for the framework's own. */
  readonly requestId: (request: IncomingMessage) => string;
  /** An answer that took longer is told of; 0: none is. */
  readonly slow_ms: number;
  slow(line: object): void;
  /** Told of each answer. @param took_ms until it was there */
  answered(answer: { readonly method: string; readonly route: string; readonly status: number }, took_ms: number): void;
}

export class Front {
  readonly #options: FrontOptions;
  readonly #learned = new Map<string, Learned>();
  #closed = false;

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /** An address whose answer is kept. Of routes that everybody who is signed in may ask. */
  learn(url: string, { path, may, shelved }: Route, { filter, given }: Pick<Early, "filter" | "given">): void {
    if (!shelved || may.who !== "signed in" || this.#learned.has(url)) return;
    for (const oldest of this.#learned.keys()) {
      if (this.#learned.size < mostAddresses) break;
      this.#learned.delete(oldest);
    }
    this.#learned.set(url, { path, shelved, query: { filter, given }, keys: new Map() });
  }

  /** Stands before the framework on its server. */
  attach(app: FastifyInstance): void {
    const [inside] = app.server.listeners("request") as [RequestListener];
    app.server.removeListener("request", inside);
    app.server.on("request", (request, response) => {
      if (!this.#take(request, response, () => inside(request, response))) inside(request, response);
    });
    app.addHook("preClose", async () => {
      this.#closed = true;
    });
  }

  /** @param on goes on to the framework @returns false when it is not for the front */
  #take(request: IncomingMessage, response: ServerResponse, on: () => void): boolean {
    const known = request.method === "GET" ? this.#learned.get(request.url ?? "") : undefined;
    if (!known || this.#closed) return false;
    const standing = this.#options.db();
    const { headers } = request;
    if (standing.status !== "ready" || headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined) return false;
    const token = sessionToken(headers.cookie);
    if (token === null) return false;
    const session = tokenHash(token);
    const from = performance.now();
    lookUp(standing.db, { session }).then((looked) => {
      const reply = this.#find(known, request, session, looked);
      if (reply) this.#send(request, response, { path: known.path, reply, now: looked.now }, performance.now() - from);
      else on();
    }, on);
    return true;
  }

  #find({ shelved, query, keys }: Learned, { headers }: IncomingMessage, session: Buffer, looked: Looked): Reply | undefined {
    const caller = callerOfSession(looked.session(session));
    if (!caller) return undefined;
    const header = (name: string): string | undefined => headers[name]?.toString();
    const asked = `${caller.personId} ${caller.deviceId} ${seenKey(caller)} ${headers.accept}`;
    let key = keys.get(asked);
    if (key === undefined) {
      key = shelved.keyOf({ ...query, caller, header });
      if (keys.size >= mostKeys) keys.clear();
      keys.set(asked, key);
    }
    return shelved.find(key, looked.now, header);
  }

  #send(request: IncomingMessage, response: ServerResponse, { path, reply, now }: Found, took_ms: number): void {
    if (response.destroyed) return;
    const { requestId, slow_ms, slow, answered } = this.#options;
    const own = ["x-request-id", requestId(request), "server-timing", `caller;dur=${took_ms.toFixed(1)}, total;dur=${took_ms.toFixed(1)}`];
    for (const [name, value] of Object.entries(staleHeader(now, reply.status))) own.push(name, value);
    response.writeHead(reply.status, headOf(reply).concat(own));
    response.end(reply.body as Buffer | null);
    answered({ method: "GET", route: path, status: reply.status }, took_ms);
    if (slow_ms > 0 && took_ms > slow_ms) slow({ method: "GET", route: path, status: reply.status, total_ms: Math.round(took_ms) });
  }
}
