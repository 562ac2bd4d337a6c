/** A question that came as text: its parameters, none of which is unknown or given twice where one is meant. */
import { ParameterError } from "../contract/parameter.ts";

const names = (taken: readonly string[]): string => taken.join(", ");

/** @throws ParameterError for one that this question does not take: a misspelt filter is not "no filter" */
export function parametersOf(query: string, taken: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams(query);
  for (const [name, value] of parameters) {
    if (taken.includes(name)) continue;
    throw new ParameterError(name.slice(0, 50), value, { zh: `没有这个参数；可用：${names(taken)}`, en: `one of ${names(taken)}` });
  }
  return parameters;
}

/** The one value of a parameter; undefined when it is left out. @throws ParameterError */
export function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new ParameterError(name, values.join(" & "), { zh: "只能出现一次", en: "given once only" });
  return values[0];
}
