/** Questions and acts of official documents. */
import type { BriefKind, BriefWords } from "../../server/contract/brief.ts";
import type {
  BriefPage,
  BriefProof,
  BriefTemplate,
  BriefTemplates,
  IssuedBrief,
  IssuedBriefPage,
  IssuedBriefs,
} from "../../server/contract/types.ts";
import { getJson, postBytes, postForFile, postJson } from "./http.ts";

/** Which document: its kind, its days (none: the last that are over), and the filter it is narrowed to as a URL's parameters ("": none). */
export interface WantedBrief {
  readonly kind: BriefKind;
  readonly from: string | null;
  readonly to: string | null;
  readonly query: string;
}

/** A day and a week are named by a day of theirs; a notice by its first and last. */
function daysOf({ kind, from, to }: WantedBrief): Readonly<Record<string, string>> {
  if (kind === "handover" || from === null) return {};
  return kind === "notice" ? { from, to: to ?? from } : { day: from };
}

function pairsOf(wanted: WantedBrief): URLSearchParams {
  const pairs = new URLSearchParams(wanted.query);
  for (const [name, value] of Object.entries({ kind: wanted.kind, ...daysOf(wanted) })) pairs.set(name, value);
  return pairs;
}

export const askBrief = (wanted: WantedBrief, signal?: AbortSignal): Promise<BriefPage> =>
  getJson<BriefPage>(`/api/briefs/page?${pairsOf(wanted)}`, signal);
/** Address of its map: the picture that its document has. */
export const briefMap = (wanted: WantedBrief): string => `/api/briefs/map.png?${pairsOf(wanted)}`;

const bodyOf = (wanted: WantedBrief, words: Partial<BriefWords>) => ({
  kind: wanted.kind,
  ...daysOf(wanted),
  ...(wanted.query && { query: wanted.query }),
  words,
});
/** The document as it would be issued, its name saying that it is not. @param words those left out are as the server would have them */
export const draftDocument = (wanted: WantedBrief, words: Partial<BriefWords>, signal?: AbortSignal): Promise<Blob> =>
  postForFile("/api/briefs/document.docx", bodyOf(wanted, words), signal);
/** Issues it: from then on it is kept as it is. A period that is not over is refused. */
export const issueBrief = (wanted: WantedBrief, words: Partial<BriefWords>): Promise<IssuedBrief> =>
  postJson<IssuedBrief>("/api/briefs", bodyOf(wanted, words));

/** Newest first. @param kind null = of every kind @param cursor `next` of the page before */
export function askIssued(kind: BriefKind | null, cursor: string | null, signal?: AbortSignal): Promise<IssuedBriefs> {
  const pairs = new URLSearchParams({ ...(kind !== null && { kind }), ...(cursor !== null && { cursor }) });
  return getJson<IssuedBriefs>(`/api/briefs?${pairs}`, signal);
}
export const askIssuedPage = (id: number, signal?: AbortSignal) => getJson<IssuedBriefPage>(`/api/briefs/${id}`, signal);
/** Address of the document as it was issued. */
export const issuedDocument = (id: number): string => `/api/briefs/${id}/document.docx`;
/** Address of its map, drawn from what is kept of it. */
export const issuedMap = (id: number): string => `/api/briefs/${id}/map.png`;
/** Makes it again from what is kept of it. `sum`: of what was made now, SHA-256. */
export const proveIssued = (id: number) => postJson<BriefProof>(`/api/briefs/${id}/proof`, {});

export const askTemplates = (signal?: AbortSignal) => getJson<BriefTemplates>("/api/briefTemplates", signal);
/** Address of a template's file. @param id null = the one that comes with the program */
export const templateFile = (kind: BriefKind, id: number | null): string =>
  `/api/briefTemplates/file.docx?${new URLSearchParams({ kind, ...(id !== null && { template: String(id) }) })}`;
/** @param name what the office calls it */
export const addTemplate = (kind: BriefKind, name: string, file: Blob): Promise<BriefTemplate> =>
  postBytes<BriefTemplate>(`/api/briefTemplates?${new URLSearchParams({ kind, name })}`, file);
/** @param id null = the one that comes with the program */
export const useTemplate = (kind: BriefKind, id: number | null): Promise<BriefTemplates> =>
  postJson<BriefTemplates>("/api/briefTemplates/use", { kind, id });
export const removeTemplate = (id: number): Promise<BriefTemplates> => postJson<BriefTemplates>(`/api/briefTemplates/${id}/remove`, {});
