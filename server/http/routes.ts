/** Every route of the program, in one list. */
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
import { problemResponsibility } from "../acts/problemResponsibility.ts";
import { recheckAct } from "../acts/recheck.ts";
import { rejectAct } from "../acts/reject.ts";
import { reportAct } from "../acts/report.ts";
import { responsibility } from "../acts/responsibility.ts";
import { resumeAct } from "../acts/resume.ts";
import { returnAct } from "../acts/return.ts";
import { reworkAct } from "../acts/rework.ts";
import { superviseAct } from "../acts/supervise.ts";
import { suspendAct } from "../acts/suspend.ts";
import { undoAct } from "../acts/undo.ts";
import { upholdAct } from "../acts/uphold.ts";
import { verifyAct } from "../acts/verify.ts";
import { attention } from "../admin/attention.ts";
import { calendarBook } from "../admin/calendarBook.ts";
import { calendarDays } from "../admin/calendarDays.ts";
import { calendarHours } from "../admin/calendarHours.ts";
import { calendarYears } from "../admin/calendarYears.ts";
import { categoryChange } from "../admin/categoryChange.ts";
import { categoryList } from "../admin/categoryList.ts";
import { dutyAdd } from "../admin/dutyAdd.ts";
import { dutyChange } from "../admin/dutyChange.ts";
import { dutyList } from "../admin/dutyList.ts";
import { limitChange } from "../admin/limitChange.ts";
import { templateList } from "../admin/templateList.ts";
import { templateSave } from "../admin/templateSave.ts";
import { unitAdd } from "../admin/unitAdd.ts";
import { unitChange } from "../admin/unitChange.ts";
import { unitList } from "../admin/unitList.ts";
import type { Route } from "../ask/route.ts";
import { link } from "../desk/link.ts";
import { linkAdd } from "../desk/linkAdd.ts";
import { roundAdd } from "../desk/roundAdd.ts";
import { viewAdd } from "../desk/viewAdd.ts";
import { viewChange } from "../desk/viewChange.ts";
import { viewRemove } from "../desk/viewRemove.ts";
import { views } from "../desk/views.ts";
import { district } from "../district/district.ts";
import { health } from "../district/health.ts";
import { healthLive } from "../district/healthLive.ts";
import { healthReady } from "../district/healthReady.ts";
import { exportCsv } from "../exports/exportCsv.ts";
import { exportGeojson } from "../exports/exportGeojson.ts";
import { clusters } from "../hot/clusters.ts";
import { hotSpots } from "../hot/hotSpots.ts";
import { intake } from "../intake/intake.ts";
import { intakeList } from "../intake/list.ts";
import { intakeRefuse } from "../intake/refuse.ts";
import { intakeTake } from "../intake/take.ts";
import { changes } from "../live/changes.ts";
import type { Feed } from "../live/feed.ts";
import { messageDrop } from "../notices/messageDrop.ts";
import { messageRetry } from "../notices/messageRetry.ts";
import { messages } from "../notices/messages.ts";
import { notices } from "../notices/notices.ts";
import { noticesRead } from "../notices/noticesRead.ts";
import { robotAdd } from "../notices/robotAdd.ts";
import { robotChange } from "../notices/robotChange.ts";
import type { NoticeMeans } from "../notices/robotFields.ts";
import { robots } from "../notices/robots.ts";
import { robotTry } from "../notices/robotTry.ts";
import { auditLog } from "../people/auditLog.ts";
import { deviceAdd } from "../people/deviceAdd.ts";
import { deviceRevoke } from "../people/deviceRevoke.ts";
import { devices } from "../people/devices.ts";
import { handlers } from "../people/handlers.ts";
import { invite } from "../people/invite.ts";
import { me } from "../people/me.ts";
import { passwordChange } from "../people/passwordChange.ts";
import { people } from "../people/people.ts";
import { personAdd } from "../people/personAdd.ts";
import { personChange } from "../people/personChange.ts";
import { policy } from "../people/policy.ts";
import { policyChange } from "../people/policyChange.ts";
import { setUp } from "../people/setUp.ts";
import { signIn } from "../people/signIn.ts";
import { signInDemo } from "../people/signInDemo.ts";
import { signInDevice } from "../people/signInDevice.ts";
import { signOut } from "../people/signOut.ts";
import { signOutPerson } from "../people/signOutPerson.ts";
import { photoBegin } from "../photos/begin.ts";
import { photoCover } from "../photos/cover.ts";
import { photoOriginal } from "../photos/original.ts";
import { photoPart } from "../photos/part.ts";
import { photoPicture } from "../photos/shown.ts";
import type { PhotoStore } from "../photos/store.ts";
import { photoThumb } from "../photos/thumb.ts";
import { photoWithdraw } from "../photos/withdraw.ts";
import { nearest } from "../places/nearest.ts";
import { shapeAdd } from "../places/shapeAdd.ts";
import { shapeChange } from "../places/shapeChange.ts";
import { shapeRemove } from "../places/shapeRemove.ts";
import { shapes } from "../places/shapes.ts";
import { surroundings } from "../places/surroundings.ts";
import { problemCount } from "../problems/count.ts";
import { problemDetail } from "../problems/detail.ts";
import { facets } from "../problems/facets.ts";
import { problemFeatures } from "../problems/features.ts";
import { headline } from "../problems/headline.ts";
import { problemList } from "../problems/list.ts";
import { mended } from "../problems/mended.ts";
import { problemsNear } from "../problems/near.ts";
import { performance } from "../problems/performance.ts";
import { replay } from "../problems/replay.ts";
import { reveal } from "../problems/reveal.ts";
import { similarProblems } from "../problems/similar.ts";
import { search } from "../search/search.ts";
import { checkIn } from "../sites/checkIn.ts";
import { checkIns } from "../sites/checkIns.ts";
import { siteDetail } from "../sites/detail.ts";
import { siteHistory } from "../sites/history.ts";
import { sitesNear } from "../sites/near.ts";
import { patrols } from "../sites/patrols.ts";
import { alarmAcknowledge } from "../walls/acknowledge.ts";
import { alarms } from "../walls/alarms.ts";
import { wallAssign } from "../walls/assign.ts";
import { wallOrder } from "../walls/order.ts";
import { pictureGive, pictureTake } from "../walls/picture.ts";
import { programme } from "../walls/programme.ts";
import { wallRules } from "../walls/rules.ts";
import { wallRulesChange } from "../walls/rulesChange.ts";
import { wallSay } from "../walls/say.ts";
import { tourRemove } from "../walls/tourRemove.ts";
import { tourSave } from "../walls/tourSave.ts";
import { tours } from "../walls/tours.ts";
import { walls } from "../walls/walls.ts";
import { fileRoutes } from "./fileRoutes.ts";
import { layerRoutes } from "./layerRoutes.ts";
import { plannerRoutes } from "./plannerRoutes.ts";

/** What routes stand on beside the database. */
export interface Means {
  /** Where photos are kept. */
  readonly photos: PhotoStore;
  /** What changed, as it happens. */
  readonly feed: Feed;
  /** Where robots may be, and where the page is. */
  readonly notices: NoticeMeans;
  /** The wall page's present build; "" while there is none. */
  readonly build: () => string;
  /** The program was told to stop: who gives out requests is to give it none. */
  readonly stopping?: (() => boolean) | undefined;
  /** How many problems travel to a page as columns at most; the usual when absent. */
  readonly mostInColumns?: number | undefined;
}

export const routes = (means: Means): readonly Route[] => [
  health,
  healthLive,
  healthReady(means.stopping),
  district,
  ...layerRoutes(means.mostInColumns),
  problemFeatures,
  problemList,
  problemCount,
  facets,
  headline(),
  mended,
  problemsNear,
  surroundings,
  nearest,
  clusters,
  hotSpots,
  replay,
  similarProblems,
  performance,
  exportCsv,
  exportGeojson,
  problemDetail,
  reveal,
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
  photoPart(means.photos),
  photoThumb(means.photos),
  photoPicture(means.photos),
  photoCover(means.photos),
  photoOriginal(means.photos),
  photoWithdraw(means.photos),
  responsibility,
  problemResponsibility,
  calendarBook,
  calendarDays,
  calendarYears,
  calendarHours,
  categoryList,
  categoryChange,
  limitChange,
  unitList,
  unitAdd,
  unitChange,
  dutyList,
  dutyAdd,
  dutyChange,
  templateList,
  templateSave,
  attention,
  siteDetail,
  siteHistory,
  sitesNear,
  patrols,
  checkIns,
  checkIn,
  search,
  shapes,
  shapeAdd,
  shapeChange,
  shapeRemove,
  views,
  viewAdd,
  viewChange,
  viewRemove,
  link,
  linkAdd,
  roundAdd,
  me,
  signIn,
  signOut,
  signInDemo,
  signInDevice,
  setUp,
  passwordChange,
  people,
  personAdd,
  personChange,
  invite,
  signOutPerson,
  handlers,
  devices,
  deviceAdd,
  deviceRevoke,
  policy,
  policyChange,
  intake,
  intakeList,
  intakeTake,
  intakeRefuse,
  notices,
  noticesRead,
  robots,
  robotAdd(means.notices),
  robotChange(means.notices),
  robotTry(means.notices),
  messages,
  messageRetry,
  messageDrop,
  programme(means.build),
  wallSay(means.build),
  pictureGive,
  pictureTake,
  walls,
  wallOrder,
  wallAssign,
  tours,
  tourSave,
  tourRemove,
  alarms,
  alarmAcknowledge,
  wallRules,
  wallRulesChange,
  ...plannerRoutes,
  ...fileRoutes(means.photos),
  auditLog,
  changes(means.feed),
];
