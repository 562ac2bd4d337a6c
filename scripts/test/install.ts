/** Installs what the tests want and the machine lacks, with the system's own packages; says what it does. */
import { spawnSync } from "node:child_process";
import { chromiumPath, hasGdal, hasHanFont, hasOffice, hasPooler, mayInstall, postgresPrograms } from "./found.ts";

const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

function apt(...args: string[]): boolean {
  const { status, stderr } = spawnSync("apt-get", ["-qq", "-y", ...args], { env: environment, encoding: "utf8" });
  if (status !== 0) console.log(`  apt-get ${args.join(" ")} failed: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  return status === 0;
}

/** The distribution's PostgreSQL with PostGIS: 15 where it has one (the oldest we support), else its newest. */
function postgisPackage(): string | null {
  const found = spawnSync("apt-cache", ["search", "--names-only", "^postgresql-[0-9]+-postgis-3$"], { encoding: "utf8" });
  const names = found.stdout.split("\n").flatMap((line) => /^(postgresql-(\d+)-postgis-3) /.exec(line)?.[1] ?? []);
  const newest = names.sort((a, b) => Number(b.split("-")[1]) - Number(a.split("-")[1]))[0];
  return names.find((name) => name === "postgresql-15-postgis-3") ?? newest ?? null;
}

const office = "libreoffice-writer-nogui libreoffice-calc-nogui";

/** Installs PostgreSQL + PostGIS, Chromium, Han fonts, GDAL, LibreOffice and PgBouncer where they are missing and we may. */
export function installWhatIsMissing(): void {
  const wanted = [
    ...[postgresPrograms() ? null : "postgis", chromiumPath() ? null : "chromium", hasHanFont() ? null : "fonts-noto-cjk"],
    ...[hasGdal() ? null : "gdal-bin", hasOffice() ? null : office, hasPooler() ? null : "pgbouncer"],
  ];
  const missing = wanted.filter((name): name is string => name !== null);
  if (missing.length === 0 || !mayInstall()) return;
  console.log(`set-up: installing ${missing.join(", ")} with apt-get …`);
  apt("update");
  for (const name of missing) {
    const pack = name === "postgis" ? postgisPackage() : name;
    if (pack) apt("install", "--no-install-recommends", ...pack.split(" "));
    else console.log("  this distribution has no package of PostGIS for PostgreSQL 15 or newer");
  }
}
