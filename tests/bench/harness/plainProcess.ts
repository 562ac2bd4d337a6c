/** What Fastify itself can do: a route that answers next to nothing, and files sent as they lie. */
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import fastify from "fastify";
import { obey } from "./child.ts";

const folder = await mkdtemp(join(tmpdir(), "chuangtu-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const app = fastify();
app.get("/empty", async () => ({}));
await app.register(fastifyStatic, { root: folder, prefix: "/files/" });
await app.listen({ port: 0, host: "127.0.0.1" });

const orders = {
  async port(_: null): Promise<number> {
    return (app.server.address() as { port: number }).port;
  },
  /** Keeps bytes as a file. */
  async keep({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<null> {
    await writeFile(join(folder, name), bytes);
    return null;
  },
};
export type PlainOrders = typeof orders;
obey(orders);
