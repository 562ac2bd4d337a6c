/** Another system's line into a precinct: its key, and what it usually sends. */
import type { IntakeAnswer, IntakeList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { keyOfSystem } from "../../support/people.ts";
import { body, loadPrecinct, Precinct, type Reply, type Who, west } from "../acts/precinct.ts";

export const usualSent = { externalId: "H-1", category: "0103", ...west, crs: "EPSG:4326", title: "桶满了" } as const;

export class Line {
  readonly precinct: Precinct;
  readonly key: string;
  constructor(precinct: Precinct, key: string) {
    this.precinct = precinct;
    this.key = key;
  }
  static async open(db: Db, name = "12345热线平台"): Promise<Line> {
    await loadPrecinct(db);
    return new Line(await Precinct.open(db), await keyOfSystem(db, name));
  }
  /** Another key into the same precinct. */
  async second(name: string): Promise<Line> {
    return new Line(this.precinct, await keyOfSystem(this.precinct.db, name));
  }
  async close(): Promise<void> {
    await this.precinct.app.close();
    await this.precinct.db.close();
  }

  async post(payload: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const own = { authorization: this.key, "content-type": "application/json", ...headers };
    return this.precinct.app.inject({ method: "POST", url: "/api/intake", headers: own, payload: JSON.stringify(payload) });
  }
  /** Sends what must be answered; `said` changes or (undefined) leaves out some. */
  async send(said: Record<string, unknown> = {}): Promise<IntakeAnswer> {
    return body<IntakeAnswer>(await this.post({ ...usualSent, ...said }));
  }
  async list(who: Who = "dispatcher", state = "held"): Promise<IntakeList> {
    return body<IntakeList>(await this.precinct.get(who, `/api/intake?state=${state}`));
  }
  /** Calls a minute begin anew. */
  async rested(): Promise<void> {
    await this.precinct.db.query(sql`update device set minute_at = null`);
  }
  async count(table: "intake" | "problem"): Promise<number> {
    const [row] = await this.precinct.db.query<{ n: number }>(
      table === "intake" ? sql`select count(*)::int as n from intake` : sql`select count(*)::int as n from problem`,
    );
    return row?.n ?? -1;
  }
}
