/** What a phone sends until it is answered is done once: reports and acts, one after the other and all at once. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { body, loadPrecinct, Precinct, usualReport, type Who } from "./precinct.ts";

describe.each(databases())("exactly once on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const post = (said: object, who: Who = "inspector") => precinct.post(who, "/api/problems", { ...usualReport, ...said });
  const count = async () => (await precinct.db.query<{ n: number }>(sql`select count(*)::int as n from problem`))[0]?.n ?? 0;
  const events = async (id: number) =>
    (await precinct.db.query<{ act: string }>(sql`select act from problem_event where problem_id = ${id}::bigint order by seq`)).map(
      (e) => e.act,
    );

  it("the same report twenty times at once is one problem, answered twenty times", async () => {
    const [before, clientId] = [await count(), randomUUID()];
    const replies = await Promise.all(Array.from({ length: 20 }, () => post({ clientId, ago_s: 3600, accuracy_m: 12 })));
    const told = replies.map((reply) => body<ProblemDetail>(reply));
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(new Set(told.map(({ code }) => code)).size).toBe(1);
    expect(await count()).toBe(before + 1);
    expect(await events(told[0]?.id ?? 0)).toEqual(["report"]);
    expect(told[0]).toMatchObject({ accuracy_m: 12, outside: false, meToo: 0, photos: [] });
  });

  it("twenty reports of their own at once are twenty problems", async () => {
    const before = await count();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => post({ clientId: randomUUID() }, i % 2 ? "inspector" : "leader")),
    );
    expect(new Set(replies.map((reply) => body<ProblemDetail>(reply).id)).size).toBe(20);
    expect(await count()).toBe(before + 20);
  });

  it("a report sent again is the problem as it stands now, whatever else it says, also once that was mended", async () => {
    const clientId = randomUUID();
    const first = body<ProblemDetail>(await post({ clientId }));
    await precinct.act("dispatcher", "file", first);
    const again = body<ProblemDetail>(await post({ clientId: clientId.toUpperCase(), category: "0102", lon: 119.03, noPhoto: "别的" }));
    expect(again).toMatchObject({ id: first.id, code: first.code, category: first.category, lon: first.lon, state: "filed", version: 2 });
    expect(await events(first.id)).toEqual(["report", "file"]);
  });

  it("somebody else's id is a conflict that tells nothing of their report", async () => {
    const clientId = randomUUID();
    const mine = body<ProblemDetail>(await post({ clientId, title: "勿外传" }));
    const before = await count();
    const reply = await post({ clientId }, "eastInspector");
    expect(reply.statusCode).toBe(409);
    expect(reply.json().detail_zh).toContain("clientId");
    expect(reply.body).not.toMatch(new RegExp(`勿外传|${mine.code}`));
    expect(await count()).toBe(before);
  });

  it("a report that was refused has not used its id up", async () => {
    const clientId = randomUUID();
    expect((await post({ clientId, site: 999 })).statusCode).toBe(400);
    expect((await post({ clientId }, "westHandler")).statusCode).toBe(403);
    expect(body<ProblemDetail>(await post({ clientId })).state).toBe("reported");
  });

  it("mended on the spot: both acts, once", async () => {
    const clientId = randomUUID();
    const told = (await Promise.all(Array.from({ length: 5 }, () => post({ clientId, fixed: true })))).map((reply) =>
      body<ProblemDetail>(reply),
    );
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(await events(told[0]?.id ?? 0)).toEqual(["report", "fix_on_spot"]);
  });

  it("an act sent twenty times at once with its id is done once and answered each time, though its version is gone", async () => {
    const problem = await precinct.bring("handling");
    const clientId = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => precinct.attempt("westHandler", "hand_back", problem, { clientId })),
    );
    for (const reply of replies) expect(body<ProblemDetail>(reply)).toMatchObject({ state: "handed_back", version: problem.version + 1 });
    expect((await events(problem.id)).filter((act) => act === "hand_back")).toHaveLength(1);
    // Later too, after others have gone on: it is answered as the problem stands.
    await precinct.act("inspector", "rework", problem);
    expect(body<ProblemDetail>(await precinct.attempt("westHandler", "hand_back", problem, { clientId }))).toMatchObject({
      state: "rework",
    });
  });

  it("without an id the second is a conflict, as ever", async () => {
    const problem = await precinct.bring("handling");
    const [first, second] = [
      await precinct.attempt("westHandler", "hand_back", problem),
      await precinct.attempt("westHandler", "hand_back", problem),
    ];
    expect([first.statusCode, second.statusCode]).toEqual([200, 409]);
  });

  it("an act's id says nothing for another act, another problem or another person", async () => {
    const [problem, other] = [await precinct.bring("handling"), await precinct.bring("handling")];
    const clientId = randomUUID();
    body(await precinct.attempt("westHandler", "hand_back", problem, { clientId }));
    for (const reply of [
      await precinct.attempt("westHandler", "hand_back", other, { clientId }),
      await precinct.attempt("dispatcher", "close", { ...problem, version: problem.version + 1 }, { clientId }),
      await precinct.attempt("both", "hand_back", problem, { clientId }),
    ])
      expect([reply.statusCode, reply.json().detail_zh]).toEqual([409, expect.stringContaining("clientId")]);
    expect((await precinct.read(other.id)).version).toBe(other.version);
    // A refused act has not used its id up.
    const next = randomUUID();
    expect((await precinct.attempt("westHandler", "hand_back", { ...other, version: 99 }, { clientId: next })).statusCode).toBe(409);
    expect((await precinct.attempt("westHandler", "hand_back", other, { clientId: next })).statusCode).toBe(200);
  });

  it("a dispatch from an outbox, too", async () => {
    const problem = await precinct.bring("filed");
    const clientId = randomUUID();
    for (let i = 0; i < 3; i++)
      expect(body<ProblemDetail>(await precinct.attempt("dispatcher", "dispatch", problem, { clientId })).version).toBe(
        problem.version + 1,
      );
  });
});
