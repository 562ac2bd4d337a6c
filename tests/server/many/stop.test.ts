/** A process that is told to stop: it says so, answers what still comes, and ends; told twice, it ends at once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../server/settings.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { type Process, startProcesses } from "./processes.ts";

const drain_s = 4;
const tokenOf = ({ said }: Process): string => /#(\S+)$/.exec(said.find((line) => line.includes("/set-up#")) ?? "")?.[1] ?? "";

async function readiness({ address }: Process): Promise<unknown[]> {
  const reply = await fetch(`${address}/api/health/ready`);
  return [reply.status, ((await reply.json()) as { status: string }).status, reply.headers.get("retry-after")];
}

/** Until it has heard the signal. */
async function untilStopping(process: Process): Promise<void> {
  while ((await readiness(process))[0] === 200) await wait(20);
  expect(await readiness(process)).toEqual([503, "stopping", "2"]);
}

describe.runIf(adminUrl() !== null)("a process told to stop", () => {
  it("answers reads and acts while it says that it wants none, then ends; told twice it ends at once", { timeout: 240_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "chuangtu-stop-"));
    const place = { databaseUrl: await createDatabase(), folder, settings: { DRAIN_S: String(drain_s) } };
    const [one, two] = (await startProcesses(place, ["one", "two"])) as [Process, Process];
    try {
      expect([await readiness(one), await readiness(two)]).toEqual(Array(2).fill([200, "ready", null]));
      const from = performance.now();
      const ended = one.stop();
      await untilStopping(one);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ token: tokenOf(one), account: "first", password: "Harbour-Lantern-7" });
      const act = await fetch(`${one.address}/api/setUp`, { method: "POST", headers, body });
      const cookie = act.headers.get("set-cookie")?.split(";")[0] ?? "";
      const read = await fetch(`${one.address}/api/people`, { headers: { cookie } });
      expect([act.status, read.status, (await fetch(`${one.address}/api/health/live`)).status]).toEqual([200, 200, 200]);
      expect(await ended).toBe(0);
      expect(performance.now() - from).toBeGreaterThan(drain_s * 1_000);
      await expect(fetch(`${one.address}/api/health/live`)).rejects.toThrow();

      const told = performance.now();
      const cut = two.stop();
      await untilStopping(two);
      void two.stop();
      expect(await cut).toBe(1);
      expect(performance.now() - told).toBeLessThan((drain_s * 1_000) / 2);
    } finally {
      await Promise.all([one.kill(), two.kill()]);
      await rm(folder, { recursive: true, force: true });
    }
  });
});

it("how long it goes on is set from the environment; without, a laptop's server ends at once", () => {
  expect([readSettings({}).drain_ms, readSettings({ DRAIN_S: "15" }).drain_ms]).toEqual([0, 15_000]);
  expect(() => readSettings({ DRAIN_S: "soon" })).toThrow("DRAIN_S=soon");
});
