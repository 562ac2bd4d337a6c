/** A district with walls, for the tests of walls: an office, its leader, dispatcher and administrator, and screens that are signed in. */
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import type { TestEngine } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, makePerson } from "../../support/people.ts";
import { type Office, openOffice } from "../people/office.ts";

export interface Hall extends Office {
  readonly leader: string;
  readonly dispatcher: string;
  readonly administrator: string;
  /** A new wall. @returns its id and the Cookie header of its requests */
  wall(name?: string): Promise<{ readonly id: number; readonly cookie: string }>;
  /** The head of the change feed. */
  revision(): Promise<number>;
  /** Layers that were told of since a revision, in their order. */
  told(since: number): Promise<string[]>;
}

async function deviceOf(db: Db, name: string): Promise<{ id: number; cookie: string }> {
  const cookie = await cookieOfDevice(db, name);
  const [row] = (await db.query<{ id: number }>(sql`select max(id) as id from device`)) as [{ id: number }];
  return { id: row.id, cookie };
}

export async function openHall(engine: TestEngine): Promise<Hall> {
  const office = await openOffice(engine);
  const { db } = office;
  const person = async (name: string, role: "leader" | "dispatcher" | "administrator") =>
    cookieOf(db, await makePerson(db, { name, roles: [role] }));
  return {
    ...office,
    leader: await person("周局", "leader"),
    dispatcher: await person("王调度", "dispatcher"),
    administrator: await person("管理员", "administrator"),
    wall: (name = "指挥中心") => deviceOf(db, name),
    revision: async () => (await db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision as number,
    told: async (since) =>
      (await db.query<{ layer: string }>(sql`select layer from change where revision > ${since}::bigint order by revision`)).map(
        ({ layer }) => layer,
      ),
  };
}

/** A wall's word: well, and with nothing to say. */
export const wellWord = {
  scene: { index: 0, kind: "overview", title: "问题热力总览" },
  paused: false,
  freshness: "fresh",
  screen: "3840×2160 16:9",
  page: "/assets/wall-1.js",
  clockOff_s: 0.4,
  upSince: "2026-11-22T08:00:00.000Z",
  heap_mb: 41.5,
  faults: [] as string[],
  taken: [] as number[],
};
