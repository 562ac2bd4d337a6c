/** The made-up town with a handbook: roles of its own, people who hold some of them, and an app over it with a planner, a leader and others. */
import type { FastifyInstance } from "fastify";
import type { HandbookRole } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { seedHandbook } from "../../../server/handbook/seed.ts";
import type { TestEngine } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { loadTown, random, town } from "../questions/town.ts";

export interface Parish {
  readonly db: Db;
  readonly app: FastifyInstance;
  readonly cookies: Readonly<Record<"planner" | "administrator" | "leader" | "dispatcher", string>>;
  /** People who can hold something; the first has a telephone. */
  readonly people: readonly number[];
  get<T>(path: string, cookie?: string): Promise<T>;
  post(path: string, body: object, cookie?: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  close(): Promise<void>;
}

/** Zones and sites whose own record names somebody, by arithmetic. */
export const recorded = (kind: "zone" | "site", id: number): boolean => (kind === "zone" ? id % 3 === 0 : id % 4 === 0);

export async function openParish(engine: TestEngine): Promise<Parish> {
  const db = await engine.fresh();
  await loadTown(town)(db);
  await db.query(sql`update zone set person = '记' || id where id % 3 = 0`);
  await db.query(sql`update site set person = '记' || id where id % 4 = 0`);
  await seedHandbook(db);
  const app = await appOn(db, { demo: false });
  const signed = async (role: "planner" | "administrator" | "leader" | "dispatcher") =>
    cookieOf(db, await makePerson(db, { name: `某${role}`, roles: [role] }));
  const people = [
    await makePerson(db, { name: "包拯", roles: [], phone: "13812340001" }),
    await makePerson(db, { name: "海瑞", roles: [] }),
  ];
  const cookies = {
    planner: await signed("planner"),
    administrator: await signed("administrator"),
    leader: await signed("leader"),
    dispatcher: await signed("dispatcher"),
  };
  return {
    db,
    app,
    cookies,
    people,
    async get<T>(path: string, cookie = cookies.planner) {
      const reply = await app.inject({ url: path, headers: { cookie } });
      if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${reply.body.slice(0, 400)}`);
      return reply.json<T>();
    },
    async post(path, body, cookie = cookies.planner) {
      const reply = await app.inject({ method: "POST", url: path, headers: { cookie }, payload: body });
      return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
    },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

export interface Wanted {
  readonly target: string;
  readonly role: string;
  readonly seen: readonly number[];
  readonly holders: readonly object[];
}

/** Posts that some names are put into, spread by a seed; each applies to its target. */
export function somePosts(roles: readonly HandbookRole[], targets: readonly { key: string; class: string }[], seed: number): Wanted[] {
  const next = random(seed);
  const posts = targets.flatMap(({ key, class: own }) =>
    roles.filter(({ applies }) => (applies as readonly string[]).includes(own)).map(({ code }) => ({ target: key, role: code })),
  );
  return posts
    .filter(() => next() < 0.25)
    .slice(0, 500)
    .map((post, i) => ({ ...post, seen: [], holders: [{ name: `名${i}`, phone: `1390000${String(i).padStart(4, "0")}` }] }));
}
