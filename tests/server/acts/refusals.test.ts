/** What is refused, and how: state by state, duty by duty, area, person, version, note; nothing of what is not the caller's gets out. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct, type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { east, loadPrecinct, march, Precinct, people, type Reply, setClock, usual, type Who } from "./precinct.ts";

const acts = Object.keys(actPaths) as PersonAct[];
const states = Object.keys(problemStates) as ProblemState[];
const working: ProblemState[] = ["dispatched", "handling", "rework"];
const open = states.filter((state) => state !== "closed" && state !== "rejected");

/** Where each act can be done, as the trade has it; undo, uphold and dismiss hang on the act before them. */
const possible: Readonly<Record<Exclude<PersonAct, "undo" | "uphold" | "dismiss">, readonly ProblemState[]>> = {
  verify: ["reported"],
  file: ["reported", "verifying"],
  reject: ["reported", "verifying", "filed"],
  dispatch: ["reported", "verifying", "filed", "returned"],
  accept: ["dispatched", "rework", "returned"],
  return: ["dispatched", "handling"],
  suspend: working,
  resume: ["suspended"],
  extend: [...working, "suspended"],
  hand_back: working,
  recheck: ["handed_back"],
  rework: ["handed_back", "rechecking"],
  close: ["handed_back", "rechecking"],
  fix_on_spot: ["reported", "verifying", "filed"],
  supervise: open,
  me_too: open,
  press: working,
  appeal: [...working, "suspended", "handed_back", "rechecking", "closed"],
};
/** Who does each act, and who holds a duty that never does. */
const does: Readonly<Record<PersonAct, readonly Who[]>> = {
  verify: ["inspector", "dispatcher"],
  file: ["dispatcher"],
  reject: ["dispatcher"],
  dispatch: ["dispatcher"],
  accept: ["westHandler"],
  return: ["westHandler"],
  suspend: ["dispatcher"],
  resume: ["dispatcher", "westHandler"],
  extend: ["dispatcher"],
  hand_back: ["westHandler"],
  recheck: ["secondInspector", "dispatcher"],
  rework: ["secondInspector", "dispatcher"],
  close: ["secondInspector", "dispatcher"],
  fix_on_spot: ["inspector"],
  supervise: ["leader"],
  press: ["dispatcher", "leader"],
  appeal: ["westHandler"],
  uphold: ["dispatcher"],
  dismiss: ["dispatcher"],
  me_too: ["dispatcher", "secondInspector", "leader", "westHandler"],
  undo: ["dispatcher", "westHandler", "inspector", "leader"],
};
const duties: readonly Who[] = [
  ...(["leader", "dispatcher", "westHandler", "inspector", "planner", "auditor", "administrator", "security"] as const),
];
const mayDo = (who: Who, act: PersonAct) => does[act].some((one) => people[one].roles[0] === people[who].roles[0]);

describe.each(databases())("refusals on $name", ({ fresh }) => {
  let precinct: Precinct;
  const standing = new Map<ProblemState, ProblemDetail>();
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
    for (const state of states)
      standing.set(state, await precinct.bring(state, { title: `勿外传-${state}`, source: "12345", reporterPhone: "0517-88886666" }));
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const at = (state: ProblemState) => standing.get(state) as ProblemDetail;
  const refusals = async () =>
    precinct.db.query<{ person: number; problem: number | null; route: string; text: string }>(
      sql`select person_id as person, problem_id as problem, route, detail::text as text from audit_entry where kind = 'refusal' order by id desc`,
    );
  /** The refusal tells of nothing but the reason. */
  const tellsNothing = (reply: Reply) => expect(reply.body).not.toMatch(/勿外传|88886666|westHandler|版本|version/);

  it("every act in every state where it cannot be: 409, with the state and the version now", async () => {
    for (const [act, from] of Object.entries(possible) as [keyof typeof possible, readonly ProblemState[]][]) {
      for (const state of states.filter((one) => !from.includes(one))) {
        const who = does[act][0] as Who;
        const reply = await precinct.attempt(who, act, at(state));
        // What was sent to no unit yet is no handler's to know of.
        if (who === "westHandler" && at(state).unit === null) {
          expect([act, state, reply.statusCode]).toEqual([act, state, 403]);
          continue;
        }
        expect([act, state, reply.statusCode, reply.json().now?.state]).toEqual([act, state, 409, state]);
        expect(reply.json().now.version).toBe(at(state).version);
        expect(reply.json().detail_zh).toContain(problemStates[state].zh);
        expectContract(ProblemDocument, reply.json());
      }
    }
    for (const state of states) expect((await precinct.read(at(state).id)).version).toBe(at(state).version);
  });

  it("every act by every duty that never does it: 403 and audited, nothing of the problem in it", async () => {
    for (const act of acts) {
      for (const who of duties.filter((one) => !mayDo(one, act))) {
        const reply = await precinct.attempt(who, act, at("handling"));
        expect([act, who, reply.statusCode]).toEqual([act, who, 403]);
        tellsNothing(reply);
        const [last] = await refusals();
        expect(last).toMatchObject({ person: people[who].id, route: `POST /api/problems/{id}/${actPaths[act]}` });
        expect(last?.text).not.toMatch(/勿外传|88886666/);
      }
    }
  });

  it("every act by the right duty of another area: 403 and audited with the problem, nothing of it in the answer", async () => {
    const stranger: Readonly<Record<string, Who>> = {
      dispatcher: "eastDispatcher",
      handler: "bureauHandler",
      inspector: "eastInspector",
    };
    for (const act of acts) {
      for (const role of new Set(does[act].map((who) => people[who].roles[0]))) {
        const who = stranger[role];
        if (!who) continue;
        const reply = await precinct.attempt(who, act, at("handling"), { version: 1 });
        expect([act, who, reply.statusCode]).toEqual([act, who, 403]);
        tellsNothing(reply);
        expect((await refusals())[0]).toMatchObject({ person: people[who].id, problem: at("handling").id });
      }
    }
  });

  it("an area's own people may, a stranger's may not", async () => {
    const problem = await precinct.report({ ...east });
    expect((await precinct.attempt("westDispatcher", "file", problem)).statusCode).toBe(403);
    expect((await precinct.attempt("eastDispatcher", "file", problem)).statusCode).toBe(200);
    const crews = await precinct.act("dispatcher", "dispatch", problem, { unit: 22, person: people.crewHandler.id });
    // The bureau answers for its crew; the crew not for the bureau.
    expect((await precinct.attempt("bureauHandler", "accept", crews)).statusCode).toBe(200);
    const own = await precinct.report();
    const bureaus = await precinct.act("dispatcher", "dispatch", own, { unit: 21, person: people.bureauHandler.id });
    expect((await precinct.attempt("crewHandler", "accept", bureaus)).statusCode).toBe(403);
  });

  it("without a session 401, from another site 403", async () => {
    expect((await precinct.attempt(null, "file", at("reported"))).statusCode).toBe(401);
    const reply = await precinct.app.inject({
      method: "POST",
      url: `/api/problems/${at("reported").id}/file`,
      headers: { "sec-fetch-site": "cross-site" },
      payload: { version: 1 },
    });
    expect(reply.statusCode).toBe(403);
  });

  it("nobody rechecks, rejects or closes what they handled themselves", async () => {
    const sent = await precinct.bring("handling");
    const mended = await precinct.act("both", "hand_back", sent);
    for (const act of ["recheck", "rework", "close"] as const) {
      const reply = await precinct.attempt("both", act, mended);
      expect([act, reply.statusCode, reply.json().now.state]).toEqual([act, 409, "handed_back"]);
      expect((await precinct.read(sent.id, "both")).acts.find((offer) => offer.act === act)).toMatchObject({ allowed: false });
    }
    // Who only accepted it has handled it too.
    const accepted = await precinct.act("both", "accept", await precinct.bring("dispatched"));
    const other = await precinct.act("westHandler", "hand_back", accepted);
    expect((await precinct.attempt("both", "close", other)).statusCode).toBe(409);
    expect((await precinct.attempt("inspector", "close", other)).statusCode).toBe(200);
  });

  it("a stale version: 409, with what has happened since", async () => {
    const seen = await precinct.report();
    await precinct.act("dispatcher", "file", seen, { note: "属实" });
    await precinct.act("dispatcher", "dispatch", seen);
    const reply = await precinct.attempt("secondDispatcher", "file", seen);
    expect(reply.statusCode).toBe(409);
    const { now } = reply.json<{ now: { state: string; version: number; since: { act: string; note: string; actor: string }[] } }>();
    expect([now.state, now.version]).toEqual(["dispatched", 3]);
    expect(now.since.map((event) => [event.act, event.note, event.actor])).toEqual([
      ["file", "属实", "dispatcher"],
      ["dispatch", null, "dispatcher"],
    ]);
    const ahead = await precinct.attempt("secondDispatcher", "extend", { id: seen.id, version: 9 });
    expect([ahead.statusCode, ahead.json().now.since]).toEqual([409, []]);
  });

  it("a snapshot refuses every act", async () => {
    const [row] = await precinct.db.query<{ at: Date }>(sql`update district set frozen_at = clock() returning frozen_at as at`);
    try {
      for (const act of acts) {
        const reply = await precinct.attempt(does[act][0] as Who, act, at("handling"));
        expect([act, reply.statusCode]).toEqual([act, 409]);
      }
      expect((await precinct.post("inspector", "/api/problems", { ...reportBody })).statusCode).toBe(409);
    } finally {
      await precinct.db.query(sql`update district set frozen_at = null`);
    }
    expect(row?.at.getTime()).toBeGreaterThanOrEqual(march("02T09:00"));
  });

  it.each(acts)("%s: a missing or unreadable field is named, with what it holds and what would be right", async (act) => {
    const who = does[act][0] as Who;
    const problem = at("handling");
    const named = async (said: Record<string, unknown>) => {
      const reply = await precinct.attempt(who, act, problem, said);
      expect([act, said, reply.statusCode]).toEqual([act, said, 400]);
      expectContract(ProblemDocument, reply.json());
      expect(reply.json().expected.zh && reply.json().expected.en).toBeTruthy();
      return reply.json().parameter as string;
    };
    // Of "me too" none need be said: two who say so at once both count.
    for (const version of [...(act === "me_too" ? [] : [undefined, null]), 0, -1, 1.5, "1", true, [], 2 ** 40])
      expect(await named({ version })).toBe("version");
    expect(await named({ colour: "red" })).toBe("colour");
    expect(await named({ place: { lon: 181, lat: 0 } })).toBe("place.lon");
    expect(await named({ place: { lon: 1 } })).toBe("place.lat");
    expect(await named({ place: [1, 2] })).toBe("place");
    for (const note of [7, "x".repeat(1001), "\u0000"]) expect(await named({ note })).toBe("note");
    if ("note" in usual[act]) for (const note of [undefined, null, "", "   "]) expect(await named({ note })).toBe("note");
    for (const clientId of [7, "", "x", "3f0e6c1a-5b7d-4c1e-9a53-0c8e1d2f3a4"]) expect(await named({ clientId })).toBe("clientId");
    if ("noPhoto" in usual[act]) {
      for (const noPhoto of ["", 3]) expect(await named({ noPhoto })).toBe("noPhoto");
      for (const photos of [[], [0], ["1"], 7, Array.from({ length: 10 }, (_, i) => i + 1)])
        expect((await named({ photos })).replace(/\[0\]$/, "")).toBe("photos");
    }
    // Where the act cannot be done in this state the reason comes first: of a close whether it has its photo is asked last.
    if ("noPhoto" in usual[act] && act !== "close")
      for (const noPhoto of [undefined, null]) expect(await named({ noPhoto })).toBe("photos");
    expect((await precinct.read(problem.id)).version).toBe(problem.version);
  });

  it("a problem that does not exist is 404, a path that is no id too", async () => {
    expect((await precinct.attempt("dispatcher", "file", { id: 999_999, version: 1 })).statusCode).toBe(404);
    expect((await precinct.post("dispatcher", "/api/problems/x1/file", { version: 1 })).statusCode).toBe(404);
  });

  it("the clock of the precinct moves no problem by itself", async () => {
    await setClock(precinct.db, march("20T09:00"));
    for (const state of states) expect(await precinct.read(at(state).id)).toMatchObject({ state, version: at(state).version });
  });
});

const reportBody = { category: "0103", lon: 119.01, lat: 33.51, source: "patrol", noPhoto: "无法拍照" };
