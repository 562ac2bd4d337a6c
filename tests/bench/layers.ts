/** A layer's three prices: made, sent from memory, not sent at all. */
import type { Db } from "../../server/db/db.ts";
import { buildApp } from "../../server/http/app.ts";
import { type Line, medians } from "./measure.ts";

export async function benchLayer(db: Db, engine: string, rounds: number): Promise<Line[]> {
  const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  const url = `${base}/api/layers/problems`;
  const from = performance.now();
  const first = await fetch(url);
  const body = (await first.json()) as { count: number; id: number[] };
  const cold = performance.now() - from;
  if (body.count !== body.id.length || body.count === 0) throw new Error(`the layer has ${body.count} problems and ${body.id.length} ids`);
  const etag = first.headers.get("etag") ?? "";
  const bytes = Number((await app.inject({ url: "/api/layers/problems", headers: { "accept-encoding": "gzip" } })).rawPayload.length);
  const took = await medians(
    [
      { name: "warm", run: async () => (await fetch(url)).arrayBuffer() },
      { name: "304", run: async () => (await fetch(url, { headers: { "if-none-match": etag } })).status },
    ],
    rounds,
  );
  await app.close();
  const size = `${body.count} problems, ${(bytes / 1e6).toFixed(2)} MB gz`;
  return [
    { engine, what: `layer cold (${size})`, ms: cold },
    { engine, what: "layer warm", ms: took.get("warm") as number },
    { engine, what: "layer 304", ms: took.get("304") as number },
  ];
}
