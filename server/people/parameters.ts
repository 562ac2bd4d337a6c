/** Readers of parameters that may be left out: null then. */
import { Type } from "typebox";
import { dayField, refusedField } from "../ask/body.ts";
import { integer, searchText } from "../ask/parameters.ts";
import type { Parameter } from "../ask/route.ts";
import { readId } from "../contract/parameter.ts";

export const someId = (description: string): Parameter<number | null> => ({
  schema: Type.Integer({ minimum: 1, description }),
  read(name, text) {
    if (text === undefined) return null;
    const id = readId(text);
    if (id !== undefined) return id;
    throw refusedField(name, text, { zh: "正整数编号", en: "an id: a positive whole number" });
  },
});

export const someText = (description: string): Parameter<string | null> => {
  const { schema, read } = searchText(description);
  return { schema, read: (name, text) => (text === undefined || text.trim() === "" ? null : read(name, text)) };
};

export const oneOf = <W extends string>(list: readonly W[], description: string): Parameter<W | null> => ({
  schema: Type.Enum([...list], { description }),
  read(name, text) {
    if (text === undefined) return null;
    const word = list.find((one) => one === text);
    if (word !== undefined) return word;
    throw refusedField(name, text, { zh: `可取：${list.join(", ")}`, en: `one of ${list.join(", ")}` });
  },
});

/** A day of the district's calendar, yyyy-MM-dd. */
export const someDay = (description: string): Parameter<string | null> => {
  const { schema, read } = dayField(description);
  return { schema, read: (name, text) => (text === undefined ? null : read(name, text)) };
};

export const limit = integer(1, 500, 100, "Rows of a page.");
