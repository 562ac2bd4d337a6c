/**
 * `npm run district -- add <code> | city <code> --name-zh … --name-en … --over a,b | import <file> [--code …] | list | drop <role> [--with-data]`
 * With the owner's DATABASE_URL. Exit codes: 0 done, 1 refused, 2 wrong arguments.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { importDistrict } from "../server/backup/importDistrict.ts";
import { importTold } from "../server/backup/told.ts";
import type { Db } from "../server/db/db.ts";
import { openDatabase } from "../server/db/open.ts";
import { allDistricts } from "../server/district/allDistricts.ts";
import { dropDistrict } from "../server/district/dropDistrict.ts";
import { type City, type MadeDistrict, makeDistrict } from "../server/district/make.ts";
import { mendDistricts } from "../server/district/mend.ts";
import { photoStore } from "../server/photos/openStore.ts";
import { readSettings } from "../server/settings.ts";
import { command } from "./backup/terminal.ts";

const usage = `用法 / usage: npm run district -- …      (DATABASE_URL：数据库所有者 / the owner's)
  add <code>               建一个城区及其数据库角色 / make a district and its database role
  city <code> --name-zh 某市 --name-en "A city" --over a,b
                           建一个看得见多个城区的市 / make a city that reads several districts
  import <file> [--code <code>] [--without-photos]
                           导入一个城区的备份，编号重排（用该城区自己的 DATABASE_URL 做备份：npm run backup -- <file>）
                           / bring in one district's backup under new numbers (made with its own DATABASE_URL: npm run backup -- <file>)
  list                     列出各城区，并补齐权限与索引 / list the districts, and mend what their roles stand on
  drop <role> [--with-data] 删除城区（先备份） / remove a district (back it up first)`;

const options = {
  "name-zh": { type: "string" },
  "name-en": { type: "string" },
  over: { type: "string" },
  "with-data": { type: "boolean", default: false },
  code: { type: "string" },
  "without-photos": { type: "boolean", default: false },
} as const;

type Act = (db: Db, url: string) => Promise<void>;
/** Null: another verb's. */
type Reader = (values: Values, name: string) => Act | null;
type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>["values"];

const verbs: Readonly<Record<string, Reader>> = {
  add: (_, name) => (db, url) => add(db, url, name, null),
  city: ({ "name-zh": nameZh, "name-en": nameEn, over }, name) =>
    nameZh && nameEn && over ? (db, url) => add(db, url, name, { nameZh, nameEn, over: over.split(",") }) : null,
  import: (values, name) => (db, url) => bring(db, url, resolve(name), values),
  drop:
    ({ "with-data": withData }, name) =>
    async (db) =>
      console.log(`删除的问题与记录 / problems and log entries removed: ${await dropDistrict(db, name, withData ?? false)}`),
};

function readArguments(): Act | null {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb = "", name, ...more] = positionals;
  if (more.length > 0) return null;
  if (verb === "list" && name === undefined) return list;
  return name === undefined ? null : (verbs[verb]?.(values, name) ?? null);
}

/** Ctrl+C takes away what was begun. */
async function bring(db: Db, url: string, file: string, { code, "without-photos": without }: Values): Promise<void> {
  const { photos } = readSettings(process.env);
  process.exitCode = await command(async (watched) => {
    const made = await importDistrict(db, file, { code: code ?? null, photos: without ? null : photoStore(photos) }, watched);
    return `${importTold(made)}\n${addressOf(url, made)}`;
  });
}

const addressOf = (url: string, { id, role, password }: MadeDistrict): string => {
  const own = new URL(url);
  own.username = role;
  own.password = password;
  return `城区 ${id}，口令只显示这一次 / District ${id}; the password is shown this once:\nDATABASE_URL=${own.href}`;
};

async function add(db: Db, url: string, code: string, city: City | null): Promise<void> {
  const made = await makeDistrict(db, code, city);
  console.log(addressOf(url, made));
  if (made.untrusted > 0)
    console.log(
      `${made.untrusted} 个 PostGIS 函数未能标为 leakproof：地图会慢。请由超级用户再运行一次 list。 / ${made.untrusted} PostGIS functions could not be marked leakproof and maps will be slow: let a superuser run list once.`,
    );
}

async function list(db: Db): Promise<void> {
  await mendDistricts(db);
  for (const one of await allDistricts(db))
    console.log(
      [
        one.id,
        one.code ?? "—",
        one.name ?? "（还没有数据 / nothing imported）",
        one.stands
          ? (one.role ?? "（所有者 / the owner）")
          : `${one.role}（没有这个角色：add <code> 重新建立 / no such role: add <code> makes it anew）`,
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
    return Number(process.exitCode ?? 0);
  } finally {
    await db.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
