/** A real city through the API, to the problem: counts known from an independent computation over the same open data. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CountAnswer, NearAnswer, ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { importBundle } from "../../../server/import/bundle.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";

const cities = fileURLToPath(new URL("../../../../shared/cities/washington-dc", import.meta.url));
const bundle = (name: string) => fileURLToPath(new URL(`../../bundles/${name}`, import.meta.url));
const there = existsSync(cities);
if (!there)
  process.stderr.write(
    "real cities: skipped. Put Washington's open data into ../shared/cities/washington-dc (see its MANIFEST.md) to run them.\n",
  );

describe.runIf(there).each(databases())("Washington on $name", ({ fresh }) => {
  describe.each([
    ["washington-dc", 4578, 1106],
    ["washington-dc-usda", 8564, 2339],
  ])("%s", (name, all, open) => {
    let db: Db;
    let app: FastifyInstance;
    beforeAll(async () => {
      db = await fresh();
      const report = await importBundle(db, bundle(name));
      expect(report.layers.filter((layer) => layer.failed)).toEqual([]);
      app = await appOn(db);
    }, 240_000);
    afterAll(async () => {
      await app?.close();
      await db?.close();
    });

    it("problems within 500 m of a farmers' market, all and open, each once", async () => {
      const geo = "within:500:market";
      const every = await answer<ProblemList>(app, "/api/problems", { geo, ids: "1" });
      expect([every.total, every.ids?.length]).toEqual([all, all]);
      expect((await answer<ProblemList>(app, "/api/problems", { geo, status: "open" })).total).toBe(open);
      const near = await answer<NearAnswer>(app, "/api/problems/near", { of: "market", ids: "1" });
      expect(near.ids).toEqual(every.ids);
      expect(near.anchors.reduce((sum, a) => sum + a.count, 0)).toBeGreaterThanOrEqual(all);
      const beyond = await answer<ProblemList>(app, "/api/problems", { geo: "beyond:500:market", limit: "0" });
      const total = await answer<CountAnswer>(app, "/api/problems/count", { by: "status" });
      expect(every.total + beyond.total).toBe(total.total);
    }, 60_000);
  });
});
