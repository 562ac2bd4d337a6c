/** Everything a starter can set, from the environment; each has a default that works on a fresh clone. */
import { isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serverAddresses } from "./db/addresses.ts";
import { type LogLevel, logLevels } from "./http/requestLog.ts";
import { leastMonths } from "./log/archive.ts";
import type { PhotoPlace } from "./photos/store.ts";

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL server, or several that follow one another, with spaces or commas between: whoever can be written to is found by asking. */
  readonly databaseUrl: string | undefined;
  /** A pooler stands before each server that gives a session away after each transaction (PgBouncer's transaction mode). */
  readonly databasePooled: boolean;
  /** Behind a pooler: where to listen past it, an address for each of `databaseUrl`; none: changes are looked for every few seconds. */
  readonly databaseListenUrl: string | undefined;
  /** Of several servers: so long after the one that is written to was last heard, the others answer alone. */
  readonly maxStaleness_ms: number;
  readonly dataFolder: string;
  readonly statementTimeout_ms: number;
  /** Proxies whose word is taken for who asks and by what protocol: addresses, networks or `loopback`, separated by commas. */
  readonly trustProxy: string | undefined;
  /** Where photos are kept: a folder, or a bucket of an S3-compatible store. */
  readonly photos: PhotoPlace;
  /** Where a backup is written each night, and how many are kept; null: none is. */
  readonly backups: { readonly folder: string; readonly keep: number } | null;
  /** Problems that ended, and what happened, so many whole months ago go into the archive, which history still reads; null: nothing does. */
  readonly archiveAfter_months: number | null;
  /** Networks of one's own that webhooks may go to, separated by commas; none: only the public internet's. */
  readonly webhookNetworks: readonly string[];
  /** The address people open the page at, for links in messages; none: messages carry no link. */
  readonly publicUrl: string | undefined;
  /** Connections at most; one beyond is closed at once. A page keeps up to six, a wall two. 0: any number. */
  readonly mostConnections: number;
  /** How many problems travel to a page as columns at most; of more the map is drawn from tiles. */
  readonly mostInColumns: number;
  /**
   * Told to stop, the program goes on answering for so long while `/api/health/ready` says that it will end: as long as whoever gives out
   * requests needs to look twice. 0, the usual: nobody does before a laptop's server, and Ctrl+C is to be quick.
   */
  readonly drain_ms: number;
  /** Shows who may ask for `/metrics`; none: this machine alone may. */
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
  /** An answer that took longer to be there is a warning in the log; 0: none is. */
  readonly slowRequest_ms: number;
  /** The built page. */
  readonly clientFolder: string;
  /** Bundle loaded when the database has no district. */
  readonly demoFolder: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));

function whole(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (!text) return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new Error(`${name}=${text}: a whole number from 0 to ${most} is expected.`);
}

const named = ["loopback", "linklocal", "uniquelocal"];
function isNetwork(text: string): boolean {
  const [address = "", bits, more] = text.split("/");
  const version = isIP(address);
  return (
    version > 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

function proxies(name: string, text: string | undefined): string | undefined {
  if (!text) return undefined;
  const all = text.split(",").map((one) => one.trim());
  if (all.every((one) => named.includes(one) || isNetwork(one))) return all.join(",");
  throw new Error(`${name}=${text}: addresses of proxies are expected, such as 10.0.0.5,192.168.0.0/16 or loopback.`);
}

type Env = Readonly<Record<string, string | undefined>>;

function address(name: string, text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (/^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, "");
  throw new Error(`${name}=${text}: an address is expected, such as https://map.example.org`);
}

function networks(name: string, text: string | undefined): readonly string[] {
  const all = (text ?? "").split(",").flatMap((one) => one.trim() || []);
  const wrong = all.find((one) => !isNetwork(one));
  if (wrong === undefined) return all;
  throw new Error(`${name}=${wrong}: addresses or networks are expected, such as 10.0.0.5 or 192.168.0.0/16.`);
}

function logLevel(name: string, text: string | undefined): LogLevel {
  if (!text) return "warn";
  const level = logLevels.find((one) => one === text.toLowerCase());
  if (level !== undefined) return level;
  throw new Error(`${name}=${text}: one of ${logLevels.join(", ")} is expected.`);
}

function pooled(name: string, text: string | undefined): boolean {
  if (!text || text === "transaction") return text === "transaction";
  throw new Error(`${name}=${text}: transaction is expected, or nothing.`);
}

/** What is wrong is not said again. */
function secret(name: string, text: string | undefined): string | undefined {
  if (!text || /^[\x21-\x7e]{16,}$/.test(text)) return text || undefined;
  throw new Error(`${name}: at least 16 letters, digits or signs without spaces are expected.`);
}

/** Passwords are in it: what is wrong is not said again. */
function databases(name: string, text: string | undefined): string | undefined {
  if (text) serverAddresses(text, name);
  return text || undefined;
}

function photoPlace(env: Env, dataFolder: string): PhotoPlace {
  const bucket = address("PHOTO_S3", env.PHOTO_S3);
  if (bucket === undefined) return { folder: env.PHOTO_DIR ? resolve(root, env.PHOTO_DIR) : `${dataFolder}-photos` };
  const { PHOTO_S3_KEY: key, PHOTO_S3_SECRET: secret } = env;
  if (!key || !secret) throw new Error("PHOTO_S3 needs PHOTO_S3_KEY and PHOTO_S3_SECRET beside it.");
  return { bucket, key, secret, region: env.PHOTO_S3_REGION || "us-east-1" };
}

function backups(env: Env): Settings["backups"] {
  const keep = whole("BACKUP_KEEP", env.BACKUP_KEEP, 14, 3_650);
  if (keep < 1) throw new Error("BACKUP_KEEP=0: at least one backup is kept.");
  return env.BACKUP_DIR ? { folder: resolve(root, env.BACKUP_DIR), keep } : null;
}

function archiveAfter(env: Env): number | null {
  const months = whole("ARCHIVE_AFTER_MONTHS", env.ARCHIVE_AFTER_MONTHS, 0, 1_200);
  if (!env.ARCHIVE_AFTER_MONTHS) return null;
  if (months < leastMonths) throw new Error(`ARCHIVE_AFTER_MONTHS=${months}: at least ${leastMonths} are expected, or nothing.`);
  return months;
}

/** @throws Error that names the variable and what it takes */
export function readSettings(env: Env): Settings {
  const dataFolder = resolve(root, env.DATA_DIR || ".data/district");
  return {
    host: env.HOST || "127.0.0.1",
    port: whole("PORT", env.PORT, 8080, 65_535),
    databaseUrl: databases("DATABASE_URL", env.DATABASE_URL),
    databasePooled: pooled("DATABASE_POOLED", env.DATABASE_POOLED),
    databaseListenUrl: databases("DATABASE_LISTEN_URL", env.DATABASE_LISTEN_URL),
    maxStaleness_ms: whole("MAX_STALENESS_S", env.MAX_STALENESS_S, 60, 86_400) * 1_000,
    dataFolder,
    photos: photoPlace(env, dataFolder),
    backups: backups(env),
    archiveAfter_months: archiveAfter(env),
    webhookNetworks: networks("WEBHOOK_NETWORKS", env.WEBHOOK_NETWORKS),
    publicUrl: address("PUBLIC_URL", env.PUBLIC_URL),
    statementTimeout_ms: whole("STATEMENT_TIMEOUT_MS", env.STATEMENT_TIMEOUT_MS, 10_000, 600_000),
    trustProxy: proxies("TRUST_PROXY", env.TRUST_PROXY),
    mostConnections: whole("MAX_CONNECTIONS", env.MAX_CONNECTIONS, 5_000, 1_000_000),
    mostInColumns: whole("MAX_COLUMNS", env.MAX_COLUMNS, 300_000, 300_000),
    drain_ms: whole("DRAIN_S", env.DRAIN_S, 0, 600) * 1_000,
    metricsToken: secret("METRICS_TOKEN", env.METRICS_TOKEN),
    logLevel: logLevel("LOG_LEVEL", env.LOG_LEVEL),
    slowRequest_ms: whole("SLOW_REQUEST_MS", env.SLOW_REQUEST_MS, 1_000, 600_000),
    clientFolder: resolve(root, ".build/client"),
    demoFolder: resolve(root, "data/demo"),
  };
}
