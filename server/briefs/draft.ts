/** "What will it look like on paper?" The document before it is issued; its name says that it is not. */
import { Type } from "typebox";
import { Reply, type Route, route } from "../ask/route.ts";
import { emptyFilter } from "../contract/filter.ts";
import type { PhotoStore } from "../photos/store.ts";
import { briefBody, mayRead, wantedBy, wordsOver } from "./asked.ts";
import { documentOf, docx, docxHeaders } from "./make.ts";
import { pageOf } from "./page.ts";

/** A POST: an opening and demands of some length do not fit a URL. It changes nothing. */
export const briefDraft = (photos: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/briefs/document.docx",
    question: "The document as it would be issued, as DOCX.",
    may: mayRead,
    body: briefBody,
    answer: Type.String(),
    media: docx,
    async handle({ caller, rows, body, audit }) {
      const page = await pageOf({ caller, rows }, wantedBy(body, emptyFilter));
      const bytes = await documentOf({ ...page, words: wordsOver(page.words, body.words) }, rows, photos);
      const { kind, from, to } = page.facts;
      await audit({ kind: "export", detail: { format: "docx", brief: kind, from, to } });
      return new Reply(200, docxHeaders(`${kind}-${to}-not-issued`, `${page.title}（${to}，未印发）`), bytes);
    },
  });
