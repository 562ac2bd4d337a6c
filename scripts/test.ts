/**
 * `npm test`: says what this machine lacks, installs it where it may, and runs everything that can run here.
 * Arguments go to vitest. Closes with one line of counts.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { buildClient } from "./build.ts";
import { startPrivateCluster } from "./cluster.ts";
import { chromiumPath, hasGdal, hasHanFont, hasOffice, hasPooler, postgresPrograms } from "./test/found.ts";
import { installWhatIsMissing } from "./test/install.ts";

const root = process.env.CHUANGTU_ROOT ?? process.cwd();

/** Where the tests find a real PostGIS: a private cluster, or a database of the user's named *_test; null without, and where none is wanted. */
async function realPostgis(): Promise<{ url: string; stop: () => Promise<void> } | null> {
  if (process.env.TEST_WITHOUT_POSTGIS) return null;
  const given = process.env.DATABASE_URL;
  if (given) {
    const name = new URL(given).pathname.slice(1);
    if (!name.endsWith("_test")) throw new Error(`DATABASE_URL names the database ${name}; the tests write only to one named *_test`);
    return { url: given, stop: async () => {} };
  }
  return postgresPrograms() ? startPrivateCluster() : null;
}

/** One line for each thing this run does without, with how to get it. */
function sayWhatIsSkipped(postgis: boolean, chromium: string | null): void {
  if (!postgis)
    console.log(
      "skipped: tests on real PostGIS. To run them: install PostgreSQL 15+ with PostGIS 3.3+ (Debian: postgresql-15-postgis-3), or set DATABASE_URL to a database named *_test",
    );
  if (!chromium) console.log("skipped: tests in a real browser. To run them: install Chromium (Debian: chromium), or set CHROMIUM_PATH");
  if (!hasGdal()) console.log("skipped: exports read by GDAL. To run them: install it (Debian: gdal-bin)");
  if (!hasPooler()) console.log("skipped: the server behind a pooler. To run them: install PgBouncer (Debian: pgbouncer)");
  if (!hasOffice())
    console.log(
      "skipped: documents opened by LibreOffice. To run them: install it (Debian: libreoffice-writer-nogui libreoffice-calc-nogui)",
    );
  if (!hasHanFont()) console.log("note: no font for Chinese is installed (Debian: fonts-noto-cjk); pictures will show boxes");
}

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** What failed, said again at the very end: a log of half an hour is read from its tail. */
function failures(counts: Counts): string[] {
  return counts.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    const whole = file.status === "failed" && failed.length === 0 ? [`${relative(root, file.name)}: ${file.message ?? "did not run"}`] : [];
    return [
      ...whole,
      ...failed.map((test) => `${relative(root, file.name)} > ${test.fullName}: ${test.failureMessages?.join("; ") ?? ""}`),
    ];
  });
}

function runVitest(environment: NodeJS.ProcessEnv): Counts | null {
  const file = join(root, ".build", "test-results.json");
  mkdirSync(join(root, ".build"), { recursive: true });
  rmSync(file, { force: true });
  const reporters = [
    "--reporter=default",
    "--reporter=json",
    `--reporter=${join(root, "tests", "support", "flaky.ts")}`,
    `--outputFile.json=${file}`,
  ];
  // A test that fails by a hair on a loaded machine is tried once more, and named at the end.
  const again = process.env.CI ? ["--retry=1"] : [];
  const args = [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...reporters, ...again, ...process.argv.slice(2)];
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: environment });
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return null;
  }
}

installWhatIsMissing();
const chromium = chromiumPath();
const postgis = await realPostgis();
sayWhatIsSkipped(postgis !== null, chromium);
await buildClient(root);
const { DATABASE_URL: _own, ...environment } = process.env;
const counts = runVitest({
  ...environment,
  ...(postgis ? { TEST_DATABASE_URL: postgis.url } : {}),
  ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
});
await postgis?.stop();
const failed = counts ? counts.numFailedTests + (counts.success || counts.numFailedTests > 0 ? 0 : 1) : 1;
for (const line of counts ? failures(counts) : []) console.log(`FAILED: ${line.split("\n").slice(0, 6).join("\n    ").slice(0, 1200)}`);
console.log(`${counts?.numPassedTests ?? 0} passed, ${failed} failed, ${counts?.numPendingTests ?? 0} skipped`);
process.exitCode = failed ? 1 : 0;
