/** The whole HTTP surface: the routes, and what surrounds them all. Builds; server/main.ts listens. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import compress from "@fastify/compress";
import swagger from "@fastify/swagger";
import fastify, { type FastifyInstance, LogController } from "fastify";
import type { Standing } from "../ask/standing.ts";
import { Feed } from "../live/feed.ts";
import { Requests } from "../metrics/requests.ts";
import { folderStore } from "../photos/folderStore.ts";
import { StoreUnavailable } from "../photos/store.ts";
import { closesSoon } from "./closing.ts";
import { byStatus, mostHead, refusalOf } from "./errors.ts";
import { Front } from "./front.ts";
import { serializers } from "./logged.ts";
import { countRequests, doorFamilies } from "./metered.ts";
import { buildOf, servePage } from "./page.ts";
import { guardAnswers } from "./policy.ts";
import { requestIds } from "./requestIds.ts";
import { type LogLevel, logRequests, patternOf, tellsAll } from "./requestLog.ts";
import { type Means, routes } from "./routes.ts";
import { sendRefusal } from "./sending.ts";
import { admissionTo, serve } from "./serve.ts";
import { refuseUnread } from "./unread.ts";

export interface AppOptions extends Partial<Means> {
  /** How the database stands now: the app answers before it is open. */
  readonly db: () => Standing;
  readonly statementTimeout_ms?: number | undefined;
  /** Who has not signed in is the demo dispatcher. Only for the made-up district on this machine's own address. */
  readonly demo?: (() => boolean) | undefined;
  /** Addresses of proxies whose word is taken for who asks and by what protocol, separated by commas. None: nobody's. */
  readonly trustProxy?: string | undefined;
  /** The built page; none: the API alone. */
  readonly clientFolder?: string | undefined;
  /** What is logged; none: nothing. */
  readonly log?: LogLevel | undefined;
  /** Where the log's lines go; standard output when left out. */
  readonly logTo?: Writable | undefined;
  /** An answer that took longer to be there is a warning in the log; 0: none is. Milliseconds. */
  readonly slow_ms?: number | undefined;
  /** Connections at most; one beyond is closed at once. 0 and none: any number. */
  readonly mostConnections?: number | undefined;
}

/** A request's address and headers are in by then: they come in one piece, but from who means ill. */
const headers_ms = 10_000;
/** A line on which nothing came or went for so long has nobody at its end; streams say something every few seconds. */
const idle_ms = 600_000;

/** The framework, bare: what comes in is bounded, and what it refuses by itself is refused in our words. */
function bareApp({ log, logTo, trustProxy = "", mostConnections }: AppOptions, genReqId: ReturnType<typeof requestIds>) {
  const app = fastify({
    logger: log ? { level: log, serializers, ...(logTo && { stream: logTo }) } : false,
    // One line of ours is written per request.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId,
    requestTimeout: 30_000,
    connectionTimeout: idle_ms,
    bodyLimit: 256 * 1024,
    // The routes refuse by themselves then, with a document.
    return503OnClosing: false,
    trustProxy: trustProxy || false,
    http: { maxHeaderSize: mostHead, headersTimeout: headers_ms, connectionsCheckingInterval: headers_ms / 2 },
    clientErrorHandler: refuseUnread,
    frameworkErrors: (error, _request, reply) => sendRefusal(reply, refusalOf(error)),
  });
  if (mostConnections) app.server.maxConnections = mostConnections;
  // Input is read by the routes' own readers, and answers are ours: the schemas document, and the tests hold answers to them.
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error, request.routeOptions.bodyLimit);
    if (refusal.document.status === 500 || error instanceof StoreUnavailable)
      request.log.error({ err: error, method: request.method, route: patternOf(request) }, "failure");
    return sendRefusal(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, byStatus(404)));
  return app;
}

const described = {
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
};

function meansOf(app: FastifyInstance, options: AppOptions): Means {
  const { db, feed, photos, notices, build, clientFolder } = options;
  const failed = (error: unknown): void => app.log.error({ err: error }, "what is told as it happens could not be read");
  return {
    ...options,
    feed: feed ?? new Feed(db, { failed }),
    photos: photos ?? folderStore(join(tmpdir(), "chuangtu-photos")),
    notices: notices ?? { networks: [], publicUrl: undefined },
    build: build ?? buildOf(clientFolder),
  };
}

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { db, demo = () => false, slow_ms = 0, clientFolder } = options;
  const requestId = requestIds(options.trustProxy);
  const app = bareApp(options, requestId);
  logRequests(app, slow_ms);
  guardAnswers(app);
  // Bodies come as they are: who may send a compressed one may send a bomb.
  await app.register(compress, { encodings: ["gzip"], globalDecompression: false, threshold: 1024, zlibOptions: { level: 4 } });
  await app.register(swagger, described);
  const [requests, admission] = [new Requests(), admissionTo(db)];
  countRequests(app, requests);
  const own = meansOf(app, options);
  const means: Means = { ...own, families: () => [...requests.families, ...doorFamilies(admission, own.feed)] };
  // Streams do not end by themselves: the program would wait for them.
  app.addHook("preClose", () => means.feed.close());
  closesSoon(app);
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  // Where every request is to have its line in the log, all go the same way.
  const slow = (line: object): void => app.log.warn(line, "slow request");
  const front = tellsAll(app)
    ? undefined
    : new Front({ db, demo, requestId, slow_ms, slow, answered: (one, took_ms) => requests.add(one, took_ms) });
  front?.attach(app);
  serve(app, routes(means), { ...options, demo, front, admission });
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  if (clientFolder) await servePage(app, clientFolder);
  return app;
}
