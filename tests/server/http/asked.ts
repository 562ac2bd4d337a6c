/** An app over a database, asked without a port. */

import { tmpdir } from "node:os";
import type { FastifyInstance } from "fastify";
import type { Route } from "../../../server/ask/route.ts";
import type { Db } from "../../../server/db/db.ts";
import { buildApp, routes } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";

export interface Asking {
  readonly statementTimeout_ms?: number;
  /** False: who has not signed in is nobody. Otherwise the demo dispatcher, who sees the whole district. */
  readonly demo?: boolean;
  readonly trustProxy?: string;
}

export const appOn = (db: Db, { demo = true, ...more }: Asking = {}): Promise<FastifyInstance> =>
  buildApp({ db: () => ({ status: "ready", db }), demo: () => demo, ...more });

/** Every route there is: to read what they say of themselves. */
export const listedRoutes = (): readonly Route[] =>
  routes({ photos: folderStore(`${tmpdir()}/chuangtu-photos`), feed: new Feed(() => ({ status: "starting", phase: "a list" })) });

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
