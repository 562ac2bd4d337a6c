/** The filter's text and sentence: read back they are the same filter; every part is said; a chip takes away exactly one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyFilter, type Filter, filterParameters, formatFilter, parseFilter } from "../../../server/contract/filter.ts";
import { chips, type Names, sentence } from "../../../server/contract/sentence.ts";
import { anyFilter, anywhere } from "./arbitrary.ts";

const names: Names = { category: () => undefined, unit: () => undefined, site: () => undefined, zone: () => undefined };
const written = (filter: Filter) => new URLSearchParams(formatFilter(filter) as [string, string][]);
const reread = (text: string): Filter => parseFilter(new URLSearchParams(text));

describe("the filter as text", () => {
  it("reads back to the same filter, and to one text", () => {
    fc.assert(
      fc.property(anyFilter(anywhere), (filter) => {
        const text = written(filter).toString();
        expect(reread(text)).toEqual(filter);
        expect(written(reread(text)).toString()).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("an empty filter has no text and asks for everything", () => {
    expect(written(emptyFilter).toString()).toBe("");
    expect(sentence(emptyFilter, names)).toEqual({ zh: "全部问题", en: "all problems" });
  });

  it("any text at all is read or refused by name, nothing else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...filterParameters), fc.string(), (name, value) => {
        try {
          const filter = parseFilter(new URLSearchParams([[name, value]]));
          expect(filter).not.toEqual(emptyFilter);
        } catch (error) {
          expect(error).toMatchObject({ parameter: name, expected: { zh: expect.any(String), en: expect.any(String) } });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the filter as a sentence", () => {
  it("names people where it knows them", () => {
    const known: Names = { ...names, person: (id) => (id === 17 ? "王芳" : undefined) };
    expect(sentence({ ...emptyFilter, person: [17, 18] }, known)).toEqual({ zh: "责任人 王芳、#18", en: "assigned to 王芳 or #18" });
    expect(sentence({ ...emptyFilter, person: [17] }, names).zh).toBe("责任人 #17");
  });

  it("says every part once, and each chip takes away exactly its own", () => {
    fc.assert(
      fc.property(anyFilter(anywhere), (filter) => {
        const made = chips(filter, names);
        expect(made).toHaveLength(formatFilter(filter).length);
        const said = sentence(filter, names);
        for (const chip of made) {
          expect(said.zh).toContain(chip.text.zh);
          expect(said.en).toContain(chip.text.en);
          const kept = formatFilter(chip.without).map((pair) => pair.join("="));
          const gone = formatFilter(filter)
            .map((pair) => pair.join("="))
            .filter((pair) => !kept.includes(pair));
          expect(kept).toHaveLength(made.length - 1);
          expect(gone).toHaveLength(1);
          expect(gone[0]?.startsWith(chip.key.split("=")[0] as string)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
