/** What is done to problems and photos, in one list. Part of the one list in routes.ts. */
import { acceptAct } from "../acts/accept.ts";
import { appealAct } from "../acts/appeal.ts";
import { bulkAct } from "../acts/bulk.ts";
import { closeAct } from "../acts/close.ts";
import { dismissAct } from "../acts/dismiss.ts";
import { dispatchAct } from "../acts/dispatch.ts";
import { extendAct } from "../acts/extend.ts";
import { fileAct } from "../acts/file.ts";
import { fixOnSpotAct } from "../acts/fixOnSpot.ts";
import { handBackAct } from "../acts/handBack.ts";
import { meTooAct } from "../acts/meToo.ts";
import { pressAct } from "../acts/press.ts";
import { recheckAct } from "../acts/recheck.ts";
import { rejectAct } from "../acts/reject.ts";
import { reportAct } from "../acts/report.ts";
import { resumeAct } from "../acts/resume.ts";
import { returnAct } from "../acts/return.ts";
import { reworkAct } from "../acts/rework.ts";
import { superviseAct } from "../acts/supervise.ts";
import { suspendAct } from "../acts/suspend.ts";
import { undoAct } from "../acts/undo.ts";
import { upholdAct } from "../acts/uphold.ts";
import { verifyAct } from "../acts/verify.ts";
import type { Route } from "../ask/route.ts";
import { photoBegin } from "../photos/begin.ts";
import { photoCover } from "../photos/cover.ts";
import { photoOriginal } from "../photos/original.ts";
import { photoPart } from "../photos/part.ts";
import { photoPicture } from "../photos/shown.ts";
import type { PhotoStore } from "../photos/store.ts";
import { photoThumb } from "../photos/thumb.ts";
import { photoWithdraw } from "../photos/withdraw.ts";

export const actRoutes = (photos: PhotoStore): readonly Route[] => [
  reportAct,
  verifyAct,
  fileAct,
  rejectAct,
  dispatchAct,
  acceptAct,
  returnAct,
  suspendAct,
  resumeAct,
  extendAct,
  handBackAct,
  recheckAct,
  reworkAct,
  closeAct,
  fixOnSpotAct,
  superviseAct,
  pressAct,
  appealAct,
  upholdAct,
  dismissAct,
  meTooAct,
  undoAct,
  bulkAct,
  photoBegin,
  photoPart(photos),
  photoThumb(photos),
  photoPicture(photos),
  photoCover(photos),
  photoOriginal(photos),
  photoWithdraw(photos),
];
