/** How journeys run: after the other tests, one at a time, before one program and one browser. */
import { fileURLToPath } from "node:url";
import type { TestProjectInlineConfiguration } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const journeyProject: TestProjectInlineConfiguration = {
  root: at("../.."),
  test: {
    name: "journey",
    include: ["tests/journey/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    globalSetup: [at("./opened.ts")],
    testTimeout: 120_000,
    hookTimeout: 200_000,
  },
};
