/** Official documents, in one list. */
import type { Route } from "../ask/route.ts";
import type { PhotoStore } from "../photos/store.ts";
import { briefDraft } from "./draft.ts";
import { briefIssue } from "./issue.ts";
import { briefDocument, briefIssued, briefList, briefProof } from "./issued.ts";
import { briefIssuedMap, briefMap } from "./map.ts";
import { briefPage } from "./page.ts";
import { templateRoutes } from "./templates.ts";

export const briefRoutes = (photos: PhotoStore): readonly Route[] => [
  briefPage,
  briefMap,
  briefDraft(photos),
  briefIssue(photos),
  briefList,
  briefIssued,
  briefIssuedMap,
  briefDocument,
  briefProof(photos),
  ...templateRoutes,
];
