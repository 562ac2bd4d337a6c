/** An app over a database, asked without a port. */

import { tmpdir } from "node:os";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { Route } from "../../../server/ask/route.ts";
import type { Db } from "../../../server/db/db.ts";
import { buildApp } from "../../../server/http/app.ts";
import { routes } from "../../../server/http/routes.ts";
import { Feed } from "../../../server/live/feed.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import type { PhotoStore } from "../../../server/photos/store.ts";

export interface Asking {
  readonly statementTimeout_ms?: number;
  /** False: who has not signed in is nobody. Otherwise the demo dispatcher, who sees the whole district. */
  readonly demo?: boolean;
  readonly trustProxy?: string;
  readonly photos?: PhotoStore;
}

export const appOn = (db: Db, { demo = true, ...more }: Asking = {}): Promise<FastifyInstance> =>
  buildApp({ db: () => ({ status: "ready", db }), demo: () => demo, ...more });

/** Every route there is: to read what they say of themselves. */
export const listedRoutes = (): readonly Route[] =>
  routes({
    photos: folderStore(`${tmpdir()}/chuangtu-photos`),
    feed: new Feed(() => ({ status: "starting", phase: "a list" })),
    notices: { networks: [], publicUrl: undefined },
    build: () => "",
  });

export type Asked = Pick<LightMyRequestResponse, "statusCode" | "headers" | "body" | "json">;

/** Asks; of an answer that goes on and on the beginning is taken, and then the asker goes away. */
export async function ask(app: FastifyInstance, options: InjectOptions): Promise<Asked> {
  const { statusCode, headers, raw, stream } = await app.inject({ ...options, payloadAsStream: true });
  const parts: Buffer[] = [];
  for await (const part of stream()) {
    parts.push(part as Buffer);
    if (!headers["content-type"]?.toString().startsWith("text/event-stream")) continue;
    raw.res.destroy();
    break;
  }
  const body = Buffer.concat(parts).toString();
  return { statusCode, headers, body, json: () => JSON.parse(body) };
}

/** The address of a question: names and values, encoded. */
export function address(path: string, parameters: Readonly<Record<string, string | readonly string[]>> = {}): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one) => [name, one as string]));
  return pairs.length ? `${path}?${new URLSearchParams(pairs).toString()}` : path;
}

/** The body of an answer that must be 200. */
export async function answer<T>(
  app: FastifyInstance,
  path: string,
  parameters: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<T> {
  const url = address(path, parameters);
  const reply = await app.inject(url);
  if (reply.statusCode !== 200) throw new Error(`${url} answered ${reply.statusCode}: ${reply.body.slice(0, 500)}`);
  return reply.json<T>();
}
