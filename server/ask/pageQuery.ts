/** A query of the page, read before it is kept: what could not be asked must not be kept under a name. */

import { parseFilter } from "../contract/filter.ts";
import { readAnchors } from "../contract/geo.ts";
import { expectedPageParameter, longestQuery, pageParameters } from "../contract/pageQuery.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Field, refusedField, textField } from "./body.ts";

const expected: Word = {
  zh: "页面地址中 ? 或 # 起的部分，如 ?status=open#map=119.04,33.54,14",
  en: "what follows the path in the page's address, from its ? or #, such as ?status=open#map=119.04,33.54,14",
};
const expectedFragment: Word = { zh: "#all 或 #map=经度,纬度,级别", en: "#all or #map=longitude,latitude,zoom" };
const fragment = /^(all|map=-?[\d.]{1,14},-?[\d.]{1,14},[\d.]{1,8})$/;

/** Names in it (a unit, a zone) are not looked up: they may go at any time, and who opens it is told so then. @throws ParameterError */
export function checkQuery(name: string, query: string): string {
  const [, search = "", hash] = /^(?:\?([^#]*))?(?:#(.*))?$/s.exec(query) ?? [];
  if (!/^[?#]./.test(query) || (!search && !hash)) throw refusedField(name, query.slice(0, 200), expected);
  if (hash && !fragment.test(hash)) throw refusedField("#", hash.slice(0, 200), expectedFragment);
  const pairs = new URLSearchParams(search);
  const known: readonly string[] = pageParameters;
  for (const [parameter, value] of pairs)
    if (!known.includes(parameter)) throw refusedField(parameter.slice(0, 60), value, expectedPageParameter);
  parseFilter(pairs);
  const of = pairs.get("of");
  if (of !== null) readAnchors("of", of);
  return query;
}

const text = textField(2, longestQuery, "The query and fragment of the page's URL.");
/** The query and fragment of the page's URL; its filter can be read. */
export const queryField: Field<string> = { schema: text.schema, read: (name, value) => checkQuery(name, text.read(name, value)) };
