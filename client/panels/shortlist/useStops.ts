/** The shortlist with what is known of each: problems as the server tells them, sites from their columns. */
import { useMemo } from "react";
import type { Position } from "../../../server/contract/draw.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { ProblemRow, SitesLayer } from "../../../server/contract/types.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { HttpError } from "../../api/http.ts";
import { askProblems } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { mostListed, type Stop } from "../../state/shortlist.ts";
import { type Book, bookOf } from "../names.ts";
import { type Say, usePart, useSay } from "../useApp.ts";
import { type Answer, useQuestion } from "../useQuestion.ts";

/** One of the list. */
export interface Listed {
  readonly stop: Stop;
  readonly name: string;
  /** Where, in words: a problem's number and place, a site's type. */
  readonly note: string;
  readonly at: Position | null;
  readonly unit: string | null;
  /** Of a problem, once it is known. */
  readonly row: ProblemRow | null;
  /** Nothing is known of it: it was removed, or is not the reader's to see. */
  readonly gone: boolean;
}

const listOf = (state: AppState) => state.shortlist;
const sitesOf = (state: AppState) => state.data.sites;
const turnOf = (state: AppState) => `${state.live.turn} ${state.district?.revision} ${state.me?.person?.id ?? ""}`;

/** The rows of these problems that there still are. An id that no problem has is refused by name: it is left out and the rest asked. */
async function askRows(ids: readonly number[], signal: AbortSignal): Promise<readonly ProblemRow[]> {
  let left = ids;
  while (left.length) {
    try {
      return (await askProblems({ ...emptyFilter, problem: left }, { sort: "id", limit: mostListed }, signal)).rows;
    } catch (error) {
      const refused = error instanceof HttpError && error.document.parameter === "problem" ? Number(error.document.value) : null;
      if (refused === null || !left.includes(refused)) throw error;
      left = left.filter((id) => id !== refused);
    }
  }
  return [];
}

function listedProblem(stop: Stop, row: ProblemRow | undefined, known: boolean, book: Book, say: Say): Listed {
  if (!row) return { stop, name: say.t("shortlist.problem", { id: stop.id }), note: "", at: null, unit: null, row: null, gone: known };
  const unit = row.unit === null ? null : (book.unit(row.unit) ?? null);
  const note = [row.code, row.place].filter(Boolean).join(" · ");
  return { stop, name: row.title, note, at: [row.lon, row.lat], unit, row, gone: false };
}

function listedSite(stop: Stop, sites: SitesLayer | undefined, book: Book, say: Say): Listed {
  const i = book.siteRow(stop.id);
  if (!sites || i === undefined)
    return { stop, name: say.t("shortlist.site", { id: stop.id }), note: "", at: null, unit: null, row: null, gone: sites !== undefined };
  const at: Position = [(sites.lon[i] ?? 0) / 1e6, (sites.lat[i] ?? 0) / 1e6];
  const type = sites.types[sites.type[i] ?? 0] as SiteType;
  const unit = book.unit(sites.unit[i] ?? 0) ?? null;
  return { stop, name: sites.name[i] ?? "", note: say.of(siteTypes[type]), at, unit, row: null, gone: false };
}

type Told = Pick<Answer<unknown>, "state" | "failure"> & { again(): void };
/** In the list's order. */
export function useStops(): Told & { readonly stops: readonly Listed[] } {
  const say = useSay();
  const list = usePart(listOf);
  const sites = usePart(sitesOf);
  const book = usePart(bookOf);
  const turn = usePart(turnOf);
  const ids = useMemo(() => list.flatMap(({ kind, id }) => (kind === "problem" ? [id] : [])).toSorted((a, b) => a - b), [list]);
  const answer = useQuestion(ids.length ? `${turn} ${ids.join()}` : null, (signal) => askRows(ids, signal));
  const { value, state } = answer;
  const stops = useMemo(() => {
    const rows = new Map(value?.map((row) => [row.id, row]));
    return list.map((stop) =>
      stop.kind === "site" ? listedSite(stop, sites, book, say) : listedProblem(stop, rows.get(stop.id), state === "ready", book, say),
    );
  }, [list, sites, book, say, value, state]);
  return { stops, state: answer.state, failure: answer.failure, again: answer.again };
}
