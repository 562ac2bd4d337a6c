/** The program as a whole: it listens before the database is open, says how far it is, and closes cleanly. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { start } from "../../../server/main.ts";
import { readSettings } from "../../../server/settings.ts";

import { adminUrl, createDatabase } from "../../support/databases.ts";

const nowhere = join(tmpdir(), `chuangtu-page-${process.pid}`);
const settings = { ...readSettings({}), port: 0, clientFolder: nowhere, demoFolder: nowhere, dataFolder: nowhere };

afterAll(() => rm(nowhere, { recursive: true, force: true }));

describe.runIf(adminUrl() !== null)("the program", () => {
  it("listens first, then is ready, then is gone", async () => {
    const said: string[] = [];
    const running = await start({ ...settings, databaseUrl: await createDatabase() }, (line) => said.push(line));
    const early = await fetch(`${running.address}/api/health`);
    expect([early.status, ((await early.json()) as { status: string }).status]).toEqual([503, "starting"]);
    expect((await fetch(`${running.address}/api/problems`)).headers.get("retry-after")).toBe("2");
    await running.ready;
    const health = (await (await fetch(`${running.address}/api/health`)).json()) as { status: string; revision: number };
    expect(health).toMatchObject({ status: "ok", revision: 5 });
    expect((await fetch(`${running.address}/api/district`)).status).toBe(404);
    const unbuilt = await fetch(`${running.address}/wall`);
    expect([unbuilt.status, await unbuilt.text()]).toEqual([503, expect.stringContaining("npm start")]);
    await mkdir(join(nowhere, "assets"), { recursive: true });
    await writeFile(join(nowhere, "index.html"), "<title>创图</title>");
    await writeFile(join(nowhere, "assets", "a-1b2c.js"), "1");
    const page = await fetch(`${running.address}/wall`);
    expect([page.status, page.headers.get("cache-control"), await page.text()]).toEqual([200, "no-cache", "<title>创图</title>"]);
    expect((await fetch(`${running.address}/assets/a-1b2c.js`)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await fetch(`${running.address}/..%2f..%2fetc/passwd`)).status).toBeGreaterThanOrEqual(400);
    expect(said.at(-1)).toBe(`创图已就绪 Chuangtu is ready: ${running.address}`);
    await running.close();
    await expect(fetch(`${running.address}/api/health`)).rejects.toThrow();
  });

  it("says that the database could not be opened, and goes on saying so", async () => {
    const running = await start({ ...settings, databaseUrl: "postgres://nobody@127.0.0.1:1/nothing" });
    await expect(running.ready).rejects.toThrow();
    const health = await fetch(`${running.address}/api/health`);
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, "failed"]);
    await running.close();
  });
});

describe("the program on a folder of its own", () => {
  it("stops a question without end, says so, and goes on answering the others", async () => {
    const folder = join(nowhere, "district");
    await mkdir(nowhere, { recursive: true });
    const running = await start({
      ...settings,
      databaseUrl: undefined,
      demoFolder: readSettings({}).demoFolder,
      dataFolder: folder,
      statementTimeout_ms: 2_000,
    });
    await running.ready;
    // Every site's surroundings are the whole district: 38 million distances.
    const endless = await fetch(`${running.address}/api/problems/count?by=siteType&within=20000`);
    expect(endless.status).toBe(503);
    // The embedded engine is opened anew for it; that takes seconds, and then everything is as before.
    let answer = await fetch(`${running.address}/api/problems?limit=1`);
    for (const end = Date.now() + 60_000; answer.status === 503 && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      answer = await fetch(`${running.address}/api/problems?limit=1`);
    }
    expect([answer.status, ((await answer.json()) as { total: number }).total]).toEqual([200, 20_000]);
    await running.close();
  }, 180_000);
});

it("settings name the variable that cannot be read", () => {
  expect(readSettings({ PORT: "9000", HOST: "0.0.0.0", STATEMENT_TIMEOUT_MS: "1" })).toMatchObject({
    port: 9000,
    host: "0.0.0.0",
    statementTimeout_ms: 1,
  });
  expect(() => readSettings({ PORT: "http" })).toThrow("PORT=http");
  expect(() => readSettings({ PORT: "70000" })).toThrow("PORT=70000");
});
