/** The description is made of the same schemas, names every route and parameter, and lints clean. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { filterParameters } from "../../../server/contract/filter.ts";
import { buildApp } from "../../../server/http/app.ts";
import { listedRoutes } from "./asked.ts";

const redocly = fileURLToPath(new URL("../../../node_modules/@redocly/cli/bin/cli.js", import.meta.url));
const rules = `extends: [recommended]
rules:
  security-defined: off # Sessions are of the page: a cookie that no script of another site can use.
  no-server-example.com: off
  no-unused-components: off
`;

interface Described {
  parameters?: { name: string; required?: boolean }[];
}

it("names every route with its parameters, and lints without an error", { timeout: 60_000 }, async () => {
  const app = await buildApp({ db: () => ({ status: "starting", phase: "" }) });
  const text = (await app.inject("/api/openapi.json")).body;
  await app.close();
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Described>> };
  const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(described.sort()).toEqual(
    listedRoutes()
      .map((r) => `${r.method.toLowerCase()} ${r.path}`)
      .sort(),
  );
  for (const { method, path, takes, filtered } of listedRoutes()) {
    const names = paths[path]?.[method.toLowerCase()]?.parameters?.map((p) => p.name) ?? [];
    const own = Object.keys(takes).length + (filtered ? filterParameters.length : 0);
    expect(names.filter((n) => n !== "id").length, `${method} ${path}`).toBe(own);
  }
  const folder = await mkdtemp(join(tmpdir(), "openapi-"));
  try {
    await writeFile(join(folder, "openapi.json"), text);
    await writeFile(join(folder, "redocly.yaml"), rules);
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const linted = await promisify(execFile)(process.execPath, [redocly, "lint", "--format=stylish", "openapi.json"], {
      cwd: folder,
      env,
    }).catch((error: { stdout: string; stderr: string }) => error);
    expect(linted.stdout + linted.stderr).toMatch(/Your API description is valid/);
    expect(linted.stdout).not.toMatch(/error/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
