/** A route's parameters read from the URL. One that the route does not take is refused: a misspelt filter is not "no filter". */
import type { Given, Route, Takes } from "../ask/route.ts";
import { emptyFilter, type Filter, filterParameters, parseFilter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";

export interface Query {
  readonly filter: Filter;
  readonly given: Given<Takes>;
}

/** @param url path and query as they came @throws ParameterError */
export function readQuery(route: Pick<Route, "filtered" | "takes">, url: string): Query {
  const mark = url.indexOf("?");
  const parameters = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
  const own = Object.keys(route.takes);
  const taken = [...(route.filtered ? filterParameters : []), ...own];
  for (const [name, value] of parameters) {
    if (taken.includes(name)) continue;
    const names = taken.join(", ") || "–";
    throw new ParameterError(name.slice(0, 50), value, {
      zh: `没有这个参数；可用：${names}`,
      en: `no such parameter; this address takes ${names}`,
    });
  }
  const given = own.map((name) => {
    const values = parameters.getAll(name);
    if (values.length > 1) throw new ParameterError(name, values.join(" & "), { zh: "只能出现一次", en: "given once only" });
    return [name, route.takes[name]?.read(name, values[0])];
  });
  return { filter: route.filtered ? parseFilter(parameters) : emptyFilter, given: Object.fromEntries(given) };
}
