/**
 * `npm run district -- add <code> | city <code> --name-zh … --name-en … --over a,b | list | drop <role> [--with-data]`
 * With the owner's DATABASE_URL. Exit codes: 0 done, 1 refused, 2 wrong arguments.
 */
import { parseArgs } from "node:util";
import type { Db } from "../server/db/db.ts";
import { openDatabase } from "../server/db/open.ts";
import { allDistricts } from "../server/district/allDistricts.ts";
import { dropDistrict } from "../server/district/dropDistrict.ts";
import { type City, makeDistrict } from "../server/district/make.ts";
import { trustGround } from "../server/district/trustGround.ts";
import { readSettings } from "../server/settings.ts";

const usage = `用法 / usage: npm run district -- …      (DATABASE_URL：数据库所有者 / the owner's)
  add <code>               建一个城区及其数据库角色 / make a district and its database role
  city <code> --name-zh 某市 --name-en "A city" --over a,b
                           建一个看得见多个城区的市 / make a city that reads several districts
  list                     列出各城区 / list the districts
  drop <role> [--with-data] 删除城区（先备份） / remove a district (back it up first)`;

const options = {
  "name-zh": { type: "string" },
  "name-en": { type: "string" },
  over: { type: "string" },
  "with-data": { type: "boolean", default: false },
} as const;

type Act = (db: Db, url: string) => Promise<void>;

function readArguments(): Act | null {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb, name, ...more] = positionals;
  if (more.length > 0) return null;
  if (verb === "list" && name === undefined) return list;
  if (name === undefined) return null;
  if (verb === "add") return (db, url) => add(db, url, name, null);
  if (verb === "drop")
    return async (db) =>
      console.log(`删除的问题与记录 / problems and log entries removed: ${await dropDistrict(db, name, values["with-data"])}`);
  const { "name-zh": nameZh, "name-en": nameEn, over } = values;
  if (verb !== "city" || !nameZh || !nameEn || !over) return null;
  return (db, url) => add(db, url, name, { nameZh, nameEn, over: over.split(",") });
}

async function add(db: Db, url: string, code: string, city: City | null): Promise<void> {
  const made = await makeDistrict(db, code, city);
  const own = new URL(url);
  own.username = made.role;
  own.password = made.password;
  console.log(`城区 ${made.id}，口令只显示这一次 / District ${made.id}; the password is shown this once:\nDATABASE_URL=${own.href}`);
  if (made.untrusted > 0)
    console.log(
      `${made.untrusted} 个 PostGIS 函数未能标为 leakproof：地图会慢。请由超级用户再运行一次 list。 / ${made.untrusted} PostGIS functions could not be marked leakproof and maps will be slow: let a superuser run list once.`,
    );
}

async function list(db: Db): Promise<void> {
  await trustGround(db);
  for (const one of await allDistricts(db))
    console.log(
      [
        one.id,
        one.code ?? "—",
        one.name ?? "（还没有数据 / nothing imported）",
        one.role ?? "（所有者 / the owner）",
        `${one.problems} 问题 / problems`,
      ]
        .concat(one.over.length > 0 ? [`→ ${one.over.join(", ")}`] : [])
        .join("  "),
    );
}

async function main(): Promise<number> {
  let act: Act | null = null;
  try {
    act = readArguments();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  const { databaseUrl, dataFolder } = readSettings(process.env);
  if (!act || !databaseUrl) {
    console.log(usage);
    return 2;
  }
  const db = await openDatabase({ databaseUrl, dataFolder });
  try {
    await act(db, databaseUrl);
    return 0;
  } finally {
    await db.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
