/** Planners at a town's zones: asked over HTTP, with real sessions. */
import type { FastifyInstance } from "fastify";
import { expect } from "vitest";
import type { Role } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}
/** A refusal's document. */
export interface Refused {
  readonly detail: string;
  readonly detail_zh: string;
  readonly parameter?: string;
  readonly now?: Readonly<Record<string, unknown>>;
}

export class Planner {
  readonly app: FastifyInstance;
  readonly id: number;
  readonly #cookie: string;
  constructor(app: FastifyInstance, id: number, cookie: string) {
    this.app = app;
    this.id = id;
    this.#cookie = cookie;
  }

  async post<T>(path: string, payload: object = {}): Promise<Reply<T>> {
    const reply = await this.app.inject({ method: "POST", url: `/api/zonePlans${path}`, headers: { cookie: this.#cookie }, payload });
    return { status: reply.statusCode, body: reply.json<T>() };
  }
  async get<T>(path = ""): Promise<Reply<T>> {
    const reply = await this.app.inject({ url: `/api/zonePlans${path}`, headers: { cookie: this.#cookie } });
    return { status: reply.statusCode, body: reply.json<T>() };
  }
  /** An answer that is no JSON. */
  async file(path: string): Promise<{ readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer }> {
    const reply = await this.app.inject({ url: `/api/zonePlans${path}`, headers: { cookie: this.#cookie } });
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    return { headers: reply.headers, bytes: reply.rawPayload };
  }
  /** What must be answered. */
  async did<T>(path: string, payload: object = {}): Promise<T> {
    const { status, body } = await this.post<T>(path, payload);
    expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
    return body;
  }
  /** What must be answered to a body of bytes. */
  async bytes<T>(path: string, payload: Buffer): Promise<T> {
    const headers = { cookie: this.#cookie, "content-type": "application/octet-stream" };
    const reply = await this.app.inject({ method: "POST", url: `/api/zonePlans${path}`, headers, payload });
    expect(reply.statusCode, reply.body.slice(0, 500)).toBe(200);
    return reply.json<T>();
  }
  async saw<T>(path = ""): Promise<T> {
    const { status, body } = await this.get<T>(path);
    expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
    return body;
  }
  async refused(path: string, payload: object, status: number): Promise<Refused> {
    const reply = await this.post<Refused>(path, payload);
    expect([reply.status, Boolean(reply.body.detail && reply.body.detail_zh)], JSON.stringify(reply.body).slice(0, 500)).toEqual([
      status,
      true,
    ]);
    return reply.body;
  }
}

export const plannerOf = async (app: FastifyInstance, db: Db, name: string, roles: readonly Exclude<Role, "wall">[] = ["planner"]) => {
  const id = await makePerson(db, { name, roles });
  return new Planner(app, id, await cookieOf(db, id));
};

/** An app on the database where nobody is taken for somebody. */
export const closedApp = (db: Db): Promise<FastifyInstance> => appOn(db, { demo: false });

/** Layers that were told of since it was asked last. */
export async function heard(db: Db): Promise<string[]> {
  const rows = await db.query<{ layer: string }>(sql`delete from change returning layer`);
  return rows.map((row) => row.layer);
}

/** What the audit log says of plans, the last line first. */
export const audited = (db: Db) =>
  db.query<{ person: number; detail: Readonly<Record<string, unknown>> }>(
    sql`select person_id as person, detail from audit_entry where detail ->> 'what' = 'zonePlan' order by id desc`,
  );
