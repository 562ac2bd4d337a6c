/** Arguments of the commands for backups: one name, and options. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readSettings, type Settings } from "../../server/settings.ts";

export interface Arguments {
  /** A file, or an address. */
  readonly what: string;
  readonly withoutPhotos: boolean;
  /** Into the file also from a bucket that keeps its own. */
  readonly withPhotos: boolean;
  /** The data folder's own database when it is named; else as `npm start` reads them. */
  readonly settings: Settings;
}

/** Null: they are not understood, or help is asked for. */
export function readArguments(): Arguments | null {
  try {
    const { values, positionals } = parseArgs({
      options: {
        "without-photos": { type: "boolean", default: false },
        "with-photos": { type: "boolean", default: false },
        data: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    const [what, ...more] = positionals;
    if (what === undefined || more.length > 0 || values.help) return null;
    const env = values.data === undefined ? process.env : { ...process.env, DATABASE_URL: "", DATA_DIR: resolve(values.data) };
    return { what, withoutPhotos: values["without-photos"], withPhotos: values["with-photos"], settings: readSettings(env) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return null;
  }
}
