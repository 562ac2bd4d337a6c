import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../../client/field/usePage.ts";
import { newId } from "../../../client/api/newId.ts";
import { between_m } from "../../../client/draw/route.ts";
import { beyond, nudged, offset_m, placeText, readPlace } from "../../../client/field/report/place.ts";
import { bodyOf, faultsOf, needsPin } from "../../../client/field/report/reporting.ts";
import { type Draft, followedFix } from "../../../client/field/state.ts";
import { actBody, actFaults, emptyAct, isShown } from "../../../client/field/tasks/acting.ts";
import { photo } from "./entries.ts";

const fix = { lon: 119.1, lat: 33.6, accuracy_m: 12, at: 1 };
const draft = (part: Partial<Draft> = {}): Draft => ({
  ...{ clientId: "a", photos: [photo("p")], fix, pin: null, category: "0101", description: "", place: "", source: "patrol" },
  ...{ night: false, fixed: false, noPhoto: "", outsideOk: "" },
  ...part,
});
const lacks = (part: Partial<Draft>, outside = false) => Object.keys(faultsOf(draft(part), outside));

describe("a report", () => {
  it("is ready with a photo, a sure place and a category", () => expect(lacks({})).toEqual([]));
  it("lacks what is missing", () => {
    expect(lacks({ photos: [] })).toEqual(["photos"]);
    expect(lacks({ photos: [], noPhoto: " 设备故障 " })).toEqual([]);
    expect(lacks({ category: null })).toEqual(["category"]);
    expect(lacks({ fix: null })).toEqual(["place"]);
    expect(lacks({ fixed: true })).toEqual(["photosAfter"]);
    expect(lacks({ fixed: true, photos: [photo("p"), photo("q", { kind: "after" })] })).toEqual([]);
  });
  it("asks for a pin where the phone is less sure than 50 m", () => {
    expect(needsPin(draft({ fix: { ...fix, accuracy_m: 50 } }))).toBe(false);
    expect(lacks({ fix: { ...fix, accuracy_m: 50.5 } })).toEqual(["place"]);
    expect(lacks({ fix: { ...fix, accuracy_m: 500 }, pin: { lon: 119, lat: 33 } })).toEqual([]);
  });
  it("asks whether a place outside is right, and again when it is another place", () => {
    expect(lacks({}, true)).toEqual(["outside"]);
    expect(lacks({ outsideOk: placeText(fix) }, true)).toEqual([]);
    expect(lacks({ outsideOk: placeText(fix), pin: { lon: 120, lat: 33 } }, true)).toEqual(["outside"]);
  });
  it("says the accuracy of a position that the phone told, none of a pin; and no reason where there is a photo", () => {
    expect(bodyOf(draft({ description: " 满了 ", noPhoto: "设备故障" }))).toEqual({
      ...{ category: "0101", lon: 119.1, lat: 33.6, accuracy_m: 12, description: "满了", source: "patrol" },
    });
    expect(bodyOf(draft({ pin: { lon: 1, lat: 2 }, night: true }))).toEqual({
      category: "0101",
      lon: 1,
      lat: 2,
      source: "patrol",
      night: true,
    });
  });
  it("stays at the place of its first photo, unless that was not sure", () => {
    const next = { ...fix, lon: 119.2 };
    expect(followedFix(draft({}), next)).toBe(fix);
    expect(followedFix(draft({ photos: [] }), next)).toBe(next);
    expect(followedFix(draft({ fix: { ...fix, accuracy_m: 80 } }), next)).toBe(next);
    expect(followedFix(draft({ fix: null }), next)).toBe(next);
  });
});

describe("a place by hand", () => {
  it("reads what people type", () => {
    expect(readPlace("119.1，33.6")).toEqual({ lon: 119.1, lat: 33.6 });
    expect(readPlace(" -0.5 51 ")).toEqual({ lon: -0.5, lat: 51 });
    for (const text of ["", "119.1", "33.6,119.1", "181,0", "a,b", "1,2,3", "1e2,3"]) expect(readPlace(text), text).toBeNull();
  });
  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -89, max: 89, noNaN: true }), (lon, lat) => {
        const read = readPlace(placeText({ lon, lat }));
        expect(Math.abs((read?.lon ?? 999) - lon)).toBeLessThanOrEqual(5.1e-6);
        expect(Math.abs((read?.lat ?? 999) - lat)).toBeLessThanOrEqual(5.1e-6);
      }),
    );
  });
  it("moves by metres, each way", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: -40, max: 40 }),
        (lat, e, n) => {
          const from = { lon: 119.1, lat };
          const to = nudged(from, e, n);
          expect(between_m(from, to)).toBeCloseTo(Math.hypot(e, n), 0);
          expect(offset_m(from, to).east).toBeCloseTo(e, 0);
          expect(offset_m(from, to).north).toBeCloseTo(n, 0);
        },
      ),
    );
  });
  it("knows without a network when it cannot be in the district", () => {
    const district = { bounds: [119, 33, 120, 34] as [number, number, number, number] };
    expect(beyond(district, { lon: 118.9, lat: 33.5 })).toBe(true);
    expect(beyond(district, { lon: 119.5, lat: 33.5 })).toBe(false);
    expect(beyond(null, { lon: 0, lat: 0 })).toBe(false);
  });
});

describe("an act", () => {
  it("needs its note and its photo where the rules ask for them", () => {
    expect(Object.keys(actFaults(emptyAct("hand_back"), { needsNote: true }, true))).toEqual(["note", "photos"]);
    expect(actFaults({ ...emptyAct("hand_back"), note: "扫了", noPhoto: "设备故障" }, { needsNote: true }, true)).toEqual({});
    expect(actFaults(emptyAct("recheck"), { needsNote: false }, false)).toEqual({});
  });
  it("says the version that was read, and where the actor stood", () => {
    const said = { ...emptyAct("hand_back"), note: " 扫了 ", noPhoto: "x", photos: [photo("p")] };
    expect(actBody(said, 4, true, { lon: 1, lat: 2 })).toEqual({ version: 4, note: "扫了", place: { lon: 1, lat: 2 } });
    expect(actBody({ ...said, photos: [] }, 4, true, null)).toEqual({ version: 4, note: "扫了", noPhoto: "x" });
  });
  it("closing needs no photo when the repair was shown", () => {
    const shown = { photos: [{ id: 5, kind: "after", withdrawn: null }], history: [{ act: "hand_back", undone: false, photos: [5] }] };
    expect(isShown(shown as never)).toBe(true);
    expect(isShown({ ...shown, photos: [] } as never)).toBe(false);
    expect(isShown({ ...shown, history: [{ act: "hand_back", undone: true, photos: [5] }] } as never)).toBe(false);
  });
});

describe("ids", () => {
  it("are UUIDs, also where the browser makes none", () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(newId()).toMatch(uuid);
    const made = crypto.randomUUID;
    Object.assign(crypto, { randomUUID: undefined });
    try {
      const ids = Array.from({ length: 500 }, newId);
      for (const id of ids) expect(id).toMatch(uuid);
      expect(new Set(ids).size).toBe(500);
    } finally {
      Object.assign(crypto, { randomUUID: made });
    }
  });
});
