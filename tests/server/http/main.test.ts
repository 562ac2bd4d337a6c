/** The program as a whole: it listens before the database is open, says how far it is, and closes cleanly. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { start } from "../../../server/main.ts";
import { readSettings } from "../../../server/settings.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";

const nowhere = join(tmpdir(), `chuangtu-page-${process.pid}`);
const settings = { ...readSettings({}), port: 0, clientFolder: nowhere, demoFolder: nowhere, dataFolder: nowhere };

afterAll(() => rm(nowhere, { recursive: true, force: true }));

const meAt = async (address: string): Promise<unknown> => (await fetch(`${address}/api/me`)).json();

/** As a page would ask whose name was made to resolve to this machine. */
const meAs = (address: string, host: string): Promise<{ kind: string }> =>
  new Promise((resolve, reject) => {
    request(`${address}/api/me`, { headers: { host } }, (reply) => {
      let text = "";
      reply.on("data", (part) => {
        text += part;
      });
      reply.on("end", () => resolve(JSON.parse(text)));
    })
      .on("error", reject)
      .end();
  });

describe.runIf(adminUrl() !== null)("the program", () => {
  it("listens first, then is ready, then is gone", async () => {
    const said: string[] = [];
    const running = await start({ ...settings, databaseUrl: await createDatabase() }, (line) => said.push(line));
    const early = await fetch(`${running.address}/api/health`);
    expect([early.status, ((await early.json()) as { status: string }).status]).toEqual([503, "starting"]);
    expect((await fetch(`${running.address}/api/problems`)).headers.get("retry-after")).toBe("2");
    await running.ready;
    const health = (await (await fetch(`${running.address}/api/health`)).json()) as { status: string; revision: number };
    expect(health).toMatchObject({ status: "ok", revision: expect.any(Number) });
    const unbuilt = await fetch(`${running.address}/wall`);
    expect([unbuilt.status, await unbuilt.text()]).toEqual([503, expect.stringContaining("npm start")]);
    await mkdir(join(nowhere, "assets"), { recursive: true });
    for (const name of ["index", "wall", "field"]) await writeFile(join(nowhere, `${name}.html`), `<title>${name}</title>`);
    await writeFile(join(nowhere, "assets", "a-1b2c.js"), "1");
    for (const [path, name] of [
      ["/desk", "index"],
      ["/site/1", "index"],
      ["/wall", "wall"],
      ["/wall/setting", "wall"],
      ["/field", "field"],
    ]) {
      const page = await fetch(running.address + path);
      const told = [page.status, page.headers.get("cache-control"), await page.text()];
      expect(told, path).toEqual([200, "no-cache", `<title>${name}</title>`]);
    }
    expect((await fetch(`${running.address}/assets/a-1b2c.js`)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await fetch(`${running.address}/..%2f..%2fetc/passwd`)).status).toBeGreaterThanOrEqual(400);
    // No default password and no demo on a database server: a link that works once is printed.
    const link =
      said
        .find((line) => line.includes("/set-up#"))
        ?.split(" ")
        .at(-1) ?? "";
    expect(link.startsWith(`${running.address}/set-up#`)).toBe(true);
    expect(await meAt(running.address)).toMatchObject({ kind: "nobody", demo: false, setUp: false });
    expect((await fetch(`${running.address}/api/problems`)).status).toBe(401);
    const set = await fetch(`${running.address}/api/setUp`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: link.split("#")[1], account: "first", password: "Harbour-Lantern-7" }),
    });
    expect([set.status, ((await set.json()) as { roles: string[] }).roles]).toEqual([200, ["administrator", "security"]]);
    const cookie = set.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await fetch(`${running.address}/api/district`, { headers: { cookie } })).status).toBe(404);
    for (const face of ["/sign-in", "/set-up", "/admin"]) expect((await fetch(`${running.address}${face}`)).status).toBe(200);
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
    const own = { ...settings, databaseUrl: undefined, demoFolder: readSettings({}).demoFolder, dataFolder: folder };
    const said: string[] = [];
    const running = await start({ ...own, statementTimeout_ms: 2_000 }, (line) => said.push(line));
    await running.ready;
    // The made-up district on this machine: one click away, and no link is printed. Under another name it is nobody's.
    expect(await meAt(running.address)).toMatchObject({ kind: "demo", demo: true, roles: expect.arrayContaining(["dispatcher"]) });
    expect(said.some((line) => line.includes("/set-up#"))).toBe(false);
    expect((await meAs(running.address, "demo.example")).kind).toBe("nobody");
    // Every site's surroundings are the whole district: 38 million distances.
    const everything = Object.keys(siteTypes).join(",");
    const endless = await fetch(`${running.address}/api/problems/near?of=${everything}&within=20000&limit=0`);
    expect(endless.status).toBe(503);
    // The embedded engine is opened anew for it; that takes seconds, and then everything is as before.
    let answer = await fetch(`${running.address}/api/problems?limit=1`);
    for (const end = Date.now() + 60_000; answer.status === 503 && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      answer = await fetch(`${running.address}/api/problems?limit=1`);
    }
    expect([answer.status, ((await answer.json()) as { total: number }).total]).toEqual([200, 20_000]);
    await running.close();
    // The same folder, heard by the network or behind a proxy: no demo.
    for (const open of [{ host: "0.0.0.0" }, { trustProxy: "loopback" }]) {
      const lines: string[] = [];
      const heard = await start({ ...own, ...open }, (line) => lines.push(line));
      await heard.ready;
      expect(await meAt(heard.address), JSON.stringify(open)).toMatchObject({ kind: "nobody", demo: false });
      expect(lines.filter((line) => line.includes("/set-up#"))).toHaveLength(1);
      await heard.close();
    }
  }, 180_000);
});

it("settings name the variable that cannot be read", () => {
  expect(readSettings({ PORT: "9000", HOST: "0.0.0.0", STATEMENT_TIMEOUT_MS: "1" })).toMatchObject({
    port: 9000,
    host: "0.0.0.0",
    statementTimeout_ms: 1,
  });
  expect(readSettings({}).trustProxy).toBeUndefined();
  expect(readSettings({ TRUST_PROXY: "10.0.0.5, 192.168.0.0/16,::1,loopback" }).trustProxy).toBe("10.0.0.5,192.168.0.0/16,::1,loopback");
  for (const wrong of ["1", "true", "10.0.0.0/33", "proxy.example", "10.0.0.5,", "10.0.0.0/8/8"])
    expect(() => readSettings({ TRUST_PROXY: wrong }), wrong).toThrow(`TRUST_PROXY=${wrong}`);
  expect(() => readSettings({ PORT: "http" })).toThrow("PORT=http");
  expect(() => readSettings({ PORT: "70000" })).toThrow("PORT=70000");
});
