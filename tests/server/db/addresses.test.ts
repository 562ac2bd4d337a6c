/** The servers that settings name, and what is said of how far they have come. */
import { describe, expect, it } from "vitest";
import { placeOf, serverAddresses } from "../../../server/db/addresses.ts";
import { hasCome, placeFrom } from "../../../server/db/position.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { readSettings } from "../../../server/settings.ts";

const [a, b] = ["postgres://u:p,w@10.0.0.5:5432/c", "postgresql://u@db.example.org/c?sslmode=require"];

describe("addresses of servers", () => {
  it.each([
    [a, [a]],
    [`${a},${b}`, [a, b]],
    [` ${a}  ${b} `, [a, b]],
    [`${a}, ${b},`, [a, b]],
    [`${a},${a}`, [a]],
  ])("%j", (text, expected) => expect(serverAddresses(text)).toEqual(expected));

  it("what is none is refused, and no password said", () => {
    for (const text of ["10.0.0.5", "mysql://u:secret@h/c", "postgres://u:secret@h:port/c"])
      expect(() => readSettings({ DATABASE_URL: text })).toThrow(/^DATABASE_URL: (?!.*secret)/);
    expect(() => readSettings({ DATABASE_POOLED: "session" })).toThrow(/^DATABASE_POOLED=session: transaction is expected/);
    expect(readSettings({ MAX_STALENESS_S: "5", DATABASE_POOLED: "transaction" })).toMatchObject({
      maxStaleness_ms: 5_000,
      databasePooled: true,
    });
    expect(placeOf(a)).toBe("10.0.0.5:5432");
  });

  it("behind a pooler there is one place to listen for each server", async () => {
    await expect(openPostgres(`${a} ${b}`, { pooled: true, listenUrl: a })).rejects.toThrow(/^DATABASE_LISTEN_URL/);
  });
});

describe("how far a server has come", () => {
  it("is read as it is said, and compared on one timeline only", () => {
    const far = placeFrom("r 3 1/A0");
    expect(far).toEqual({ primary: false, timeline: 3, lsn: 0x1_0000_00a0n });
    expect(placeFrom("p 3 0/FFFFFFFF")).toEqual({ primary: true, timeline: 3, lsn: 0xffff_ffffn });
    expect(hasCome(far, { timeline: 3, lsn: 0xffff_ffffn })).toBe(true);
    expect(hasCome(far, { timeline: 3, lsn: 0x1_0000_00a1n })).toBe(false);
    expect(hasCome(far, { timeline: 2, lsn: 0n })).toBe(false);
  });
});
