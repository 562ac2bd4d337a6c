/** Questions about time: how problems stood and what happened since, and a new round. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type { Replay, Round } from "../../server/contract/types.ts";
import { lastingParts } from "../state/replay.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postJson } from "./http.ts";

const moment = (unix: number): string => new Date(Math.round(unix) * 1000).toISOString().replace(".000", "");

/** @param from @param to unix seconds */
export const askReplay = (filter: Filter, from: number, to: number, signal?: AbortSignal) =>
  getJson<Replay>(
    `/api/problems/replay?${queryOf([...formatFilter(lastingParts(filter)), ["from", moment(from)], ["to", moment(to)]])}`,
    signal,
  );

/** @param starts yyyy-MM-dd */
export const beginRound = (name: string, starts: string) => postJson<Round>("/api/rounds", { name, starts });
