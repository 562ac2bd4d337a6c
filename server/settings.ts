/** Everything a starter can set, from the environment; each has a default that works on a fresh clone. */
import { isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly statementTimeout_ms: number;
  /** Proxies whose word is taken for who asks and by what protocol: addresses, networks or `loopback`, separated by commas. */
  readonly trustProxy: string | undefined;
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

/** @throws Error that names the variable and what it takes */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    host: env.HOST || "127.0.0.1",
    port: whole("PORT", env.PORT, 8080, 65_535),
    databaseUrl: env.DATABASE_URL || undefined,
    dataFolder: resolve(root, env.DATA_DIR || ".data/district"),
    statementTimeout_ms: whole("STATEMENT_TIMEOUT_MS", env.STATEMENT_TIMEOUT_MS, 10_000, 600_000),
    trustProxy: proxies("TRUST_PROXY", env.TRUST_PROXY),
    clientFolder: resolve(root, ".build/client"),
    demoFolder: resolve(root, "data/demo"),
  };
}
