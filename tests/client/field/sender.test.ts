/** The sender against a server of its own that fails, cuts answers off and forgets, as networks and servers do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { askMe } from "../../../client/api/people.ts";
import { postWaiting } from "../../../client/api/street.ts";
import { postedBody } from "../../../client/field/entry.ts";
import { inMemory, type Keep } from "../../../client/field/keep.ts";
import { type Delivery, sendWaiting } from "../../../client/field/sender.ts";
import { entry, person, photo } from "./entries.ts";

type Fault = "none" | "cut before" | "cut after" | "half an answer" | "a portal" | number;

/** What the server holds, and how it behaves. */
let problems: Map<string, Record<string, unknown>>;
let posts: string[];
let faults: Fault[];
let signedIn: number | null;
let server: Server;
let origin: string;
const really = globalThis.fetch;

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const part of request) text += String(part);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Does what is asked once for each clientId, like the real one. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const clientId = String(body.clientId);
  posts.push(clientId);
  const fault = faults.shift() ?? "none";
  if (fault === "cut before") return void request.socket.destroy();
  if (typeof fault === "number") return void json(response, fault, { type: "about:blank", title: "no", status: fault, detail: "no" });
  if (fault === "a portal") return void response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in to the wifi</html>");
  const made = problems.get(clientId) ?? {
    ...body,
    id: problems.size + 1,
    code: `c${problems.size + 1}`,
    title: "t",
    state: "reported",
    version: 2,
  };
  problems.set(clientId, made);
  if (fault === "cut after") return void request.socket.destroy();
  if (fault === "half an answer")
    return void response.writeHead(200, { "content-length": "500" }).end('{"id":', () => request.socket.destroy());
  json(response, 200, made);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/api/me") return void json(response, 200, { person: signedIn === null ? null : { id: signedIn } });
    void take(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (path, init) => really(origin + String(path), init);
});
afterAll(async () => {
  globalThis.fetch = really;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

let keep: Keep;
let clock: number;
let photosSent: string[];
let photoFaults: (Error | null)[];
const delivery = (): Delivery => ({
  whoami: async () => (await askMe()).person?.id ?? null,
  async photo({ clientId }) {
    photosSent.push(clientId);
    const fault = photoFaults.shift();
    if (fault) throw fault;
    return 100 + photosSent.length;
  },
  post: (one, now) => postWaiting(one.path, postedBody(one, now), AbortSignal.timeout(5000)),
  now: () => clock,
  changed: () => {},
});
const send = (force = true) => sendWaiting(keep.outbox, delivery(), force);
const states = async () => (await keep.outbox.all()).map(({ clientId, state }) => `${clientId} ${state}`);

beforeEach(() => {
  problems = new Map();
  posts = [];
  faults = [];
  signedIn = person.id;
  keep = inMemory();
  clock = 100_000;
  photosSent = [];
  photoFaults = [];
});

describe("sending what waits", () => {
  it("sends all in the order they were made, and says that nothing is left", async () => {
    await keep.outbox.add(entry("b", { madeAt: 2000 }));
    await keep.outbox.add(entry("a", { madeAt: 1000 }));
    expect(await send()).toBeNull();
    expect(posts).toEqual(["a", "b"]);
    expect(await states()).toEqual(["b sent", "a sent"]);
    expect(problems.get("a")).toMatchObject({ category: "0101", ago_s: 99 });
  });

  it.each<Fault>(["cut before", "cut after", "half an answer", "a portal", 503, 429, 500])(
    "%s: it waits, and sent again it is one problem",
    async (fault) => {
      faults = [fault];
      await keep.outbox.add(entry("a"));
      expect(await send()).toBe(5000);
      expect(await states()).toEqual(["a waiting"]);
      // Not before its time, unless somebody wants it so.
      expect(await send(false)).toBe(5000);
      expect(posts).toEqual(["a"]);
      clock += 5000;
      expect(await send(false)).toBeNull();
      expect(await states()).toEqual(["a sent"]);
      expect(problems.size).toBe(1);
    },
  );

  it("sent twenty times over a server that answers never, it is one problem", async () => {
    faults = Array.from({ length: 20 }, () => "cut after" as const);
    await keep.outbox.add(entry("a"));
    for (let i = 0; i < 21; i++) await send();
    expect(posts).toHaveLength(21);
    expect(problems.size).toBe(1);
    expect(await states()).toEqual(["a sent"]);
  });

  it("when the network is gone the others are not tried in vain; a refusal does not hold them up", async () => {
    faults = ["cut before"];
    for (const id of ["a", "b"]) await keep.outbox.add(entry(id));
    await send();
    expect(posts).toEqual(["a"]);
    faults = [409];
    await send();
    expect(posts).toEqual(["a", "a", "b"]);
    expect(await states()).toEqual(["a refused", "b sent"]);
  });

  it("nobody signed in: it waits for that; another person: it waits for who made it", async () => {
    await keep.outbox.add(entry("a"));
    signedIn = null;
    expect(await send()).toBeNull();
    expect((await keep.outbox.all())[0]).toMatchObject({ state: "waiting", wants: "signIn" });
    signedIn = 8;
    expect(await send()).toBeNull();
    expect((await keep.outbox.all())[0]).toMatchObject({ state: "waiting", wants: "person" });
    expect(posts).toEqual([]);
    signedIn = person.id;
    await send();
    expect(await states()).toEqual(["a sent"]);
  });

  it("no network at all: nothing is touched", async () => {
    await keep.outbox.add(entry("a"));
    const before = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    await expect(send()).rejects.toBeInstanceOf(HttpError);
    globalThis.fetch = before;
    expect(await states()).toEqual(["a waiting"]);
  });

  it("what was being sent when the page was killed is sent again", async () => {
    await keep.outbox.add(entry("a", { state: "sending" }));
    await send();
    expect(await states()).toEqual(["a sent"]);
  });

  it("photos go first, each once, and are not sent again when the rest fails", async () => {
    await keep.outbox.add(entry("a", { photos: [photo("p"), photo("q")] }));
    photoFaults = [null, new HttpError({ type: "", title: "", status: 0, detail: "gone" })];
    await send();
    expect(photosSent).toEqual(["p", "q"]);
    faults = ["cut after"];
    await send();
    expect(photosSent).toEqual(["p", "q", "q"]);
    await send();
    expect(photosSent).toHaveLength(3);
    expect(problems.get("a")?.photos).toEqual([101, 103]);
    expect(problems.size).toBe(1);
  });

  it("a photo that the server does not take refuses the whole, with its words", async () => {
    await keep.outbox.add(entry("a", { photos: [photo("p")] }));
    photoFaults = [new HttpError({ type: "", title: "", status: 413, detail: "too large", detail_zh: "太大" })];
    await send();
    expect((await keep.outbox.all())[0]).toMatchObject({ state: "refused", why: { zh: "太大" } });
    expect(posts).toEqual([]);
  });

  it("thrown away while it was on its way, it does not come back", async () => {
    await keep.outbox.add(entry("a"));
    const slow = delivery();
    const sending = sendWaiting(
      keep.outbox,
      {
        ...slow,
        async post(one, now) {
          await keep.outbox.remove("a");
          return slow.post(one, now);
        },
      },
      true,
    );
    await sending;
    expect(await keep.outbox.all()).toEqual([]);
  });

  it("two acts on one problem made without a network: the second goes on from the first", async () => {
    const act = (id: string, madeAt: number) =>
      entry(id, { kind: "act", path: "/api/problems/12/accept", problem: 12, body: { version: 1 }, madeAt });
    await keep.outbox.add(act("a", 1));
    await keep.outbox.add(act("b", 2));
    await send();
    expect(problems.get("b")).toMatchObject({ version: 2 });
    expect((await keep.outbox.all()).find(({ clientId }) => clientId === "b")?.body).toEqual({ version: 2 });
  });
});
