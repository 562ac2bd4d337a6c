/** What never becomes a request is refused like everything else: a document that says why, and the connection ends. */
import { connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import { buildApp } from "../../../server/http/app.ts";
import { expectContract } from "./contract.ts";

describe("what cannot be read", () => {
  let app: FastifyInstance;
  let base: string;
  beforeAll(async () => {
    app = await buildApp({ db: () => ({ status: "starting", phase: "a test" }) });
    base = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(() => app.close());

  /** Everything the server says to a text, until it hangs up. */
  const said = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(base).port), "127.0.0.1", () => socket.write(text));
      let heard = "";
      socket.on("data", (part) => {
        heard += part.toString();
      });
      socket.on("error", reject);
      socket.on("close", () => resolve(heard));
    });

  it("an address of 20 kB is read; of 40 kB or a megabyte it is said how long it may be, and what a drawing may have", async () => {
    const ask = (length: number) => fetch(`${base}/api/problems?geo=inside:draw/${"a".repeat(length)}`);
    expect((await ask(20_000)).status).toBe(503);
    for (const length of [40_000, 1_000_000]) {
      const reply = await ask(length);
      expect([reply.status, reply.headers.get("content-type")]).toEqual([431, "application/problem+json"]);
      const document = (await reply.json()) as { detail: string; detail_zh: string };
      expectContract(ProblemDocument, document);
      expect([document.detail, document.detail_zh]).toEqual([
        expect.stringContaining("500 vertices"),
        expect.stringContaining("500 个顶点"),
      ]);
    }
  });

  it("what is not HTTP is refused in words, once", async () => {
    const answer = await said("NONSENSE\r\n\r\nMORE\r\n\r\n");
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toContain("HTTP/1.1 400");
    expectContract(ProblemDocument, JSON.parse(body));
  });
});
