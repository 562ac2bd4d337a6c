/** Whose file it is: who may read its rows, go on with it, clear it away, take it back. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "../../../../server/contract/vocabulary.ts";
import { sql } from "../../../../server/db/sql.ts";
import { importsOnce } from "../../../../server/import/hand/worker.ts";
import { databases } from "../../../support/databases.ts";
import { cookieOf, makePerson } from "../../../support/people.ts";
import { type Hand, handOn, siteColumns, siteFields, specOf } from "./hand.ts";

const spec = specOf("sites", siteFields);
const sheet = {
  into: "sites" as const,
  columns: siteColumns,
  rows: [
    ["R1", "甲", "market", "119.001", "33.59"],
    ["R2", "乙", "没有", "119.002", "33.59"],
  ],
};

/** Something that is waited for until it is opened. */
function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe.each(databases())("whose import it is on $name", (engine) => {
  let hand: Hand;
  beforeAll(async () => {
    hand = await handOn(engine);
  });
  beforeEach(() => hand.anew());

  /** Requests of somebody with these duties. @returns the status */
  async function somebody(roles: readonly Exclude<Role, "wall">[], zone: number | null = null) {
    const cookie = await cookieOf(hand.db, await makePerson(hand.db, { roles: [...roles], zone }));
    return async (method: "GET" | "POST", url: string, payload?: object): Promise<number> =>
      (await hand.app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })).statusCode;
  }
  const zoneOf = async (): Promise<number> =>
    (await hand.db.query<{ id: number }>(sql`select id from zone where external_id = 'W'`))[0]?.id as number;

  it("its rows are read by those who could bring such rows in, and by nobody bound to a zone", async () => {
    const { id } = await hand.tried(sheet, spec);
    const paths = [`/api/imports/${id}`, `/api/imports/${id}/refused.csv`];
    const planner = await somebody(["planner"]);
    for (const path of paths) expect(await planner("GET", path)).toBe(200);
    const others = [
      await somebody(["dispatcher"]),
      await somebody(["dispatcher", "inspector"], await zoneOf()),
      await somebody(["handler"]),
      await somebody(["inspector"], await zoneOf()),
    ];
    for (const other of others) for (const path of paths) expect(await other("GET", path)).toBe(403);
    // That there was an import, all who import may know; what stood in it is not in the list.
    expect(await others[0]?.("GET", "/api/imports")).toBe(200);
  });

  it("what is not loaded yet is its bringer's own: nobody changes under their hands how it is read", async () => {
    const { id } = await hand.tried(sheet, spec);
    const other = await somebody(["planner"]);
    const acts = [
      ["part", { part: 0, rows: [["R9", "x", "market", "119", "33"]] }],
      ["try", { spec }],
      ["load", { partly: true }],
      ["drop", {}],
    ] as const;
    for (const [act, body] of acts) expect(await other("POST", `/api/imports/${id}/${act}`, body), act).toBe(403);
    expect((await hand.batch(id)).state).toBe("tried");
    const mine = await somebody(["planner"]);
    const added = await mine("POST", "/api/imports", { name: "a.csv", into: "sites", columns: ["a"], rows: 1 });
    expect(added).toBe(200);
    // What nobody came back for, an administrator clears away.
    const [left] = await hand.db.query<{ id: number }>(sql`select max(id) as id from import_batch`);
    expect((await hand.ask("POST", `/api/imports/${left?.id}/load`, { partly: true })).status).toBe(403);
    expect((await hand.ask("POST", `/api/imports/${left?.id}/drop`, {})).status).toBe(200);
  });

  it("what was loaded is the district's: whoever has the duty takes it back, and no other", async () => {
    const { id } = await hand.loaded(sheet, spec);
    expect(await (await somebody(["dispatcher"]))("POST", `/api/imports/${id}/undo`, {})).toBe(403);
    expect(await (await somebody(["planner"]))("POST", `/api/imports/${id}/undo`, {})).toBe(200);
    expect((await hand.batch(id)).state).toBe("undone");
  });

  it("is loaded once however often that is asked at once, and not tried meanwhile", async () => {
    const { id } = await hand.tried(sheet, spec);
    const load = () => hand.ask("POST", `/api/imports/${id}/load`, { partly: true });
    const replies = await Promise.all([load(), load(), load()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await hand.ask("POST", `/api/imports/${id}/try`, { spec })).status).toBe(409);
    expect((await hand.ask("POST", `/api/imports/${id}/drop`, {})).status).toBe(409);
    await Promise.all([importsOnce(hand.db), importsOnce(hand.db)]);
    expect(await hand.batch(id)).toMatchObject({ state: "done", report: { added: 1 } });
    const undo = () => hand.ask("POST", `/api/imports/${id}/undo`, {});
    expect((await Promise.all([undo(), undo()])).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await hand.db.query(sql`select 1 from site where layer = 'hand'`)).toEqual([]);
  });

  it("is known again only as what it was brought in for", async () => {
    const { id } = await hand.loaded(sheet, spec);
    expect((await hand.bring(sheet)).same).toMatchObject({ id });
    expect((await hand.bring({ ...sheet, into: "problems" })).same).toBeNull();
  });

  it("refuses what is nested deeper than can be told", async () => {
    const { id } = await hand.bring(sheet);
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const headers = { cookie: "", "content-type": "application/json" };
    const cookie = await cookieOf(hand.db, await makePerson(hand.db, { roles: ["administrator"] }));
    for (const [act, payload] of [
      ["part", `{"part":0,"rows":[[${deep}]]}`],
      ["try", `{"spec":${deep}}`],
    ] as const) {
      const reply = await hand.app.inject({ method: "POST", url: `/api/imports/${id}/${act}`, headers: { ...headers, cookie }, payload });
      expect(reply.statusCode, act).toBe(400);
    }
  });

  // One session cannot be two at once.
  it.runIf(engine.name === "postgres")("an undo waits for whoever works with a site, and leaves their work", async () => {
    const { id } = await hand.loaded(sheet, spec);
    const [changed, free] = [gate(), gate()];
    const other = hand.db.tx(async (tx) => {
      await tx.query(sql`update site set address = '改过' where layer = 'hand'`);
      changed.open();
      await free.passed;
    });
    await changed.passed;
    const undo = hand.undo(id);
    const waiting = async () =>
      (
        await hand.db.query<{ n: number }>(sql`
          select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      )[0]?.n;
    await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
    free.open();
    await other;
    expect(await undo).toMatchObject({ removed: 0, kept: [{ name: "甲" }] });
    expect(await hand.db.query(sql`select address from site where layer = 'hand'`)).toEqual([{ address: "改过" }]);
  });
});
