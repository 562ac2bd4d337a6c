/** One database with two districts and a city over them, each with a role and an app of its own. */
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { type City, makeDistrict } from "../../../server/district/make.ts";
import type { PhotoStore } from "../../../server/photos/store.ts";
import { analyzed } from "../../support/analyzed.ts";
import { createDatabase } from "../../support/databases.ts";
import { appOn } from "../http/asked.ts";
import { furnish, issue, type Marked, type Things, tokenOf } from "./furnish.ts";

export interface Member extends Marked {
  readonly db: Db;
  readonly app: FastifyInstance;
  /** The database's address as its role. */
  readonly url: string;
  readonly things: Things;
  /** Of a session of somebody with every duty. */
  readonly cookie: string;
}

export interface Province {
  /** As the owner of the tables. */
  readonly owner: Db;
  readonly east: Member;
  readonly west: Member;
  readonly city: { readonly db: Db; readonly app: FastifyInstance };
  /** The address of the database as a role of it. */
  url(role: string, password: string): string;
  close(): Promise<void>;
}

const east: Marked = { mark: "qeastmarkq", base: 41_730_000 };
const west: Marked = { mark: "zwestmarkz", base: 58_260_000 };

/** A whole picture with words behind it that say whose it is. */
const photosOf = async (mark: string): Promise<PhotoStore> => {
  const plain = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  return { get: async () => Buffer.concat([plain, Buffer.from(mark)]), put: async () => {}, remove: async () => {} };
};

export async function makeProvince(): Promise<Province> {
  const ownerUrl = await createDatabase();
  const owner = await openDatabase({ databaseUrl: ownerUrl, dataFolder: null });
  const url = (role: string, password: string): string => {
    const own = new URL(ownerUrl);
    own.username = role;
    own.password = password;
    return own.href;
  };
  const opened = async (code: string, city: City | null = null): Promise<{ db: Db; own: string }> => {
    const { role, password } = await makeDistrict(owner, code, city);
    const own = url(role, password);
    return { db: await openDatabase({ databaseUrl: own, dataFolder: null }), own };
  };
  const member = async (code: string, marked: Marked): Promise<Member> => {
    const { db, own } = await opened(code);
    const things = await furnish(db, marked);
    const app = await appOn(db, { demo: false, photos: await photosOf(marked.mark) });
    const cookie = `chuangtu_session=${tokenOf(marked)}`;
    const page = await app.inject({ url: "/api/briefs/page?kind=weekly", headers: { cookie } });
    await issue(db, marked, things, page.body);
    return { ...marked, db, url: own, app, things, cookie };
  };
  // Something of each district lies in the archive, from the first question on.
  await owner.query(sql`update archive_head set edge = '2025-01-01', told_at = now()`);
  const [a, b] = [await member("east", east), await member("west", west)];
  const over = { nameZh: "某市", nameEn: "A city", over: [east.mark, west.mark] };
  const { db: cityDb } = await opened("city", over);
  const city = { db: cityDb, app: await appOn(cityDb, { demo: false, photos: await photosOf("either") }) };
  await analyzed(owner);
  return {
    ...{ owner, east: a, west: b, city, url },
    async close() {
      for (const app of [a.app, b.app, city.app]) await app.close();
      for (const db of [a.db, b.db, cityDb, owner]) await db.close();
    },
  };
}
