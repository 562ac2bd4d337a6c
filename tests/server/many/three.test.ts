/** Three processes on one database: what is done through one counts at once in the others, and nothing that they all do is done twice. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CountAnswer, PhotoUpload, ProblemDetail, ProblemList, ProblemsLayer } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl } from "../../support/databases.ts";
import { makePerson, testPassword } from "../../support/people.ts";
import { march, setClock, west } from "../acts/precinct.ts";
import { decoded } from "../layers/tileOracle.ts";
import { Listening, until } from "../live/listening.ts";
import { jpeg, sha256 } from "../photos/pictures.ts";
import { holding, Three } from "./three.ts";

/** The tile of zoom 10 that the west street lies in. */
const tile = (() => {
  const y = (1 - Math.asinh(Math.tan((west.lat * Math.PI) / 180)) / Math.PI) / 2;
  return `z=10&x=${Math.floor(((west.lon + 180) / 360) * 1024)}&y=${Math.floor(y * 1024)}`;
})();

const isSorted = (list: readonly number[]): boolean => list.every((one, i) => i === 0 || one > (list[i - 1] as number));

describe.runIf(adminUrl() !== null)("three processes on one database", () => {
  let three: Three;
  let free = async (): Promise<void> => {};
  beforeAll(async () => {
    three = await Three.open(async (precinct) => {
      await precinct.db.query(sql`update wall_rule set immediate = '{0103}'`);
      for (let i = 0; i < 6; i++) {
        const handled = await precinct.bring("handling");
        await precinct.act("dispatcher", "suspend", handled, { until: "2026-03-02T12:00:00+08:00" });
        await precinct.bring("dispatched");
      }
      // The suspensions have run out, and what was dispatched is overdue: all three will see it as they start.
      await setClock(precinct.db, march("02T16:00"));
      // Until all three have seen it none of them can do anything about it.
      free = await holding(precinct.db, sql`lock table problem_event, notice, alarm in exclusive mode`);
    });
  }, 240_000);
  afterAll(async () => {
    await free();
    await three?.close();
  });

  it("do once what falls due, though all look for it at once", { timeout: 60_000 }, async () => {
    const [sweeps, notices, watches] = [3, 3, 3];
    await expect.poll(async () => (await three.waiting()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(sweeps + notices + watches);
    await free();
    const once = sql`select (select count(*)::int from problem_event where act = 'resume') as resumed, (select count(*)::int from problem where state = 'suspended') as left,
      (select count(*)::int from notice where kind = 'overdue') as overdue, (select count(*)::int from alarm where kind = 'immediate') as alarms`;
    await expect
      .poll(async () => (await three.db.query(once))[0], { timeout: 20_000 })
      .toEqual({ resumed: 6, left: 0, overdue: 6, alarms: 12 });
  });

  it("each have what another did in their next answer", { timeout: 60_000 }, async () => {
    let acknowledged = (await three.get<ProblemList>(0, "leader", "/api/problems?limit=1")).total;
    let begun = acknowledged;
    const tags = new Map<string, string>();
    /** What a process answers now to somebody who holds what it answered before. */
    const anew = async (at: number, lane: number, path: string) => {
      const key = `${at} ${lane} ${path}`;
      const answer = await three.ask<ProblemsLayer>(at, "leader", path, undefined, { "if-none-match": tags.get(key) ?? '"none"' });
      expect(answer.status, `${path} of another moment`).toBe(200);
      tags.set(key, answer.headers.get("etag") ?? "");
      return answer;
    };
    const sees = async (at: number, lane: number, id: number): Promise<void> => {
      const least = acknowledged;
      const [ledger, counts, layer, tiled, page] = await Promise.all([
        three.get<ProblemList>(at, "leader", "/api/problems?sort=-found&limit=100"),
        three.get<CountAnswer>(at, "leader", "/api/problems/count?by=status"),
        anew(at, lane, "/api/layers/problems"),
        anew(at, lane, `/api/tiles/problems?${tile}&each=1`),
        three.ask<ProblemDetail>(at, "leader", `/api/problems/${id}`),
      ]);
      expect(ledger.rows.map((row) => row.id)).toContain(id);
      for (const total of [ledger.total, counts.total]) expect([total >= least, total <= begun]).toEqual([true, true]);
      expect(layer.body.id).toContain(id);
      expect(decoded(tiled.bytes).map((spot) => spot.id)).toContain(id);
      expect([page.status, page.body.state]).toEqual([200, "reported"]);
    };
    const lane = async (lane: number): Promise<void> => {
      for (let round = 0; round < 10; round++) {
        const [by, ...others] = [lane + round, lane + round + 1, lane + round + 2] as [number, number, number];
        begun++;
        const problem = await three.report(by);
        acknowledged++;
        await Promise.all(others.map((at) => sees(at % 3, lane, problem.id)));
        const dispatched = await three.act(others[0], "dispatcher", "dispatch", problem);
        const states = await Promise.all(
          [by, others[1]].map((at) => three.get<ProblemDetail>(at, "leader", `/api/problems/${problem.id}`)),
        );
        expect(states.map(({ state, version }) => [state, version])).toEqual(Array(2).fill(["dispatched", dispatched.version]));
      }
    };
    await Promise.all([0, 1, 2, 3].map(lane));
    expect(acknowledged).toBe(begun);
  });

  it("do what is sent to all of them at once one time, and answer each the same", async () => {
    for (let round = 0; round < 8; round++) {
      const clientId = randomUUID();
      const said = { clientId, ...west };
      const reported = await Promise.all([0, 1, 2].map((at) => three.report(at, said)));
      const [{ id, version }] = reported as [ProblemDetail];
      expect(new Set(reported.map((one) => one.id)).size).toBe(1);
      const twice = { clientId: randomUUID() };
      const acted = await Promise.all([0, 1, 2].map((at) => three.act(at, "dispatcher", "dispatch", { id, version }, twice)));
      expect(new Set(acted.map((one) => `${one.id} ${one.version} ${one.state}`))).toEqual(new Set([`${id} ${version + 1} dispatched`]));
      // Without an id of one's own: one gets it, the others hear what has happened since.
      const races = await Promise.all(
        [0, 1, 2].map((at) => three.ask(at, "westHandler", `/api/problems/${id}/accept`, { version: version + 1 })),
      );
      expect(races.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    }
  });

  it("tell every stream of each every change once and in order, also when they lose the session they listen by", {
    timeout: 60_000,
  }, async () => {
    const cookie = await three.cookie("leader");
    const addresses = [...three.processes.map(({ address }) => address), three.proxy.address, three.proxy.address, three.proxy.address];
    const streams = await Promise.all(addresses.map((base) => Listening.open(base, cookie)));
    const from = streams.map((stream) => stream.hello.revision);
    let done = false;
    let deafened = 0;
    const cutting = (async () => {
      while (!done) {
        deafened += await three.deafen();
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    })();
    const lane = async (lane: number): Promise<void> => {
      for (let i = 0; i < 15; i++) await three.act("proxy", "dispatcher", "dispatch", await three.report(lane + i));
    };
    await Promise.all([0, 1, 2, 3].map(lane));
    done = true;
    await cutting;
    const last = async () => (await three.db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision as number;
    // The watch for alarms may still have something to say.
    await until("what was told of is told", async () => (await last()) >= Math.max(...from) + 120);
    const head = await last();
    await Promise.all(streams.map((stream) => stream.reach(head, 20_000)));
    streams.forEach((stream, i) => {
      const heard = stream.revisions().filter((revision) => revision <= head);
      expect(isSorted(heard)).toBe(true);
      expect(heard).toEqual(Array.from({ length: head - (from[i] as number) }, (_, k) => (from[i] as number) + 1 + k));
      expect(stream.closed).toBe(false);
    });
    expect(deafened).toBeGreaterThanOrEqual(6);
    for (const stream of streams) stream.cut();
  });

  it("refuse at once a session that was ended at another, and end its streams", async () => {
    for (let round = 0; round < 3; round++) {
      const who = (["westDispatcher", "eastInspector", "auditor"] as const)[round] as "auditor";
      const cookie = await three.cookie(who);
      const stream = await Listening.open((three.processes[(round + 1) % 3] as { address: string }).address, cookie);
      for (const at of [0, 1, 2]) expect((await three.ask(at, who, "/api/problems?limit=1")).status).toBe(200);
      // Known to the front of each, which answers what is kept before anything else is asked.
      for (const at of [0, 1, 2]) expect((await three.ask(at, who, "/api/layers/sites")).status).toBe(200);
      const { personId } = { personId: { westDispatcher: 3, eastInspector: 10, auditor: 13 }[who] };
      await three.get(round, "security", `/api/people/${personId}/signOut`, {});
      const asked = [0, 1, 2].flatMap((at) => ["/api/problems?limit=1", "/api/layers/sites"].map((path) => three.ask(at, who, path)));
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(6).fill(401));
      await stream.until("the end", () => stream.closed);
      expect(stream.all("end")).toEqual([{ why: "signed_out" }]);
    }
  });

  it("count tries at signing in together", async () => {
    const kept = (await three.db.query<{ tries: number }>(sql`select tries from sign_in_policy`))[0]?.tries as number;
    await makePerson(three.db, { roles: ["inspector"], account: "tried" });
    const body = { account: "tried", password: "not the one" };
    const many = await Promise.all(Array.from({ length: kept + 4 }, (_, i) => three.ask(i % 3, null, "/api/session", body)));
    expect(many.filter(({ status }) => status === 401)).toHaveLength(kept);
    expect(many.filter(({ status }) => status === 429)).toHaveLength(4);
    expect((await three.ask(2, null, "/api/session", { ...body, password: testPassword })).status).toBe(429);
  });

  it("take a photo in whose parts come to each in turn", async () => {
    const bytes = await jpeg({ width: 900, height: 700, seed: 7 });
    const about = { clientId: randomUUID(), kind: "before", bytes: bytes.length, sha256: sha256(bytes), ago_s: 0 };
    let upload = await three.get<PhotoUpload>("proxy", "inspector", "/api/photos", about);
    const step = Math.ceil(bytes.length / 5);
    while (upload.photo === null) {
      const part = bytes.subarray(upload.offset, upload.offset + step);
      upload = await three.get<PhotoUpload>("proxy", "inspector", `/api/photos/${upload.id}/part?offset=${upload.offset}`, part);
    }
    const { id } = await three.report(0, { photos: [upload.id], noPhoto: null });
    const pictures = await Promise.all([0, 1, 2].map((at) => three.ask(at, "inspector", `/api/photos/${upload.id}/picture`)));
    expect(
      pictures.map(({ status }) => status),
      `the photo of problem ${id}`,
    ).toEqual([200, 200, 200]);
    expect(new Set(pictures.map((one) => sha256(one.bytes))).size).toBe(1);
    expect(Math.min(...three.proxy.passed)).toBeGreaterThan(0);
  });

  it("have nothing to complain of", () => {
    // What the database alone kept from being done twice would have failed in one of them.
    const lines = three.processes.flatMap(({ said }) => said.filter((line) => line.startsWith("{")));
    expect(lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)).toEqual([]);
  });
});
