/**
 * `npm run import -- <folder> [--dry-run] [--report file] [--replace] [--data folder]`
 * Exit codes: 0 every layer was loaded (refused rows are in the report), 1 a layer or the whole failed, 2 wrong arguments.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../server/db/open.ts";
import { importBundle, type Progress } from "../server/import/bundle.ts";
import { reportFileIn, writeReport } from "../server/import/reportFiles.ts";
import { summary } from "../server/import/summary.ts";
import { readSettings } from "../server/settings.ts";

const usage = `用法 / usage: npm run import -- <folder> [--dry-run] [--report file] [--replace] [--data folder]
  folder      城市数据包：city.json 及其文件 / a city bundle: city.json and its files
  --dry-run   只出报告，不写入 / the report only, nothing kept
  --report    报告写到这里 / where the report is written (default: reports/ in the data folder)
  --replace   先删除数据库中的城市 / delete the city the database holds first
  --data      内置数据库的文件夹 / folder of the embedded database (default: the database of DATABASE_URL, else DATA_DIR)`;

const options = {
  "dry-run": { type: "boolean", default: false },
  report: { type: "string" },
  replace: { type: "boolean", default: false },
  data: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [folder, ...more] = positionals;
    return folder === undefined || more.length || values.help ? null : { ...values, folder: resolve(folder) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** A bar on a terminal, a line for each layer elsewhere. */
function progressPrinter(): { show: (progress: Progress) => void; end: () => void } {
  const terminal = process.stderr.isTTY;
  let layer = "";
  const show = ({ layer: id, rows, fraction, done, layers }: Progress): void => {
    if (!terminal) {
      if (id !== layer) process.stderr.write(`${done + 1}/${layers} ${id}\n`);
      layer = id;
      return;
    }
    const part = Math.min(1, fraction ?? 0);
    const bar = "█".repeat(Math.round(part * 24)).padEnd(24, "░");
    process.stderr.write(`\r\u001b[K${done + 1}/${layers} ${bar} ${Math.round(part * 100)}% ${id} ${rows}`);
  };
  return { show, end: () => void (terminal && process.stderr.write("\r\u001b[K")) };
}

async function main(): Promise<number> {
  const args = readArguments();
  if (!args) {
    console.log(usage);
    return 2;
  }
  const settings = readSettings(process.env);
  const dataFolder = args.data === undefined ? settings.dataFolder : resolve(args.data);
  const db = await openDatabase({ databaseUrl: args.data === undefined ? settings.databaseUrl : undefined, dataFolder });
  const progress = progressPrinter();
  try {
    const report = await importBundle(db, args.folder, { dryRun: args["dry-run"], replace: args.replace, onProgress: progress.show });
    progress.end();
    console.log(summary(report));
    const files = await writeReport(
      args.report === undefined ? reportFileIn(join(dataFolder, "reports"), report) : resolve(args.report),
      report,
    );
    console.log(`报告 / report: ${files.json}\n拒收与修正的行 / rows refused and mended: ${files.csv}`);
    return report.ok ? 0 : 1;
  } finally {
    progress.end();
    await db.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  // The sentences of ManifestError, HoldsAnotherCity and FolderInUse are written for the reader; a stack would hide them.
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
