/**
 * The problems layer: three hundred thousand rows as bytes whose columns are read where they lie. Nothing is parsed or copied, so that the
 * page is not held up; a server that knows only JSON is understood too.
 */
import { columnsMedia, unpackColumns } from "../../server/contract/columns.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { typedLayer } from "../state/typed.ts";
import { getResponse } from "./http.ts";

/** @throws HttpError; Error when the bytes are no columns, or are cut off */
export async function askProblemsLayer(signal?: AbortSignal): Promise<ProblemsLayer> {
  const response = await getResponse("/api/layers/problems", `${columnsMedia}, application/json;q=0.5`, signal);
  if (!response.headers.get("content-type")?.startsWith(columnsMedia)) return typedLayer((await response.json()) as ProblemsLayer);
  const { head, columns } = unpackColumns<ProblemsLayer>(await response.arrayBuffer());
  return { ...head, ...columns };
}
