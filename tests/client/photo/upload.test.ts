import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { type PhotoAbout, part_bytes, upload } from "../../../client/photo/upload.ts";

/** What the receiver does with a part before it takes it. */
type Fault = "cut" | "cut after" | "503" | "elsewhere" | null;

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const read = async (request: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** A receiver like ours, that fails, cuts and disagrees on demand. */
class Receiver {
  received = Buffer.alloc(0);
  announced: Record<string, unknown>[] = [];
  parts: { offset: number; length: number }[] = [];
  faults: Fault[] = [];
  private readonly server: Server = createServer((request, response) => void this.take(request, response));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private said(): object {
    const bytes = Number(this.announced[0]?.bytes);
    const whole = this.received.length === bytes && hash(this.received) === this.announced[0]?.sha256;
    return { id: 5, offset: this.received.length, bytes, photo: whole ? { id: 5 } : null };
  }

  private answer(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request).catch(() => Buffer.alloc(0));
    if (request.url === "/api/photos") {
      this.announced.push(JSON.parse(body.toString()) as Record<string, unknown>);
      return this.answer(response, 200, this.said());
    }
    const offset = Number(/^\/api\/photos\/5\/part\?offset=(\d+)$/.exec(request.url ?? "")?.[1]);
    this.parts.push({ offset, length: body.length });
    const fault = this.faults.shift() ?? null;
    if (fault === "cut") return void request.socket.destroy();
    if (fault === "503") return this.answer(response, 503, { title: "busy", status: 503 });
    const refused = fault === "elsewhere" || offset !== this.received.length;
    if (refused) return this.answer(response, 409, { title: "not here", status: 409, now: { offset: this.received.length } });
    this.received = Buffer.concat([this.received, body]);
    if (fault === "cut after") return void request.socket.destroy();
    this.answer(response, 200, this.said());
  }
}

const bytes = randomBytes(part_bytes * 3 + 1000);
const prepared = { blob: new Blob([bytes]), sha256: hash(bytes) };
const about: PhotoAbout = { clientId: crypto.randomUUID(), kind: "after", takenAt: 0, place: { lon: 119.1, lat: 33.6, accuracy_m: 12 } };

describe("an upload", () => {
  let receiver: Receiver;
  let address: string;
  const real = globalThis.fetch;
  beforeAll(() => vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(address + path, init)));
  afterAll(() => vi.unstubAllGlobals());
  beforeEach(async () => {
    receiver = new Receiver();
    address = await receiver.open();
  });
  afterEach(() => receiver.close());

  it("goes in parts, tells how far it is, and says how long ago the photo was taken", async () => {
    const shares: number[] = [];
    const photo = await upload(prepared, { ...about, takenAt: Date.now() - 90_000 }, { progress: (share) => shares.push(share) });
    expect(photo).toEqual({ id: 5 });
    expect(receiver.received.equals(bytes)).toBe(true);
    expect(receiver.parts.map((part) => part.length)).toEqual([part_bytes, part_bytes, part_bytes, 1000]);
    expect([shares[0], shares.at(-1), shares.length]).toEqual([0, 1, 5]);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    const { ago_s, ...rest } = receiver.announced[0] ?? {};
    expect(ago_s).toBeGreaterThanOrEqual(90);
    expect(ago_s).toBeLessThan(95);
    expect(rest).toEqual({
      clientId: about.clientId,
      kind: "after",
      bytes: bytes.length,
      sha256: prepared.sha256,
      lon: 119.1,
      lat: 33.6,
      accuracy_m: 12,
    });
  });

  it("of an unknown place, by a clock that is ahead, says neither place nor a time to come", async () => {
    await upload(prepared, { ...about, place: null, takenAt: Date.now() + 86_400_000 });
    expect(receiver.announced[0]).toMatchObject({ ago_s: 0 });
    expect(receiver.announced[0]).not.toHaveProperty("lon");
  });

  it("cut off, is told so, and begun again goes on from what has arrived, also when only the answer was lost", async () => {
    for (const fault of ["cut", "cut after"] as const) {
      receiver.faults = [null, fault];
      await expect(upload(prepared, about)).rejects.toMatchObject({ status: 0 });
    }
    receiver.parts = [];
    const shares: number[] = [];
    await upload(prepared, about, { progress: (share) => shares.push(share) });
    expect(shares[0]).toBeGreaterThan(0.9);
    expect(receiver.parts).toHaveLength(1);
    expect(receiver.received.equals(bytes)).toBe(true);
    expect(new Set(receiver.announced.map((one) => one.clientId)).size).toBe(1);
  });

  it("refused at one place goes on from the place it is told; refused for ever, gives up", async () => {
    receiver.faults = [null, "elsewhere", null];
    await upload(prepared, about);
    expect(receiver.received.equals(bytes)).toBe(true);
    receiver.received = Buffer.alloc(0);
    receiver.faults = Array.from({ length: 50 }, () => "elsewhere" as const);
    receiver.parts = [];
    await expect(upload(prepared, about)).rejects.toMatchObject({ status: 409 });
    expect(receiver.parts.length).toBeLessThan(10);
  });

  it("refused for another reason says that reason", async () => {
    receiver.faults = ["503"];
    const error = await upload(prepared, about).catch((refusal: unknown) => refusal);
    expect(error instanceof HttpError && error.mayPass).toBe(true);
  });

  it("left on purpose stops", async () => {
    const control = new AbortController();
    const left = upload(prepared, about, { signal: control.signal, progress: (share) => share > 0.3 && control.abort() });
    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    expect(receiver.parts.length).toBeLessThan(4);
  });
});
