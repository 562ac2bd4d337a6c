/** What is kept for whoever asks next: bounded in number and in bytes, the least lately asked goes, and its heads are those of every answer. */
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kept } from "../../../server/ask/kept.ts";
import { Shelf } from "../../../server/ask/shelf.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, town } from "../questions/town.ts";
import { appOn } from "./asked.ts";

describe("kept answers", () => {
  it("never take more memory than they may, and are counted rightly whatever is asked", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("1", "2"), fc.integer({ min: 0, max: 60 })), {
          maxLength: 60,
        }),
        async (asked) => {
          const shelf = new Shelf(100);
          const keeps = [0, 1].map(() => new Kept<Buffer>(3, { shelf, weigh: ({ length }) => length }));
          const held = new Map<string, number>();
          for (const [key, tag, bytes] of asked) {
            const which = bytes % 2;
            const answer = await (keeps[which] as Kept<Buffer>).take(key, tag, async () => Buffer.alloc(bytes));
            // What the making gave, or what is kept under this very tag.
            if (!held.has(`${which}${key}${tag}`) || answer.length === bytes) held.set(`${which}${key}${tag}`, answer.length);
            const sizes = shelf.sizes();
            expect(sizes.bytes).toBeLessThanOrEqual(100);
            const there = keeps.flatMap((kept) =>
              ["a", "b", "c", "d", "e"].flatMap((k) => ["1", "2"].map((t) => kept.atHand(k, t)?.length)),
            );
            expect(sizes.bytes).toBe(there.reduce((sum: number, n) => sum + (n ?? 0), 0));
            expect(there.filter((n) => n !== undefined)).toHaveLength(sizes.held);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("the least lately asked goes first; what alone is too much is made and not kept; what failed is made anew", async () => {
    const shelf = new Shelf(10);
    const kept = new Kept<string>(9, { shelf, weigh: ({ length }) => length });
    const take = (key: string, text: string) => kept.take(key, "1", async () => text);
    await take("a", "aaaa");
    await take("b", "bbbb");
    expect(kept.atHand("a", "1")).toBe("aaaa");
    await take("c", "cccc");
    expect(["a", "b", "c"].map((key) => kept.atHand(key, "1"))).toEqual(["aaaa", undefined, "cccc"]);
    expect(await take("d", "d".repeat(11))).toHaveLength(11);
    expect(kept.atHand("d", "1")).toBeUndefined();
    await expect(kept.take("e", "1", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await take("e", "e")).toBe("e");
    expect(kept.atHand("e", "2")).toBeUndefined();
  });
});

describe.each(databases())("kept layers on $name", ({ fixture }) => {
  it("an answer at hand is the answer that was made, with every header; HEAD, 304 and refusals as ever", async () => {
    const app = await appOn(await fixture("town", loadTown(town)));
    const url = "/api/layers/zones";
    const timeless = ({ headers }: { headers: Record<string, unknown> }) => {
      const { date: _date, "server-timing": timing, "x-request-id": id, ...rest } = headers;
      expect(String(timing)).toMatch(/caller;dur=\d.*total;dur=\d/);
      return { ...rest, id: typeof id };
    };
    for (const encoding of ["gzip", "identity"]) {
      const asked = { url, headers: { "accept-encoding": encoding } };
      const made = await (await appOn(await fixture("town", loadTown(town)))).inject(asked);
      await app.inject(asked);
      const there = await app.inject(asked);
      expect([there.statusCode, timeless(there)]).toEqual([200, timeless(made)]);
      const plain = encoding === "gzip" ? gunzipSync(there.rawPayload) : there.rawPayload;
      expect(plain.toString()).toBe(
        (encoding === "gzip" ? gunzipSync(made.rawPayload) : made.rawPayload)
          .toString()
          .replace(/"clock":"[^"]+"/, /"clock":"[^"]+"/.exec(plain.toString())?.[0] ?? ""),
      );
      const head = await app.inject({ ...asked, method: "HEAD" });
      expect([head.statusCode, head.body, head.headers.etag, head.headers["content-length"]]).toEqual([
        200,
        "",
        there.headers.etag,
        there.headers["content-length"],
      ]);
      const same = await app.inject({ url, headers: { ...asked.headers, "if-none-match": there.headers.etag as string } });
      expect([same.statusCode, same.body, same.headers["content-security-policy"]]).toEqual([
        304,
        "",
        there.headers["content-security-policy"],
      ]);
    }
    expect((await app.inject({ url, method: "POST" })).headers.allow).toBe("GET, HEAD, OPTIONS");
    expect((await app.inject(`${url}?nonsense=1`)).json().parameter).toBe("nonsense");
    await app.close();
    const guarded = await appOn(await fixture("town", loadTown(town)), { demo: false });
    await guarded.inject(url);
    expect((await guarded.inject(url)).statusCode).toBe(401);
    await guarded.close();
  });
});
