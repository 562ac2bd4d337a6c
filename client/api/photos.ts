/** Photos on their way to the server and back. */
import type { PhotoUpload } from "../../server/contract/types.ts";
import { postJson } from "./http.ts";

/** Announces a photo, or asks how far it has come: the same clientId is the same upload. */
export const beginUpload = (body: object, signal?: AbortSignal) => postJson<PhotoUpload>("/api/photos", body, signal);
