/** Every problem of a filter as a point, as typed arrays: where the columns do not hold them all. */
import { columnsMedia, unpackColumns } from "../../server/contract/columns.ts";
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type { ProblemPoints } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getResponse } from "./http.ts";

/** @throws HttpError; Error when the bytes are no columns, or are cut off */
export async function askPoints(filter: Filter, signal?: AbortSignal): Promise<ProblemPoints> {
  const response = await getResponse(`/api/layers/points?${queryOf(formatFilter(filter))}`, columnsMedia, signal);
  const { head, columns } = unpackColumns<ProblemPoints>(await response.arrayBuffer());
  return { ...head, ...columns };
}
