/** Questions about where problems heap, and where more of them are than chance would give. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type { Clusters, HotSpots } from "../../server/contract/types.ts";
import type { HotPicture, HotQuestion } from "../state/hot.ts";
import { queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

/** The picture that answers a question of hot spots. @throws HttpError, also when the problems are too many */
export async function askHot(filter: Filter, question: HotQuestion, signal?: AbortSignal): Promise<HotPicture> {
  const pairs = formatFilter(filter);
  if (question.kind === "hexagons") {
    const query = queryOf([...pairs, ["cell", String(question.cell_m)]]);
    return { kind: "hexagons", answer: await getJson<HotSpots>(`/api/problems/hotSpots?${query}`, signal) };
  }
  const query = queryOf([...pairs, ["within", String(question.within_m)], ["least", String(question.least)]]);
  return { kind: "clusters", answer: await getJson<Clusters>(`/api/problems/clusters?${query}`, signal), chosen: null };
}
