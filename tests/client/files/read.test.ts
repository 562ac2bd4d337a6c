/** The page's side: a worker for each file, which ends with it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../../../client/files/protocol.ts";
import { examine, largestFile_bytes, readFile, readPasted } from "../../../client/files/read.ts";
import { FileFault } from "../../../client/files/table.ts";

class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((event: { data: Answer }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessageerror: (() => void) | null = null;
  asked: unknown[] = [];
  ended = false;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(what: unknown): void {
    this.asked.push(what);
  }
  terminate(): void {
    this.ended = true;
  }
}
const only = (): FakeWorker => FakeWorker.all[0] as FakeWorker;
const file = new File(["a,b\n1,2"], "a.csv");
const read = (signal = new AbortController().signal, progress: (share: number) => void = () => {}) => readFile(file, {}, progress, signal);
const faultOf = async (reading: Promise<unknown>): Promise<string> => {
  const error = await reading.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileFault);
  return (error as FileFault).word.zh;
};

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal("Worker", FakeWorker);
});
afterEach(() => vi.unstubAllGlobals());

it("tells progress and hands on the table, and its worker ends", async () => {
  const shares: number[] = [];
  const reading = read(undefined, (share) => shares.push(share));
  await vi.waitFor(() => expect(only().asked).toHaveLength(1));
  only().onmessage?.({ data: { kind: "progress", share: 0.5 } });
  expect(only().ended).toBe(false);
  only().onmessage?.({ data: { kind: "table", table: { name: "a.csv" } as never } });
  expect(await reading).toEqual({ name: "a.csv" });
  expect(shares).toEqual([0.5]);
  expect(only().ended).toBe(true);
});
it("leaving ends the worker, before and while it reads", async () => {
  const leaving = new AbortController();
  const reading = read(leaving.signal);
  await vi.waitFor(() => expect(only().asked).toHaveLength(1));
  leaving.abort();
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  expect(only().ended).toBe(true);
  await expect(read(leaving.signal)).rejects.toMatchObject({ name: "AbortError" });
  expect(FakeWorker.all).toHaveLength(1);
});
it("says what the worker found, and that one died", async () => {
  const refused = read();
  await vi.waitFor(() => expect(only().asked).toHaveLength(1));
  only().onmessage?.({ data: { kind: "failed", word: { zh: "没有数据", en: "no data" } } });
  expect(await faultOf(refused)).toBe("没有数据");
  FakeWorker.all = [];
  const died = read();
  await vi.waitFor(() => expect(only().asked).toHaveLength(1));
  only().onerror?.();
  expect(await faultOf(died)).toContain("内存不足");
  expect(only().ended).toBe(true);
});
it("a file is refused for its size before anything is read of it", async () => {
  const sized = (size: number) => ({ size }) as Blob;
  expect(() => examine(sized(largestFile_bytes))).not.toThrow();
  for (const size of [0, largestFile_bytes + 1, 2 * 1024 ** 3]) expect(() => examine(sized(size))).toThrow(FileFault);
  expect(await faultOf(readFile({ size: 2 * 1024 ** 3, name: "a" } as File, {}, () => {}, new AbortController().signal))).toContain(
    "2048 MB",
  );
  expect(FakeWorker.all).toHaveLength(0);
});
it("pasted text goes the same way, but nothing and too much do not", async () => {
  expect(await faultOf(readPasted(" \n", {}))).toContain("没有可读的内容");
  expect(await faultOf(readPasted("x".repeat(20_000_001), {}))).toContain("太长");
  const reading = readPasted("a\tb\n1\t2", {});
  await vi.waitFor(() => expect(only().asked).toEqual([{ text: "a\tb\n1\t2", options: {} }]));
  only().onmessage?.({ data: { kind: "table", table: { name: "" } as never } });
  expect(await reading).toEqual({ name: "" });
});
