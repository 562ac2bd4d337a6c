/** Routes on the wire: on each path those there are, each with its place among all that is asked at once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Route } from "../ask/route.ts";
import type { Standing } from "../ask/standing.ts";
import { sessionToken } from "../people/token.ts";
import { Admission, type Who } from "./admission.ts";
import { anew } from "./anew.ts";
import { answer, arrivalOf, atHand, type Coming, mayBeAnew, type ServeOptions } from "./asking.ts";
import { Door } from "./busy.ts";
import { documented } from "./documented.ts";
import { byStatus, refusalOf } from "./errors.ts";
import { note } from "./requestLog.ts";
import { send, sendAtHand, sendRefusal, whileCalling } from "./sending.ts";
import { type Weight, weightOf } from "./weights.ts";

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

/** Places by the sessions that the database has once it is open. */
export const admissionTo = (db: () => Standing): Admission =>
  new Admission(() => {
    const now = db();
    return now.status === "ready" ? now.db.capabilities.sessions : undefined;
  });

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Puts all routes on the app; on each path the methods that no route answers are refused with 405, and OPTIONS says which do. */
export function serve(app: FastifyInstance, routes: readonly Route[], options: ServeOptions): void {
  const { admission = admissionTo(options.db) } = options;
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
