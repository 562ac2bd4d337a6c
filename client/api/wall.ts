/** Questions and words of walls, and the desk's of them. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type {
  Alarms,
  Done,
  Headline,
  LayerCounts,
  Me,
  Mended,
  Patrols,
  WallAnswer,
  WallOrder,
  WallProgramme,
  WallRules,
  Walls,
  WallTour,
  WallTours,
  WallWord,
} from "../../server/contract/types.ts";
import type { SiteType } from "../../server/contract/vocabulary.ts";
import { queryOf } from "../state/view.ts";
import { getFile, getJson, postBytes, postJson } from "./http.ts";

export const signInWall = (token: string, signal?: AbortSignal) => postJson<Me>("/api/session/device", { token }, signal);
export const askProgramme = (signal?: AbortSignal) => getJson<WallProgramme>("/api/wall", signal);
export const sayWall = (word: WallWord & { readonly taken: readonly number[] }, signal?: AbortSignal) =>
  postJson<WallAnswer>("/api/wall/say", word, signal);
export const givePicture = (picture: Blob, signal?: AbortSignal) => postBytes<Done>("/api/wall/picture", picture, signal);
export const askHeadline = (signal?: AbortSignal) => getJson<Headline>("/api/problems/headline", signal);
export const askMended = (filter: Filter, signal?: AbortSignal) =>
  getJson<Mended>(`/api/problems/mended?${queryOf(formatFilter(filter))}`, signal);
export const askPatrols = (type: SiteType, signal?: AbortSignal) => getJson<Patrols>(`/api/sites/patrols?type=${type}`, signal);
/** @param since of the problems layer that is held against it */
export const askLayerCounts = (filter: Filter, since: string, signal?: AbortSignal) =>
  getJson<LayerCounts>(`/api/layers/counts?${queryOf([...formatFilter(filter), ["since", since]])}`, signal);

export const askAlarms = (all: boolean, signal?: AbortSignal) => getJson<Alarms>(`/api/alarms${all ? "?all=1" : ""}`, signal);
export const acknowledge = (ids: readonly number[], note: string | null) => postJson<Done>("/api/alarms/acknowledge", { ids, note });

/** The small picture that a wall gave last. */
export const askPicture = (wall: number, signal?: AbortSignal) => getFile(`/api/walls/${wall}/picture`, signal);
export const askWalls = (signal?: AbortSignal) => getJson<Walls>("/api/walls", signal);
export const orderWall = (wall: number, order: object) => postJson<WallOrder>(`/api/walls/${wall}/order`, order);
export const assignTour = (wall: number, tour: number | null) => postJson<Done>(`/api/walls/${wall}/tour`, { tour });
export const askTours = (signal?: AbortSignal) => getJson<WallTours>("/api/wallTours", signal);
export const saveTour = (tour: object) => postJson<WallTour>("/api/wallTours", tour);
export const removeTour = (tour: number) => postJson<Done>(`/api/wallTours/${tour}/remove`, {});
export const askRules = (signal?: AbortSignal) => getJson<WallRules>("/api/wallRules", signal);
export const saveRules = (rules: WallRules) => postJson<WallRules>("/api/wallRules", rules);
