/** What this machine has for the tests: PostgreSQL with PostGIS, a browser, Han fonts, GDAL, LibreOffice. Looks, installs nothing. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Folder of the newest PostgreSQL's programs (15 or later) that has PostGIS installed beside it; null when there is none. */
export function postgresPrograms(): string | null {
  const versions = list("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  const bin = versions
    .filter((v) => Number(v) >= 15 && existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`))
    .map((v) => `/usr/lib/postgresql/${v}/bin`)
    .find((folder) => existsSync(join(folder, "initdb")));
  if (bin) return bin;
  const asked = (what: string) => spawnSync("pg_config", [what], { encoding: "utf8" }).stdout?.trim() ?? "";
  const complete = existsSync(join(asked("--bindir"), "initdb")) && existsSync(join(asked("--sharedir"), "extension", "postgis.control"));
  return complete ? asked("--bindir") : null;
}

const browserPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Path of a Chromium that runs (Ubuntu's is a stub that asks for snap), or null. CHROMIUM_PATH comes first. */
export function chromiumPath(): string | null {
  const places = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : browserPlaces;
  return places.find((path) => existsSync(path) && spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0) ?? null;
}

/** Whether a font that can write Chinese is installed (asked of fontconfig; elsewhere the system has one). */
export function hasHanFont(): boolean {
  if (process.platform !== "linux") return true;
  const found = spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" });
  return found.status === 0 && found.stdout.trim() !== "";
}

/** Root on Debian or Ubuntu: the tests may install what is missing. */
export function mayInstall(): boolean {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release) && existsSync("/usr/bin/apt-get");
}

const answers = (program: string, ...args: string[]): boolean => spawnSync(program, args, { timeout: 60_000 }).status === 0;

/** Whether GDAL's programs are here: they read what was exported as another program would. */
export const hasGdal = (): boolean => answers("ogrinfo", "--version");

/** Whether the pooler is here through which the server is asked, too. */
export const hasPooler = (): boolean => answers("/usr/sbin/pgbouncer", "--version") || answers("pgbouncer", "--version");

/** Whether LibreOffice is here: it opens documents and sheets as an office would. */
export const hasOffice = (): boolean => answers("soffice", "--version");
