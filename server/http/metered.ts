/** What answers requests, as figures: each request counted where its answer leaves, and how full it is at the door. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Feed } from "../live/feed.ts";
import { counter, type Family, gauge } from "../metrics/exposition.ts";
import type { Requests } from "../metrics/requests.ts";
import type { Admission } from "./admission.ts";
import { left, patternOf, spentOn } from "./requestLog.ts";
import type { Weight } from "./weights.ts";

/** Counts all that the framework answers, refusals at the door among them. */
export function countRequests(app: FastifyInstance, requests: Requests): void {
  app.addHook("onRequest", (request: FastifyRequest, { raw }: FastifyReply, done) => {
    const from = performance.now();
    raw.once("close", () => {
      const { method } = request;
      const status = raw.writableEnded ? raw.statusCode : left;
      requests.add({ method, route: patternOf(request), status }, spentOn(request) ?? performance.now() - from);
    });
    done();
  });
}

/** Who waits for a place, who has one, and who was sent away, by weight; and streams. */
export function doorFamilies(admission: Admission, feed: Feed): Family[] {
  const { state } = admission;
  const of = (what: "running" | "waiting" | "refusals") =>
    (Object.keys(state) as Weight[]).map((weight) => ({ labels: { weight }, value: state[weight][what] }));
  return [
    gauge("chuangtu_requests_running", "Requests at work, by weight.", of("running")),
    gauge("chuangtu_requests_waiting", "Requests that wait for a place, by weight.", of("waiting")),
    counter("chuangtu_requests_refused_total", "Requests sent away because too much was asked at once, by weight.", of("refusals")),
    gauge("chuangtu_live_streams", "Pages and walls that are told what changes as it happens.", feed.size),
  ];
}
