/** An office for the tests of people: a database with a district and two units, an app over it, and requests with a cookie. */
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { sessionCookie } from "../../../server/people/token.ts";
import type { TestEngine } from "../../support/databases.ts";
import { type Asking, appOn } from "../http/asked.ts";

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: LightMyRequestResponse["headers"];
  /** The Cookie header of the session that was opened; empty when none was. */
  readonly cookie: string;
}

export interface Office {
  readonly db: Db;
  readonly app: FastifyInstance;
  get(url: string, cookie?: string, headers?: Record<string, string>): Promise<Answered>;
  post(url: string, body: object, cookie?: string, headers?: Record<string, string>): Promise<Answered>;
  /** Audit entries of a kind, oldest first. */
  audited(kind: string): Promise<Audited[]>;
  close(): Promise<void>;
}
export interface Audited {
  person_id: number | null;
  device_id: number | null;
  who: string | null;
  address: string | null;
  route: string | null;
  detail: Record<string, unknown>;
}

/** Units 11 (with contact) and 12 under it; zone 3. */
async function furnish(db: Db): Promise<void> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, made_up)
    values ('office', '测试区', 'Test district', 'Asia/Shanghai', 'zh', ST_Point(119, 33, 4326), true)`);
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, parent_id) overriding system value
    values (11, 'u', '11', '城管局', '城管', null), (12, 'u', '12', '城管一中队', '一中队', 11)`);
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
    values (3, 'z', '3', 2, '3', '社区三', ST_Multi(ST_MakeEnvelope(119, 33, 119.1, 33.1, 4326)), 1)`);
}

const cookieIn = (reply: LightMyRequestResponse): string => {
  const set = [reply.headers["set-cookie"] ?? []].flat().find((one) => one.startsWith(`${sessionCookie}=`));
  return set?.split(";")[0] ?? "";
};

export async function openOffice(engine: TestEngine, asking: Asking = { demo: false }): Promise<Office> {
  const db = await engine.fresh();
  await furnish(db);
  const app = await appOn(db, asking);
  const asked = async (method: "GET" | "POST", url: string, cookie: string, headers: Record<string, string>, body?: object) => {
    const more = { ...(cookie && { cookie }), ...headers };
    const reply = await app.inject({ method, url, headers: more, ...(body && { payload: body }) });
    return { status: reply.statusCode, body: reply.body ? reply.json() : {}, headers: reply.headers, cookie: cookieIn(reply) };
  };
  return {
    db,
    app,
    get: (url, cookie = "", headers = {}) => asked("GET", url, cookie, headers),
    post: (url, body, cookie = "", headers = {}) => asked("POST", url, cookie, headers, body),
    audited: (kind) =>
      db.query<Audited>(
        sql`select person_id, device_id, who, address, route, detail from audit_entry where kind = ${kind}::text order by id`,
      ),
    async close() {
      await app.close();
      await db.close();
    },
  };
}

/** Everything the audit log holds, as text: for what must not be in it. */
export async function wholeAudit(db: Db): Promise<string> {
  const rows = await db.query<{ text: string }>(sql`select row_to_json(a)::text as text from audit_entry a`);
  return rows.map(({ text }) => text).join("\n");
}
