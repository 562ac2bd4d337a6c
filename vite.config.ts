/** How the page is built and served while working on it, and where the tests are. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { UserConfig } from "vite";
import type { TestProjectConfiguration, ViteUserConfig } from "vitest/config";
import { pageWorkers } from "./scripts/pageWorkers.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const page: UserConfig = {
  root: at("client"),
  plugins: [react(), pageWorkers(at("client"), at(".build/client"))],
  build: {
    outDir: at(".build/client"),
    emptyOutDir: true,
    target: "chrome110",
    // The desk with its books, the page for a phone, the wall, and the planner's table.
    rollupOptions: {
      input: [at("client/index.html"), at("client/field.html"), at("client/wall.html"), at("client/planner.html")],
      // Small files that the desk starts with, and that other pages or later parts share: one by one they would cost more than they hold.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "ground",
              test: /client.(look.palette|api.(problems|layers)|layers.geometry)\.ts$/,
              includeDependenciesRecursively: false,
            },
            {
              name: "desk",
              test: /client.(panels.parts.(Icon|Notice)|panels.run.(preferences|boot|listing|taking)|api.acts)\.tsx?$/,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
    sourcemap: true,
    // The map library alone is larger than the default warning; its size is judged by scripts, not by this line.
    chunkSizeWarningLimit: 1800,
  },
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:8080" } },
};

const clientProject: TestProjectConfiguration = {
  plugins: [react()],
  root: at("."),
  test: { name: "client", include: ["tests/client/**/*.test.{ts,tsx}"], environment: "node" },
};

const checkProject: TestProjectConfiguration = {
  root: at("."),
  test: { name: "check", include: ["tests/check/**/*.test.ts"], environment: "node", sequence: { groupOrder: 2 } },
};

/** Tests are read only when tests are asked for: a build needs nothing of them. */
export default async ({ mode }: { mode: string }): Promise<ViteUserConfig> => {
  if (mode !== "test") return page;
  const { serverProject } = await import("./tests/support/vitest.server.ts");
  const { journeyProject } = await import("./tests/journey/project.ts");
  return { ...page, root: at("."), test: { projects: [clientProject, serverProject, journeyProject, checkProject] } };
};
