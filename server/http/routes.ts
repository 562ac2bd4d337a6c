/** Every route of the program, in one list. */
import { problemResponsibility } from "../acts/problemResponsibility.ts";
import { responsibility } from "../acts/responsibility.ts";
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
import { type BackupsStand, noBackups } from "../ask/standing.ts";
import { link } from "../desk/link.ts";
import { linkAdd } from "../desk/linkAdd.ts";
import { roundAdd } from "../desk/roundAdd.ts";
import { viewAdd } from "../desk/viewAdd.ts";
import { viewChange } from "../desk/viewChange.ts";
import { viewRemove } from "../desk/viewRemove.ts";
import { views } from "../desk/views.ts";
import { district } from "../district/district.ts";
import { health, version } from "../district/health.ts";
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
import type { Family } from "../metrics/exposition.ts";
import { metrics } from "../metrics/metrics.ts";
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
import type { PhotoStore } from "../photos/store.ts";
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
import { actRoutes } from "./actRoutes.ts";
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
  /** How the nightly backups stand; left out: none are made. */
  readonly backups?: (() => BackupsStand) | undefined;
  /** Who else may ask how the process does; left out: this machine alone. */
  readonly metricsToken?: string | undefined;
  /** Figures of what answers requests. */
  readonly families?: (() => readonly Family[]) | undefined;
  /** The program was told to stop: who gives out requests is to give it none. */
  readonly stopping?: (() => boolean) | undefined;
  /** How many problems travel to a page as columns at most; the usual when absent. */
  readonly mostInColumns?: number | undefined;
}

/** Not for the page: for whoever watches over the program. */
const watching = ({ backups = () => noBackups, metricsToken: token, families = () => [], stopping }: Means): readonly Route[] => [
  health(backups),
  healthLive,
  healthReady(stopping),
  metrics({ token, version, families, backups }),
];

export const routes = (means: Means): readonly Route[] => [
  ...watching(means),
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
  ...actRoutes(means.photos),
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
  attention(means.backups ?? (() => noBackups)),
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
