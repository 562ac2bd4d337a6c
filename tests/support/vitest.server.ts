/** How server tests run: in one process, one file after the other, so that databases are made once and shared. */
import { fileURLToPath } from "node:url";
import type { TestProjectInlineConfiguration } from "vitest/config";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const serverProject: TestProjectInlineConfiguration = {
  root,
  test: {
    name: "server",
    include: ["tests/server/**/*.test.ts", "tests/schema/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    globalSetup: [fileURLToPath(new URL("./testRun.ts", import.meta.url))],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
};
