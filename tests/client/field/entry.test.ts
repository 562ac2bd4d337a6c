import { describe, expect, it } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { backOff_ms, countOf, delivered, failed, goesOn, outworn, postedBody, sentKept } from "../../../client/field/entry.ts";
import { entry, photo } from "./entries.ts";

const refusal = (status: number, part: object = {}) =>
  new HttpError({ type: "about:blank", title: "t", status, detail: "refused", detail_zh: "被拒", ...part });
const detail = { id: 12, code: "20261122-0001", title: "垃圾", state: "reported", version: 3 };

describe("what is posted", () => {
  it("says how long ago it was made, by this phone's own count, whatever its clock shows", () => {
    expect(postedBody(entry("a", { madeAt: 5_000 }), 65_400)).toEqual({ category: "0101", clientId: "a", ago_s: 60 });
    expect(postedBody(entry("a", { madeAt: 90_000 }), 5_000).ago_s).toBe(0);
    expect(postedBody(entry("a", { madeAt: 0 }), 90 * 86_400_000).ago_s).toBe(30 * 86_400);
  });

  it("names the photos that have arrived; of a report those of the repair by themselves", () => {
    const photos = [photo("p", { id: 5 }), photo("q", { id: 6, kind: "after" }), photo("r")];
    expect(postedBody(entry("a", { photos }), 1000)).toMatchObject({ photos: [5], photosAfter: [6] });
    const act = entry("a", { kind: "act", photos, body: { version: 2 } });
    expect(postedBody(act, 1000)).toEqual({ version: 2, clientId: "a", photos: [5, 6] });
  });
});

describe("what becomes of an entry that was not taken", () => {
  it.each([0, 408, 425, 429, 500, 502, 503])("%i: waits, each time longer", (status) => {
    const once = failed(entry("a"), refusal(status), 1000);
    expect(once).toMatchObject({ state: "waiting", tries: 1, nextAt: 6000, why: { zh: "被拒" } });
    expect(failed(once, refusal(status), 6000)).toMatchObject({ tries: 2, nextAt: 16_000 });
  });

  it("an answer that broke off in the middle says nothing: it waits", () => {
    expect(failed(entry("a"), new SyntaxError("Unexpected end"), 0).state).toBe("waiting");
  });

  it("401: waits for somebody to sign in, without counting as a try", () => {
    expect(failed(entry("a"), refusal(401), 0)).toMatchObject({ state: "waiting", wants: "signIn", tries: 0, why: null });
  });

  it.each([400, 403, 404, 409, 413])("%i: refused, with the server's words", (status) => {
    expect(failed(entry("a"), refusal(status), 0)).toMatchObject({ state: "refused", why: { zh: "被拒", en: "refused" } });
  });

  it("photos that the server has thrown away meanwhile are sent again, once", () => {
    const arrived = entry("a", { tries: 1, photos: [photo("p", { id: 5 })] });
    const again = failed(arrived, refusal(400, { parameter: "photos" }), 0);
    expect(again).toMatchObject({ state: "waiting", photos: [{ clientId: "p", id: null }] });
    expect(failed(again, refusal(400, { parameter: "photos" }), 0).state).toBe("refused");
    expect(failed(arrived, refusal(400, { parameter: "category" }), 0).state).toBe("refused");
  });

  it("waits 5 s, then twice as long each time, 5 min at most", () => {
    expect([1, 2, 3, 7, 50].map(backOff_ms)).toEqual([5000, 10_000, 20_000, 300_000, 300_000]);
  });
});

describe("what was sent", () => {
  it("keeps the answer and lets the photos go", () => {
    const sent = delivered(entry("a", { photos: [photo("p", { id: 5 })], draft: { x: 1 } }), detail, 9);
    expect(sent).toMatchObject({
      state: "sent",
      sentAt: 9,
      photos: [],
      draft: null,
      answer: { what: "problem", id: 12, state: "reported" },
    });
  });

  it("is forgotten when many came after it, and only then", () => {
    const sent = Array.from({ length: sentKept + 2 }, (_, i) => entry(`s${i}`, { state: "sent", sentAt: i }));
    expect(outworn([...sent, entry("w"), entry("r", { state: "refused" })])).toEqual(["s1", "s0"]);
  });

  it("is counted apart from what waits and what was refused", () => {
    const all = [entry("a"), entry("b", { state: "sending" }), entry("c", { state: "refused" }), entry("d", { state: "sent" })];
    expect(countOf(all)).toEqual({ waiting: 2, refused: 1 });
  });
});

describe("an act that was made after another, before that was answered", () => {
  const accept = entry("a", { kind: "act", problem: 12, body: { version: 2 }, madeAt: 1 });
  const back = entry("b", { kind: "act", problem: 12, body: { version: 2, note: "扫了" }, madeAt: 2 });
  it("goes on from what the first led to", () => {
    expect(goesOn(back, accept, detail).body).toEqual({ version: 3, note: "扫了" });
  });
  it("stays as it is on another problem, with another version, or made before", () => {
    for (const other of [
      { ...back, problem: 13 },
      { ...back, body: { version: 1 } },
      { ...back, madeAt: 0 },
      { ...back, state: "sent" as const },
      { ...back, kind: "meToo" as const },
    ])
      expect(goesOn(other, accept, detail)).toBe(other);
    expect(goesOn(accept, accept, detail)).toBe(accept);
  });
});
