import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { layerGroups } from "../../../client/layers/layer.ts";
import { siteLetters } from "../../../client/layers/siteLetters.ts";
import { shownAtFirst, stack } from "../../../client/map/stack.ts";
import { firstStyle, specsOf } from "../../../client/map/style.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { contentSecurityPolicy } from "../../../server/http/policy.ts";
import { demoBase, demoClock, demoProblems, demoSites, demoZones } from "./support/demoLayers.ts";

const all = new Set(stack.map(({ id }) => id));
const looks = (["dark", "light"] as const).flatMap((theme) => (["zh", "en"] as const).map((lang) => ({ theme, lang, shown: all })));
const bilingual = (word: { zh: string; en: string }) => word.zh.trim() !== "" && word.en.trim() !== "";

describe("the stack", () => {
  it("names each layer once, in both languages, with a legend and a group", () => {
    expect(all.size).toBe(stack.length);
    for (const layer of stack) {
      expect(bilingual(layer.title), layer.id).toBe(true);
      expect(layer.legend.length, layer.id).toBeGreaterThan(0);
      for (const entry of layer.legend) expect(bilingual(entry.label), `${layer.id} ${entry.id}`).toBe(true);
      expect(Object.keys(layerGroups)).toContain(layer.group);
    }
  });
  it("draws every site type in some layer, with a letter of its own in each language", () => {
    const drawn = new Set(stack.flatMap(({ legend }) => legend.flatMap(({ counts }) => (counts?.by === "siteType" ? counts.types : []))));
    expect([...drawn].sort()).toEqual(Object.keys(siteTypes).sort());
    for (const lang of ["zh", "en"] as const) {
      const letters = Object.values(siteLetters).map((letter) => letter[lang]);
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
  it("keeps heat under roads, and problems over sites", () => {
    const at = (id: string) => stack.findIndex((layer) => layer.id === id);
    expect(at("problemHeat")).toBeLessThan(at("baseRoads"));
    expect(at("problems")).toBeGreaterThan(at("markets"));
    expect(at("selection")).toBeGreaterThan(at("problems"));
  });
  it("makes the same drawn layers in every look, each from a source that exists", () => {
    const ids = looks.map((look) => specsOf(look).map(({ id }) => id));
    for (const list of ids) expect(list).toEqual(ids[0]);
    expect(new Set(ids[0]).size).toBe(ids[0]?.length);
    const style = firstStyle({ theme: "dark", lang: "zh", shown: all });
    for (const spec of style.layers) if ("source" in spec) expect(Object.keys(style.sources)).toContain(spec.source);
    for (const { picking } of stack) for (const id of picking?.from ?? []) expect(ids[0]).toContain(id);
  });
  it("is valid by the map's own specification, and asks nobody for glyphs or sprites", () => {
    for (const look of looks) {
      const style = firstStyle(look);
      // An image source without a url is the map library's own extension, younger than the specification.
      const { "problem-heat": _, ...sources } = style.sources;
      const faults = validateStyleMin({ ...style, sources, layers: style.layers.filter(({ id }) => id !== "heat") });
      expect(faults.filter(({ message }) => !message.includes("glyphs"))).toEqual([]);
      expect(JSON.stringify(style)).not.toMatch(/https?:/);
      expect(style).not.toHaveProperty("glyphs");
    }
  });
  it("is let in by the page's policy: the map's worker reads each source as a blob", () => {
    expect(contentSecurityPolicy.directives.connectSrc).toContain("blob:");
    expect(contentSecurityPolicy.directives.workerSrc).toContain("'self'");
  });
  it("opens with the problems, the heat and the sites on", () => {
    for (const id of ["problems", "problemHeat", "markets", "evaluatedPoints", "riverSegments", "backAlleys", "zones1"])
      expect(shownAtFirst).toContain(id);
  });
});

describe("descriptions", () => {
  const data = { base: demoBase(), sites: demoSites(), zones: demoZones(), problems: demoProblems() };
  const context = { data, clock: demoClock, units: new Map(), categories: new Map(), timeZone: "Asia/Shanghai" };
  it("say one to five lines in both languages for every kind of thing, by exactly one layer", () => {
    const things = [
      ...data.sites.id.slice(0, 400).map((id) => ({ kind: "site" as const, id })),
      ...data.zones.id.slice(0, 100).map((id) => ({ kind: "zone" as const, id })),
      ...Array.from(data.problems.id)
        .slice(0, 100)
        .map((id) => ({ kind: "problem" as const, id })),
    ];
    for (const thing of things) {
      const said = stack.flatMap((layer) => layer.describe?.(thing, context) ?? []);
      const layers = stack.filter((layer) => layer.describe?.(thing, context));
      expect(layers.length, `${thing.kind} ${thing.id}`).toBe(1);
      expect(said.length).toBeGreaterThan(0);
      expect(said.length).toBeLessThanOrEqual(5);
      expect(said.every(bilingual)).toBe(true);
    }
  });
  it("say nothing of a thing that is not there", () => {
    expect(stack.flatMap((layer) => layer.describe?.({ kind: "problem", id: 99_999_999 }, context) ?? [])).toEqual([]);
  });
});
