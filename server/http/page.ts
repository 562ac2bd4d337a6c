/** The built page: hashed files for ever, the document fresh each time. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Addresses of the page itself; which face it shows is in the URL. */
const faces = ["/", "/wall", "/desk", "/planner"];
const year_s = 31_536_000;

/** Serves the folder; without a build it says how to make one. */
export async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, "index.html"))) {
    for (const face of faces)
      app.get(face, { schema: { hide: true } }, (_request, reply) => reply.type("text/plain; charset=utf-8").send(unbuilt));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header(
        "cache-control",
        path.includes("/assets/") || path.includes("\\assets\\") ? `public, max-age=${year_s}, immutable` : "no-cache",
      );
    },
  });
  for (const face of faces) app.get(face, { schema: { hide: true } }, (_request, reply) => reply.sendFile("index.html"));
}

const unbuilt = "页面尚未构建：请运行 npm start。\nThe page has not been built: run npm start.\n";
