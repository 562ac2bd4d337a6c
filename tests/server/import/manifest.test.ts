import { describe, expect, it } from "vitest";
import { loadingOrder, ManifestError, readManifest } from "../../../server/import/manifest.ts";
import { type AnyManifest, bundle, smallManifest } from "./smallCity.ts";

async function faults(change: (manifest: AnyManifest) => void): Promise<string[]> {
  const manifest = smallManifest("problems", "zones2", "units", "zones1");
  change(manifest);
  const error = await readManifest(bundle(manifest)).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ManifestError);
  return (error as ManifestError).faults.map((f) => `${f.path}|${f.value}|${f.right.en}|${f.right.zh}`);
}

describe("a manifest", () => {
  it("is read when it is right", async () => {
    const manifest = await readManifest(bundle(smallManifest()));
    expect(manifest.layers).toHaveLength(6);
  });

  it("is loaded boundary first and problems last, zones from the first level down", async () => {
    const manifest = await readManifest(bundle(smallManifest("problems", "zones2", "boundary", "units", "zones1", "sites")));
    expect(loadingOrder(manifest.layers).map((l) => l.id)).toEqual(["outline", "units", "towns", "communities", "sites", "problems"]);
  });

  it.each<[string, (m: AnyManifest) => void, RegExp]>([
    ["no name", (m) => delete m.name, /^\/name\|\|name is required/],
    ["an unknown entry", (m) => (m.colour = "red"), /^\/colour\|red\|there is no such entry; known are/],
    ["another format", (m) => (m.format = 2), /^\/format\|2\|/],
    [
      "a layer without CRS",
      (m) => delete m.layers[0].crs,
      /^\/layers\/0\/crs\|\|layer problems: state the coordinate system.*必须写明坐标系/,
    ],
    ["a CRS that is no code", (m) => (m.layers[0].crs = "WGS84"), /^\/layers\/0\/crs\|WGS84\|must match pattern/],
    ["a CSV without the columns of its place", (m) => delete m.layers[0].geometry, /^\/layers\/0\/geometry\|\|layer problems: a CSV needs/],
    [
      "a field that is not ours",
      (m) => (m.layers[0].fields.colour = "c"),
      /^\/layers\/0\/fields\/colour\|colour\|problems has no such field/,
    ],
    [
      "a field that is missing",
      (m) => delete m.layers[1].fields.externalId,
      /^\/layers\/1\/fields\/externalId\|\|layer communities: this field is needed.*@row/,
    ],
    ["a field in no form", (m) => (m.layers[0].fields.title = { colum: "c" }), /^\/layers\/0\/fields\/title\|.*is in none of the forms/],
    [
      "two layers of one name",
      (m) => (m.layers[1].id = "problems"),
      /^\/layers\/0\/id\|problems\|layer problems: another layer has the same id/,
    ],
    [
      "a swapped centre",
      (m) => (m.centre = [33.6, 119.02]),
      /^\/centre\|\[33.6,119.02\]\|should be \[longitude, latitude\]; they look swapped/,
    ],
    ["a time zone that is none", (m) => (m.timeZone = "Asia/Huaian"), /^\/timeZone\|Asia\/Huaian\|/],
    ["a moment without offset", (m) => (m.asOf = "2026-11-20T08:00:00"), /^\/asOf\|.*should carry its offset/],
    ["a moment that is none", (m) => (m.asOf = "2026-02-30T08:00:00Z"), /^\/asOf\|.*is not a moment/],
    ["rolling from nowhere", (m) => Object.assign(m, { rolling: true, asOf: undefined }), /^\/rolling\|true\|needs asOf/],
    ["geometry columns of a GeoJSON", (m) => (m.layers[1].geometry = { x: "x", y: "y" }), /^\/layers\/1\/geometry\|.*is for CSV only/],
  ])("with %s is refused, naming path, value and what is right", async (_name, change, expected) => {
    expect((await faults(change)).filter((f) => expected.test(f))).toHaveLength(1);
  });

  it("tells all its faults at once", async () => {
    const all = await faults((m) => {
      delete m.layers[0].crs;
      delete m.layers[1].crs;
      m.timeZone = "Nowhere";
    });
    expect(all).toHaveLength(3);
  });

  it("that is not JSON says so", async () => {
    await expect(readManifest(bundle("{"))).rejects.toThrow(/should be JSON text/);
  });

  it("cannot reach into objects by __proto__", async () => {
    const text = JSON.stringify(smallManifest("units")).replace('"fields":{', '"fields":{"__proto__":{"value":"x"},');
    await expect(readManifest(bundle(text))).rejects.toThrow(/__proto__/);
    expect(({} as { value?: string }).value).toBeUndefined();
  });
});
