import { writeFileSync } from "node:fs";
import { describe, it } from "vitest";
import type { Db } from "../../server/db/db.ts";
import { openDatabase } from "../../server/db/open.ts";
import { buildApp } from "../../server/http/app.ts";
import { createDatabase } from "../support/databases.ts";
import { asDistrict } from "./asDistrict.ts";
import { questions } from "./questions.ts";
import { loadTown } from "./town.ts";

describe("time", () => {
  it("t", { timeout: 900_000 }, async () => {
    const u1 = await createDatabase();
    const o1 = await openDatabase({ databaseUrl: u1, dataFolder: null });
    const c1 = await loadTown(o1);
    const u2 = await createDatabase();
    const o2 = await openDatabase({ databaseUrl: u2, dataFolder: null });
    const c2 = await loadTown(o2);
    const r2 = await asDistrict(o2, u2);
    const out: string[] = [];
    const time = async (db: Db, cookie: string, url: string) => {
      const t: number[] = [];
      for (let i = 0; i < 5; i++) {
        const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => false });
        const s = performance.now();
        const r = await app.inject({ url, headers: { cookie } });
        t.push(performance.now() - s);
        if (r.statusCode !== 200) throw new Error(url + r.body);
        await app.close();
      }
      return t.sort((a, b) => a - b)[2] as number;
    };
    for (const [name, url] of Object.entries(questions)) {
      const a = await time(o1, c1, url);
      const b = await time(r2, c2, url);
      out.push(`${(b / a).toFixed(2)}\t${a.toFixed(1)}\t${b.toFixed(1)}\t${name}`);
    }
    writeFileSync("/tmp/h6/times.txt", out.sort((x, y) => Number.parseFloat(y) - Number.parseFloat(x)).join("\n"));
  });
});
