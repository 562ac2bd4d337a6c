/** The whole HTTP surface: every route in one list, and what surrounds them all. Builds; server/main.ts listens. */
import compress from "@fastify/compress";
import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import fastify, { type FastifyInstance } from "fastify";
import type { Route } from "../ask/route.ts";
import type { Standing } from "../ask/standing.ts";
import { district } from "../district/district.ts";
import { health } from "../district/health.ts";
import { baseLayer } from "../layers/base.ts";
import { problemsLayer } from "../layers/problems.ts";
import { sitesLayer } from "../layers/sites.ts";
import { zonesLayer } from "../layers/zones.ts";
import { problemCount } from "../problems/count.ts";
import { problemDetail } from "../problems/detail.ts";
import { exportCsv } from "../problems/exportCsv.ts";
import { exportGeojson } from "../problems/exportGeojson.ts";
import { problemList } from "../problems/list.ts";
import { problemsNear } from "../problems/near.ts";
import { search } from "../search/search.ts";
import { siteDetail } from "../sites/detail.ts";
import { byStatus, refusalOf } from "./errors.ts";
import { servePage } from "./page.ts";
import { contentSecurityPolicy } from "./policy.ts";
import { sendRefusal, serve } from "./serve.ts";

export const routes = (): readonly Route[] => [
  health,
  district,
  baseLayer(),
  sitesLayer(),
  zonesLayer(),
  problemsLayer(),
  problemList,
  problemCount,
  problemsNear,
  exportCsv,
  exportGeojson,
  problemDetail,
  siteDetail,
  search,
];

export interface AppOptions {
  /** How the database stands now: the app answers before it is open. */
  readonly db: () => Standing;
  readonly statementTimeout_ms?: number | undefined;
  /** The built page; none: the API alone. */
  readonly clientFolder?: string | undefined;
  /** Log errors and warnings to standard error. */
  readonly log?: boolean | undefined;
}

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.log ? { level: "warn" } : false,
    requestTimeout: 30_000,
    bodyLimit: 1024,
    return503OnClosing: true,
    frameworkErrors: (error, _request, reply) => sendRefusal(reply, refusalOf(error)),
  });
  // Input is read by the routes' own readers, and answers are ours: the schemas document, and the tests hold answers to them.
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.document.status === 500) request.log.error({ err: error, method: request.method, url: request.url }, "failure");
    return sendRefusal(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, byStatus(404)));
  await app.register(helmet, { contentSecurityPolicy, strictTransportSecurity: false, referrerPolicy: { policy: "same-origin" } });
  await app.register(compress, { encodings: ["gzip"], threshold: 1024, zlibOptions: { level: 4 } });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "创图 Chuangtu",
        version: "1",
        description: "The questions of a civilised-city creation map.",
        license: { name: "MIT", identifier: "MIT" },
      },
      servers: [{ url: "/", description: "This server." }],
      tags: [],
    },
  });
  for (const route of routes()) serve(app, route, options);
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  if (options.clientFolder) await servePage(app, options.clientFolder);
  return app;
}
