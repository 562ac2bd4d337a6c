/** The end of the program: connections that are kept open, and requests that are being answered. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../../server/http/app.ts";

describe("the app, told to close", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chuangtu-closing-"));
    await writeFile(join(folder, "index.html"), "<title>创图</title>");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function listening() {
    const app = await buildApp({ db: () => ({ status: "starting", phase: "a test" }), clientFolder: folder });
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { app, port: (app.server.address() as AddressInfo).port };
  }
  /** What became of it in time that is far more than it needs, and far less than a connection is kept. */
  const ended = (closing: Promise<unknown>, limit_ms: number) =>
    Promise.race([closing.then(() => "closed"), new Promise((resolve) => setTimeout(() => resolve("waits"), limit_ms).unref())]);

  it("does not wait for connections whose answers are just on their way: each time, though it is seldom that they are", {
    timeout: 180_000,
  }, async () => {
    for (let i = 0; i < 80; i++) {
      const { app, port } = await listening();
      for (const face of ["/sign-in", "/set-up", "/admin"]) expect((await fetch(`http://127.0.0.1:${port}${face}`)).status).toBe(200);
      expect(await ended(app.close(), 15_000), `closing ${i}`).toBe("closed");
    }
  });

  it("waits for a request that does not come to its end, but not for long", { timeout: 40_000 }, async () => {
    const { app, port } = await listening();
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    await new Promise<void>((resolve) => socket.once("connect", resolve));
    socket.write("POST /api/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await ended(app.close(), 25_000)).toBe("closed");
    socket.destroy();
  });
});
