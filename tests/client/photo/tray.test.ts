import { describe, expect, it, vi } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { most, type Tools, Tray } from "../../../client/panels/photos/tray.ts";
import { PhotoError } from "../../../client/photo/photoError.ts";
import type { Photo } from "../../../server/contract/types.ts";

const file = (name: string) => new File([name], name, { type: "image/jpeg", lastModified: 1000 });
const lost = () => new HttpError({ type: "", title: "unreachable", status: 0, detail: "away", detail_zh: "连不上" });
const refused = () => new HttpError({ type: "", title: "too large", status: 400, detail: "too large", detail_zh: "太大" });

/** A tray whose photos arrive as its tools say; numbers are given in the order they are sent. */
function trayWith(part: Partial<Tools> = {}) {
  let id = 100;
  const sent: Parameters<Tools["upload"]>[1][] = [];
  const forgotten: string[] = [];
  const tools: Tools = {
    prepare: async (blob) => ({ blob, width: 4, height: 3, sha256: "" }),
    upload: async (_prepared, about, options) => {
      sent.push(about);
      options?.progress?.(0.5);
      return { id: ++id } as Photo;
    },
    show: (blob) => `blob:${blob.size}`,
    forget: (address) => forgotten.push(address),
    ...part,
  };
  return { tray: new Tray(tools), sent, forgotten };
}
const settled = (tray: Tray) => vi.waitFor(() => expect(tray.going()).toBe(0));

describe("a tray of photos", () => {
  it("sends each with its time and place, and knows it by its number", async () => {
    const { tray, sent } = trayWith();
    const place = { lon: 119.1, lat: 33.6, accuracy_m: 8 };
    expect(tray.add([file("a.jpg"), file("b.jpg")], "after", Promise.resolve(place))).toBe(0);
    expect(tray.list().map((entry) => entry.state)).toEqual(["preparing", "preparing"]);
    await settled(tray);
    expect(tray.ids()).toEqual([101, 102]);
    expect(sent.map(({ kind, place: at, takenAt }) => [kind, at, takenAt])).toEqual([
      ["after", place, 1000],
      ["after", place, 1000],
    ]);
    expect(new Set(sent.map((about) => about.clientId)).size).toBe(2);
    expect(tray.list()[0]).toMatchObject({ state: "ready", share: 1, preview: "blob:5", place });
  });

  it("takes nine and says how many it had no room for", async () => {
    const { tray } = trayWith();
    expect(
      tray.add(
        Array.from({ length: most + 3 }, (_, i) => file(`${i}.jpg`)),
        "before",
      ),
    ).toBe(3);
    expect(tray.list()).toHaveLength(most);
    expect(tray.add([file("one more.jpg")], "before")).toBe(1);
  });

  it("says at once what cannot be a photo, and goes on with the others", async () => {
    const { tray } = trayWith({
      prepare: async (blob) => {
        if (blob.size === 5) throw new PhotoError({ zh: "不是照片", en: "no picture" });
        return { blob, width: 4, height: 3, sha256: "" };
      },
    });
    tray.add([file("a.txt"), file("ok.jpg")], "before");
    await settled(tray);
    expect(tray.list().map(({ state, why, again }) => [state, why?.zh, again])).toEqual([
      ["failed", "不是照片", false],
      ["ready", undefined, false],
    ]);
    tray.retryAll();
    expect(tray.list()[0]?.state).toBe("failed");
  });

  it("sends again under the same id what the link lost, and not what was refused for good", async () => {
    const ids: string[] = [];
    const answers: (Error | null)[] = [lost(), refused(), null];
    const { tray } = trayWith({
      upload: async (_prepared, about) => {
        ids.push(about.clientId);
        const error = answers.shift();
        if (error) throw error;
        return { id: 7 } as Photo;
      },
    });
    tray.add([file("a.jpg"), file("b.jpg")], "before");
    await settled(tray);
    expect(tray.list().map(({ state, again }) => [state, again])).toEqual([
      ["failed", true],
      ["failed", false],
    ]);
    tray.retryAll();
    await settled(tray);
    expect(tray.ids()).toEqual([7]);
    expect([ids[2] === ids[0], ids.length]).toEqual([true, 3]);
  });

  it("leaves what is taken away while it is sent, and forgets its preview", async () => {
    let left = false;
    const { tray, forgotten } = trayWith({
      upload: (_prepared, _about, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener("abort", () => {
            left = true;
            reject(new DOMException("left", "AbortError"));
          });
        }),
    });
    tray.add([file("a.jpg")], "before");
    await vi.waitFor(() => expect(tray.list()[0]?.state).toBe("sending"));
    tray.remove(tray.list()[0]?.key ?? "");
    expect([left, tray.list().length]).toEqual([true, 0]);
    expect(forgotten).toEqual(["blob:5"]);
  });

  it("empties when the form that had the photos has them no more, not before it had them", async () => {
    const { tray } = trayWith();
    tray.add([file("a.jpg")], "before");
    await settled(tray);
    tray.keep([]);
    expect(tray.ids()).toEqual([101]);
    tray.keep([101]);
    tray.keep([]);
    expect(tray.list()).toEqual([]);
  });
});
