/** Files that leave as work of the server: begun, watched, stopped, fetched. */
import type { ExportFormatName, ExportWhat } from "../../server/contract/exporting.ts";
import type { ExportJob, ExportJobs } from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

/** Begins a file. @param query of problems the filter as a URL asks it; of sites siteType, zone; of zones level; empty = all @throws HttpError */
export const startExport = (what: ExportWhat, format: ExportFormatName, query: string): Promise<ExportJob> =>
  postJson<ExportJob>("/api/exports", { what, format, query });

/** One's own files, the newest first. */
export const exportsOf = (signal?: AbortSignal): Promise<ExportJobs> => getJson<ExportJobs>("/api/exports", signal);

/** Stops it; one that has ended stays as it ended. */
export const cancelExport = (id: number): Promise<ExportJob> => postJson<ExportJob>(`/api/exports/${id}/cancel`, {});

/** Where the browser gets the file of one that is done. */
export const fileAddress = (id: number): string => `/api/exports/${id}/file`;
