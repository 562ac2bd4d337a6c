import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cstring,
  FrameReader,
  message,
  parsed,
  prefixNames,
  queryMessage,
  queryText,
  readyMessage,
} from "../../../server/db/embedded/frames.ts";
import { OutputReader } from "../../../server/db/embedded/output.ts";

const startUp = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);

/** Cuts bytes at arbitrary places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));
}

const places = fc.array(fc.nat(100_000), { maxLength: 40 });

describe("what the driver writes", () => {
  it("is cut into the same messages wherever the stream is cut", () => {
    const body = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("Q", "P", "B", "d"), body)), places, (messages, at) => {
        const frames = messages.map(([type, bytes]) => message(type, bytes));
        const reader = new FrameReader();
        const out = cut(Buffer.concat([startUp, ...frames]), at).flatMap((chunk) => reader.push(chunk));
        expect(out[0]?.type).toBe("");
        expect(out.slice(1).map((frame) => frame.bytes.toString("hex"))).toEqual(frames.map((frame) => frame.toString("hex")));
      }),
    );
  });

  it("has its named statements and portals marked, its unnamed ones not", () => {
    const parse = { type: "P", bytes: message("P", Buffer.concat([cstring("q1"), cstring("select 1"), Buffer.from([0, 0])])) };
    expect(parsed({ type: "P", bytes: prefixNames(parse, "c7_") })).toEqual({ name: "c7_q1", text: "select 1" });
    const unnamed = { type: "P", bytes: message("P", Buffer.concat([cstring(""), cstring("select 1"), Buffer.from([0, 0])])) };
    expect(prefixNames(unnamed, "c7_")).toEqual(unnamed.bytes);
    const bind = { type: "B", bytes: message("B", Buffer.concat([cstring(""), cstring("q1"), Buffer.alloc(6)])) };
    expect(prefixNames(bind, "c7_")).toEqual(message("B", Buffer.concat([cstring(""), cstring("c7_q1"), Buffer.alloc(6)])));
    const both = { type: "B", bytes: message("B", Buffer.concat([cstring("p"), cstring("q1"), Buffer.alloc(6)])) };
    expect(prefixNames(both, "c7_")).toEqual(message("B", Buffer.concat([cstring("c7_p"), cstring("c7_q1"), Buffer.alloc(6)])));
    const describeIt = { type: "D", bytes: message("D", Buffer.concat([Buffer.from("S"), cstring("q1")])) };
    expect(prefixNames(describeIt, "c7_")).toEqual(message("D", Buffer.concat([Buffer.from("S"), cstring("c7_q1")])));
  });

  it("gives its text back", () => {
    expect(queryText({ type: "Q", bytes: queryMessage("select '农贸市场'") })).toBe("select '农贸市场'");
  });
});

describe("what the engine says", () => {
  it("passes as it is wherever it is cut, but for notifications and a CopyInResponse that comes too late", () => {
    const one = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((body) => message("D", body)),
      fc.constant(message("C", cstring("SELECT 1"))),
      fc.uint8Array({ minLength: 6, maxLength: 30 }).map((body) => message("A", body)),
      fc.constant(message("G", Buffer.from([0, 0, 0]))),
      fc.constantFrom(readyMessage("I"), readyMessage("T"), readyMessage("E")),
      fc.constant(message("1")),
      fc.uint8Array({ maxLength: 60 }).map((body) => message("N", body)),
    );
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), places, fc.boolean(), (frames, at, dropCopyIn) => {
        const passed: Uint8Array[] = [];
        const reader = new OutputReader(dropCopyIn, (bytes) => passed.push(bytes));
        for (const chunk of cut(Buffer.concat(frames), at)) reader.push(new Uint8Array(chunk));
        const typed = (type: string) => frames.filter((frame) => frame.toString("latin1", 0, 1) === type);
        const kept = frames.filter((frame) => frame[0] !== 0x41 && !(dropCopyIn && frame[0] === 0x47));
        expect(Buffer.concat(passed).toString("hex")).toBe(Buffer.concat(kept).toString("hex"));
        expect(reader.notifications.map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual(typed("A").map((b) => b.toString("hex")));
        expect(reader.status).toBe(typed("Z").at(-1)?.toString("latin1", 5) ?? null);
      }),
      { numRuns: 500 },
    );
  });

  it("tells an engine that lost its way by the snapshot manager's warning, wherever it is cut, and no other", () => {
    const notice = (file: string) =>
      message(
        "N",
        Buffer.concat(["SWARNING", "C01000", "Msnapshot 0x15f0 still active", `F${file}`, "L1"].map(cstring).concat(Buffer.from([0]))),
      );
    fc.assert(
      fc.property(fc.boolean(), places, (lost, at) => {
        const reader = new OutputReader(false, () => {});
        const bytes = Buffer.concat([message("1"), notice(lost ? "snapmgr.c" : "pg_proc.c"), readyMessage("I")]);
        for (const chunk of cut(bytes, at)) reader.push(new Uint8Array(chunk));
        expect([reader.lost, reader.status]).toEqual([lost, "I"]);
      }),
    );
  });
});
