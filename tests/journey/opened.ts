/** Around a run of journeys: one program and one browser for all of them. The district loads while other tests run. */
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { buildClient } from "../../scripts/build.ts";
import { chromiumPath } from "../../scripts/test/found.ts";
import { browserFlags, startProgram } from "./desk.ts";

/** Where the program and the browser are; null = this machine has no browser. */
export interface Opened {
  readonly address: string;
  readonly browser: string;
  readonly executable: string;
}
declare module "vitest" {
  interface ProvidedContext {
    readonly opened: Opened | null;
  }
}

/** @public vitest calls it; what it returns closes everything. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executable = chromiumPath();
  if (!executable) {
    console.log("skipped: journeys in a real browser. To run them: install Chromium (Debian: chromium), or set CHROMIUM_PATH");
    project.provide("opened", null);
    return async () => {};
  }
  await buildClient(process.cwd());
  const program = await startProgram();
  program.ready.catch((error: Error) => console.error(error.message));
  const browser = await chromium.launchServer({ executablePath: executable, args: [...browserFlags] });
  project.provide("opened", { address: program.address, browser: browser.wsEndpoint(), executable });
  return async () => {
    await browser.close();
    await program.close();
  };
}
