/** Places that are kept under a name: asked, added, changed, taken away. */
import type { Share } from "../../server/contract/officeWords.ts";
import type { Done, NamedShape, NamedShapes } from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

export const askShapes = (signal?: AbortSignal) => getJson<NamedShapes>("/api/shapes", signal);

/** @param body `definition`: draw/… of a drawn shape, or within:<metres>:<anchors> of surroundings @throws HttpError */
export const addShape = (body: Pick<NamedShape, "name" | "definition" | "share"> & Partial<Pick<NamedShape, "campaign">>) =>
  postJson<NamedShape>("/api/shapes", body);

/** What is left out stays. @throws HttpError */
export const changeShape = (id: number, part: { readonly name?: string; readonly definition?: string; readonly share?: Share }) =>
  postJson<NamedShape>(`/api/shapes/${id}`, part);

/** @throws HttpError */
export const removeShape = (id: number) => postJson<Done>(`/api/shapes/${id}/remove`, {});
