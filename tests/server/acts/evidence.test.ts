/** 留痕: a photo or why there is none, of each act that must not go without; and when a close may rely on the hand-back's. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import type { PersonAct } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { putPhoto, withdraw } from "./pictures.ts";
import { body, loadPrecinct, Precinct, type Reply, usualReport, type Who } from "./precinct.ts";

const bare = { noPhoto: undefined };
const refused = (reply: Reply) => {
  expect([reply.statusCode, reply.json().parameter]).toEqual([400, "photos"]);
  expect(reply.json().expected).toEqual({ zh: "照片，或没有照片的理由（noPhoto）", en: "a photo, or why there is none (noPhoto)" });
};

describe.each(databases())("photos or a reason on $name", ({ fresh }) => {
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
  const photo = (by: Who, problem: number | null, kind: "before" | "after" = "after") => putPhoto(precinct.db, { by, problem, kind });
  /** The act by this person with a photo and no reason. */
  const withPhoto = async (who: Who, act: PersonAct, problem: ProblemDetail) => {
    const id = await photo(who, problem.id);
    return { id, reply: await precinct.attempt(who, act, problem, { ...bare, photos: [id] }) };
  };

  it("a report: a photo, a reason, or both; not neither", async () => {
    refused(await precinct.post("inspector", "/api/problems", { ...usualReport, noPhoto: undefined }));
    refused(await precinct.post("inspector", "/api/problems", { ...usualReport, noPhoto: null, photos: null }));
    const [one, two] = [await photo("inspector", null, "before"), await photo("inspector", null, "before")];
    const shown = await precinct.report({ noPhoto: undefined, photos: [one, two, one] });
    expect(shown).toMatchObject({ noPhoto: null, state: "reported" });
    expect(shown.history[0]).toMatchObject({ photos: [one, two], noPhoto: null });
    const both = await precinct.report({ photos: [await photo("inspector", null, "before")] });
    expect(both.noPhoto).toBe(usualReport.noPhoto);
    expect(both.history[0]?.photos).toHaveLength(1);
  });

  it("what was mended on the spot needs a photo of that as well, or a reason", async () => {
    const before = await photo("inspector", null, "before");
    const half = await precinct.post("inspector", "/api/problems", { ...usualReport, ...bare, photos: [before], fixed: true });
    expect([half.statusCode, half.json().parameter]).toEqual([400, "photosAfter"]);
    const after = await photo("inspector", null);
    const whole = await precinct.report({ ...bare, photos: [before], photosAfter: [after], fixed: true });
    expect(whole.history.map(({ act, photos }) => [act, photos])).toEqual([
      ["report", [before]],
      ["fix_on_spot", [after]],
    ]);
  });

  it.each<[PersonAct, Who, "handling" | "filed"]>([
    ["hand_back", "westHandler", "handling"],
    ["fix_on_spot", "inspector", "filed"],
  ])("%s: the same", async (act, who, state) => {
    const problem = await precinct.bring(state);
    refused(await precinct.attempt(who, act, problem, bare));
    const { id, reply } = await withPhoto(who, act, problem);
    expect(body<ProblemDetail>(reply).history.at(-1)).toMatchObject({ act, photos: [id], noPhoto: null });
  });

  it.each<[PersonAct, Who, "handed_back" | "handling"]>([
    ["recheck", "secondInspector", "handed_back"],
    ["rework", "secondInspector", "handed_back"],
    ["return", "westHandler", "handling"],
  ])("%s goes without, and may have one", async (act, who, state) => {
    expect((await precinct.attempt(who, act, await precinct.bring(state))).statusCode).toBe(200);
    const { id, reply } = await withPhoto(who, act, await precinct.bring(state));
    expect(body<ProblemDetail>(reply).history.at(-1)).toMatchObject({ act, photos: [id] });
  });

  it("acts that take none refuse the field by its name", async () => {
    const reply = await precinct.attempt("dispatcher", "file", await precinct.report(), { photos: [1] });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, "photos"]);
  });

  describe("a close", () => {
    const close = (problem: ProblemDetail, said: object = {}) =>
      precinct.attempt("secondInspector", "close", problem, { ...bare, ...said });
    const handedBack = async (): Promise<{ problem: ProblemDetail; shown: number }> => {
      const { id, reply } = await withPhoto("westHandler", "hand_back", await precinct.bring("handling"));
      return { problem: body<ProblemDetail>(reply), shown: id };
    };

    it("of a repair that nobody has shown needs a photo or a reason", async () => {
      const problem = await precinct.bring("handed_back");
      refused(await close(problem));
      expect((await precinct.read(problem.id)).state).toBe("handed_back");
      const { reply } = await withPhoto("secondInspector", "close", problem);
      expect(body<ProblemDetail>(reply).state).toBe("closed");
      expect((await close(await precinct.bring("rechecking"), { noPhoto: "天黑" })).statusCode).toBe(200);
    });

    it("relies on the photo of the hand-back, and on one taken while rechecking", async () => {
      expect((await close((await handedBack()).problem)).statusCode).toBe(200);
      const { reply } = await withPhoto("secondInspector", "recheck", await precinct.bring("handed_back"));
      expect((await close(body<ProblemDetail>(reply))).statusCode).toBe(200);
    });

    it("not on one that was withdrawn, is on its way, or shows what was before", async () => {
      const { problem, shown } = await handedBack();
      await withdraw(precinct.db, shown);
      refused(await close(problem));
      // Named by the hand-back, and no longer what it was named as.
      const other = await handedBack();
      await precinct.db.query(sql`update photo set kind = 'before' where id = ${other.shown}::bigint`);
      refused(await close(other.problem));
    });

    it("not on that of an earlier repair, which did not hold", async () => {
      const { problem } = await handedBack();
      const again = await precinct.act("secondInspector", "rework", problem);
      const second = await precinct.act("westHandler", "hand_back", again);
      refused(await close(second));
    });

    it("on the one that stands when what came after it was taken back", async () => {
      const { problem } = await handedBack();
      const sentBack = await precinct.act("secondInspector", "rework", problem);
      const stands = await precinct.act("secondInspector", "undo", sentBack);
      expect((await close(stands)).statusCode).toBe(200);
    });

    it("says nothing of its photos to whoever may not close it", async () => {
      const problem = await precinct.bring("handed_back");
      const reply = await precinct.attempt("eastInspector", "close", problem, bare);
      expect(reply.statusCode).toBe(403);
      const handler = await precinct.act("both", "hand_back", await precinct.bring("handling"));
      expect((await precinct.attempt("both", "close", handler, bare)).statusCode).toBe(409);
    });
  });
});
