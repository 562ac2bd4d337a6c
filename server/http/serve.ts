/** One route on the wire: reads what is asked, hands it to the route, sends what it answers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Ask, NotFound, Reply, type Route } from "../ask/route.ts";
import { NotReady, type Standing } from "../ask/standing.ts";
import { readId } from "../contract/filter.ts";
import { documented } from "./documented.ts";
import { byStatus, type Refusal } from "./errors.ts";
import { readQuery } from "./query.ts";
import { Timers } from "./timers.ts";

export interface ServeOptions {
  readonly db: () => Standing;
  readonly statementTimeout_ms?: number | undefined;
}

export const sendRefusal = (reply: FastifyReply, { document, headers }: Refusal): FastifyReply =>
  reply
    .code(document.status)
    .headers({ ...headers, "cache-control": "no-store" })
    .type("application/problem+json")
    .send(JSON.stringify(document));

/** Aborts when the caller goes away before the answer is out. */
function whileCalling(reply: FastifyReply): AbortSignal {
  const caller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) caller.abort();
  });
  return caller.signal;
}

function askOf(route: Route, request: FastifyRequest, reply: FastifyReply, options: ServeOptions, timers: Timers): Ask {
  const signal = whileCalling(reply);
  return {
    ...readQuery(route, request.raw.url ?? ""),
    id() {
      const id = readId((request.params as { id?: string }).id ?? "");
      if (id === undefined) throw new NotFound({ zh: "编号是正整数", en: "An id is a positive whole number." });
      return id;
    },
    header: (name) => request.headers[name]?.toString(),
    standing: options.db,
    rows(timer, statement) {
      const now = options.db();
      if (now.status !== "ready") throw new NotReady(now);
      return timers.timed(timer, now.db.query(statement, { signal, timeout_ms: options.statementTimeout_ms }));
    },
  };
}

function send(reply: FastifyReply, answer: object, timers: Timers): FastifyReply {
  reply.header("server-timing", timers.toString());
  if (!(answer instanceof Reply)) return reply.header("cache-control", "no-store").type("application/json; charset=utf-8").send(answer);
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

const otherMethods = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Puts a route on the app: GET and HEAD answer, OPTIONS says so, the rest is refused with 405. */
export function serve(app: FastifyInstance, route: Route, options: ServeOptions): void {
  const url = route.path.replace("{id}", ":id");
  app.get(url, { schema: documented(route) }, async (request, reply) => {
    const timers = new Timers();
    return send(reply, await route.handle(askOf(route, request, reply, options, timers)), timers);
  });
  app.route({
    url,
    method: otherMethods,
    schema: { hide: true },
    handler: (request, reply) => {
      const allow = { allow: "GET, HEAD, OPTIONS" };
      return request.method === "OPTIONS" ? reply.code(204).headers(allow).send() : sendRefusal(reply, byStatus(405, allow));
    },
  });
}
