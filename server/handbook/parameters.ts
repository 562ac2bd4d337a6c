/** Readers of the parameters of the handbook's questions. */
import { Type } from "typebox";
import type { Parameter } from "../ask/route.ts";
import { type HandbookTarget, mostPages, readHandbookKey } from "../contract/handbook.ts";
import { ParameterError, readId } from "../contract/parameter.ts";

const someId = (description: string): Parameter<number | null> => ({
  schema: Type.Integer({ minimum: 1, description }),
  read(name, text) {
    if (text === undefined) return null;
    const id = readId(text);
    if (id !== undefined) return id;
    throw new ParameterError(name, text, { zh: "正整数编号", en: "an id: a positive whole number" });
  },
});
export const someZone = someId("In this zone and those under it.");
export const someSite = someId("At this site.");

/** Words in a name; may be left out. */
export const someWords: Parameter<string> = {
  schema: Type.String({ maxLength: 100, description: "Words in the name or its pinyin." }),
  read(name, text = "") {
    const words = text.trim();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    if (words.length <= 100 && !/[\u0000-\u001f\u007f]/.test(words)) return words;
    throw new ParameterError(name, text, {
      zh: "至多 100 个字符，不含控制字符",
      en: "at most 100 characters, none of them a control character",
    });
  },
};

/** Keys of pages; required. */
export const pageKeys: Parameter<readonly HandbookTarget[]> = {
  schema: Type.String({ description: `At most ${mostPages} keys, separated by commas.`, examples: ["zone/12,site/4"] }),
  required: true,
  read(name, text = "") {
    const keys = text.split(",").map(readHandbookKey);
    if (keys.length <= mostPages && keys.every((key) => key !== null)) return keys;
    throw new ParameterError(name, text, {
      zh: `1 至 ${mostPages} 个 zone/编号 或 site/编号，逗号分隔`,
      en: `1 to ${mostPages} of zone/ or site/ and an id, separated by commas`,
    });
  },
};

/** Where a list goes on: `next` of the page before. */
export const writeAfter = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** @param check the place, or null when it is none of this list */
export const afterParameter = <T>(check: (place: readonly unknown[]) => T | null): Parameter<T | null> => ({
  schema: Type.String({ description: "`next` of the page before." }),
  read(name, text) {
    if (text === undefined) return null;
    const place = placeIn(text);
    const read = place && check(place);
    if (read !== null) return read;
    throw new ParameterError(name, text, { zh: "上一页给出的 next", en: "the next of the page before" });
  },
});

function placeIn(text: string): readonly unknown[] | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    // PostgreSQL holds no NUL.
    return Array.isArray(place) && place.every((part) => typeof part !== "string" || !part.includes("\0")) ? place : null;
  } catch {
    return null;
  }
}
