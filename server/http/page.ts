/** The built page: hashed files for ever, the document fresh each time. It may still be being built when the server listens. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Addresses of the page itself; which face it shows is in the URL. */
const faces = [
  "/",
  "/desk",
  "/sign-in",
  "/set-up",
  "/admin",
  "/admin/*",
  "/walls",
  "/walls/*",
  "/site/*",
  "/briefs",
  "/briefs/*",
  "/import",
  "/import/*",
];
/** The pages for a phone, for a wall and for planners are documents of their own. */
const documents = new Map([
  ...faces.map((face) => [face, "index.html"] as const),
  ["/field", "field.html"],
  ["/wall", "wall.html"],
  ["/wall/setting", "wall.html"],
  ["/planner", "planner.html"],
  ["/planner/*", "planner.html"],
  ["/handbook", "planner.html"],
  ["/handbook/*", "planner.html"],
]);
const year_s = 31_536_000;
const unbuilt = "页面正在构建，请稍候；若一直如此，请运行 npm start。\nThe page is being built; if it stays so, run npm start.\n";

const notYet = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .headers({ "retry-after": "2", refresh: "2", "cache-control": "no-store" })
    .type("text/plain; charset=utf-8")
    .send(unbuilt);

/** Serves the folder as it is at each request. */
export async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header("cache-control", /[\\/]assets[\\/]/.test(path) ? `public, max-age=${year_s}, immutable` : "no-cache");
    },
  });
  for (const [face, document] of documents) {
    app.get(face, { schema: { hide: true } }, (_request, reply) =>
      existsSync(join(folder, document)) ? reply.sendFile(document) : notYet(reply),
    );
  }
}

/** Says which build of the wall page there is: its script's address. It is read anew each time: a build may be replaced while the program runs. */
export const buildOf = (folder: string | undefined) => (): string => {
  const file = folder && join(folder, "wall.html");
  if (!file || !existsSync(file)) return "";
  return /<script[^>]+src="([^"]+)"/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
};
