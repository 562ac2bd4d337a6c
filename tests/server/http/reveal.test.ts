/** A reporter's name and phone: shown to who is responsible, for a reason, and never without a trace. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as S from "../../../server/contract/problemSchemas.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { loadPeopled, peopledTown } from "../questions/peopled.ts";
import { appOn } from "./asked.ts";
import { expectContract } from "./contract.ts";

const inside = peopledTown.problems.find((p) => p.zones[0] === 100)?.id as number;
const outside = peopledTown.problems.find((p) => p.zones[0] === 103)?.id as number;

describe.each(databases())("revealing on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fresh();
    await loadPeopled(db);
    await db.query(
      sql`update problem set reporter_name = '李建国', reporter_phone = '13800001234' where id in (${inside}::bigint, ${outside}::bigint)`,
    );
    app = await appOn(db, { demo: false });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const reveal = async (person: number, problem: number | string, payload: object = { reason: "回访核实位置" }) =>
    app.inject({ method: "POST", url: `/api/problems/${problem}/reveal`, headers: { cookie: await cookieOf(db, person) }, payload });
  interface Entry {
    kind: string;
    person_id: number;
    problem_id: number | null;
    route: string;
    detail: Record<string, unknown>;
  }
  const lastEntry = async (): Promise<Entry | undefined> =>
    (await db.query<Entry>(sql`select kind, person_id, problem_id, route, detail from audit_entry order by id desc limit 1`))[0];
  const entries = async (): Promise<number> => (await db.query<{ n: number }>(sql`select count(*)::int as n from audit_entry`))[0]?.n ?? 0;

  it("is answered in one's own area, and written down with its reason and without the phone", async () => {
    const reply = await reveal(602, inside);
    expect([reply.statusCode, reply.json()]).toEqual([200, { name: "李建国", phone: "13800001234" }]);
    expectContract(S.Revealed, reply.json());
    const entry = await lastEntry();
    expect(entry).toMatchObject({
      kind: "reveal",
      person_id: 602,
      problem_id: inside,
      route: "POST /api/problems/{id}/reveal",
      detail: { reason: "回访核实位置" },
    });
    expect(JSON.stringify(entry)).not.toMatch(/1380000|李建国/);
  });

  it("is refused elsewhere and to other duties, audited, and gives nothing away", async () => {
    for (const [person, problem, about] of [
      [602, outside, outside],
      [605, inside, null],
      [601, inside, null],
      [607, inside, null],
    ] as const) {
      const before = await entries();
      const reply = await reveal(person, problem);
      expect(reply.statusCode, String(person)).toBe(403);
      expect(reply.body).not.toMatch(/1380000|李建国/);
      expect(await lastEntry()).toMatchObject({ kind: "refusal", person_id: person, problem_id: about });
      expect(await entries()).toBe(before + 1);
    }
  });

  it("needs a reason, and a problem", async () => {
    const before = await entries();
    for (const payload of [{}, { reason: " a " }, { reason: "很".repeat(201) }, { reason: 5 }]) {
      const reply = await reveal(602, inside, payload);
      expect([reply.statusCode, reply.json().parameter]).toEqual([400, "reason"]);
    }
    expect((await reveal(602, 999_999)).statusCode).toBe(404);
    expect((await reveal(602, "abc")).statusCode).toBe(404);
    expect(await entries()).toBe(before);
  });
});
