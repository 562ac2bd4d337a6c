/** Readers of the parameters that routes take beyond the filter. Nothing is guessed: what cannot be read is refused. */
import { Type } from "typebox";
import { readMoment } from "../contract/filter.ts";
import { type Anchor, expectedDistance, readAnchors } from "../contract/geo.ts";
import { ParameterError } from "../contract/parameter.ts";
import { maxRadius_m, minRadius_m, type Word } from "../contract/vocabulary.ts";
import type { Parameter } from "./route.ts";

/** A whole number within limits. */
export const integer = (least: number, most: number, otherwise: number, description: string): Parameter<number> => ({
  schema: Type.Integer({ minimum: least, maximum: most, default: otherwise, description }),
  read(name, text) {
    if (text === undefined) return otherwise;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new ParameterError(name, text, { zh: `${least} 至 ${most} 的整数`, en: `a whole number from ${least} to ${most}` });
  },
});

/** A distance in metres. */
export const metres = (otherwise: number, description: string): Parameter<number> => ({
  schema: Type.Number({ minimum: minRadius_m, maximum: maxRadius_m, default: otherwise, description }),
  read(name, text) {
    if (text === undefined) return otherwise;
    const value = /^\d{1,6}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minRadius_m && value <= maxRadius_m) return value;
    throw new ParameterError(name, text, expectedDistance);
  },
});

/** `1` for yes; absent or `0` for no. */
export const flag = (description: string): Parameter<boolean> => ({
  schema: Type.Enum(["0", "1"], { description }),
  read(name, text) {
    if (text === undefined || text === "0" || text === "1") return text === "1";
    throw new ParameterError(name, text, { zh: "0 或 1", en: "0 or 1" });
  },
});

/** One or more of a closed list of words, separated by commas. */
export const words = <W extends string>(list: readonly W[], otherwise: readonly W[], description: string): Parameter<readonly W[]> => ({
  schema: Type.String({
    description: `${description} One or more of ${list.join(", ")}, separated by commas.`,
    default: otherwise.join(","),
  }),
  read(name, text) {
    if (text === undefined) return otherwise;
    const asked = [...new Set(text.split(","))];
    const known = asked.filter((word): word is W => (list as readonly string[]).includes(word));
    if (known.length === asked.length) return known;
    throw new ParameterError(name, text, {
      zh: `可取：${list.join(", ")}（逗号分隔）`,
      en: `one or more of ${list.join(", ")}, separated by commas`,
    });
  },
});

/** One of a closed list of words. */
export const oneWord = <W extends string>(list: readonly W[], otherwise: W, description: string): Parameter<W> => ({
  schema: Type.Enum([...list], { description, default: otherwise }),
  read(name, text) {
    const word = text === undefined ? otherwise : list.find((one) => one === text);
    if (word !== undefined) return word;
    throw new ParameterError(name, text as string, { zh: `可取：${list.join(", ")}`, en: `one of ${list.join(", ")}` });
  },
});

/** Anchors; required. */
export const anchors = (description: string): Parameter<readonly Anchor[]> => ({
  schema: Type.String({ description, examples: ["market", "site/12,zone/3"] }),
  required: true,
  read: (name, text) => readAnchors(name, text ?? ""),
});

/** Words to look for; required. */
export const searchText = (description: string): Parameter<string> => ({
  schema: Type.String({ minLength: 1, maxLength: 100, description }),
  required: true,
  read(name, text) {
    const asked = (text ?? "").trim().replace(/\s+/g, " ");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    if (asked && asked.length <= 100 && !/[\u0000-\u001f\u007f]/.test(asked)) return asked;
    throw new ParameterError(name, text ?? "", { zh: "1 至 100 个字符的文字", en: "1 to 100 characters of text" });
  },
});

/** A longitude (at most 180 either way) or a latitude (90), EPSG:4326; required. */
export const degrees = (most: number, description: string): Parameter<number> => ({
  schema: Type.Number({ minimum: -most, maximum: most, description }),
  required: true,
  read(name, text = "") {
    const value = /^-?\d{1,3}(\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN;
    if (Math.abs(value) <= most) return value;
    throw new ParameterError(name, text, { zh: `-${most} 至 ${most} 的度数`, en: `degrees from -${most} to ${most}` });
  },
});

/** Said of a code that no category has. */
export const noCategory: Word = { zh: "没有这个类别代码", en: "a category code that exists" };
/** A category code; required. Whether there is one is for the route to ask. */
export const category: Parameter<string> = {
  schema: Type.String({ description: "A category code." }),
  required: true,
  read(name, text = "") {
    if (/^[A-Za-z0-9_-]{1,32}$/.test(text)) return text;
    throw new ParameterError(name, text, noCategory);
  },
};

/** A moment, RFC 3339 with its offset, as milliseconds; required. */
export const moment = (description: string): Parameter<number> => ({
  schema: Type.String({ format: "date-time", description }),
  required: true,
  read: (name, text = "") => Date.parse(readMoment(name, text)),
});

/** The code of a short link; required. */
export const linkCode = (description: string): Parameter<string> => ({
  schema: Type.String({ pattern: "^[0-9A-Za-z]{6,12}$", description }),
  required: true,
  read(name, text = "") {
    if (/^[0-9A-Za-z]{6,12}$/.test(text)) return text;
    throw new ParameterError(name, text, { zh: "短链接中的 6 至 12 位字母和数字", en: "the 6 to 12 letters and digits of a short link" });
  },
});
