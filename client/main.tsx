/** The page starts: its face is in the address; one round of requests goes out before anything is drawn, then React is mounted once. */
import { lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { untilLoaded } from "./api/chunk.ts";
import { Page } from "./panels/App.tsx";
import { Boundary } from "./panels/parts/Boundary.tsx";
import { createApp, followAddress } from "./panels/run/app.ts";
import { boot, keepFresh, loadDistrict } from "./panels/run/boot.ts";
import { followKeys } from "./panels/run/keys.ts";
import { ask, followQuestion } from "./panels/run/listing.ts";
import { followMask } from "./panels/run/mask.ts";
import { followPrinting } from "./panels/run/printing.ts";
import { followSession } from "./panels/run/session.ts";
import { followShapes } from "./panels/run/shapes.ts";
import { followStanding } from "./panels/run/standing.ts";
import { turnSoon } from "./panels/run/taking.ts";
import { lookAround, siteOf } from "./panels/site/around.ts";
import { AppContext } from "./panels/useApp.ts";
import "./look/desk.css";

/** A face of the page beside the desk comes when the address names it. */
const face = (load: () => Promise<React.ComponentType>) => lazy(() => untilLoaded(load).then((component) => ({ default: component })));
const faces: Readonly<Record<string, React.ComponentType>> = {
  admin: face(() => import("./panels/admin/AdminFace.tsx").then((file) => file.AdminFace)),
  walls: face(() => import("./panels/walls/WallsFace.tsx").then((file) => file.WallsFace)),
  briefs: face(() => import("./panels/briefs/BriefsFace.tsx").then((file) => file.BriefsFace)),
  import: face(() => import("./panels/bring/BringFace.tsx").then((file) => file.BringFace)),
  "set-up": face(() => import("./panels/session/SetUpPage.tsx").then((file) => file.SetUpPage)),
  site: face(() => import("./panels/site/SitePage.tsx").then((file) => file.SitePage)),
};

const name = location.pathname.split("/")[1] ?? "";
const Face = Object.hasOwn(faces, name) ? faces[name] : undefined;
/** They have no map: only the district is asked for. */
const mapless = ["admin", "walls", "briefs", "import"].includes(name);
/** A short link's code: what it stands for is asked before anything else. */
let link = Face ? null : new URLSearchParams(location.search).get("link");
if (link !== null) history.replaceState(null, "", location.pathname);
const app = createApp();

function startMap(): void {
  boot(app);
  followAddress(app);
  followQuestion(app);
  followMask(app);
  followStanding(app);
  // The keys are the desk's.
  if (name !== "site") followKeys(app);
  followShapes(app);
  followPrinting(app);
  keepFresh(app, () => {
    void ask(app);
    turnSoon(app);
  });
  void untilLoaded(() => import("./panels/run/live.ts")).then(({ followLive }) => followLive(app, again));
  void untilLoaded(() => import("./panels/shortlist/list.ts")).then(({ followShortlist }) => followShortlist(app));
}

async function startAt(code: string): Promise<void> {
  const { openLink } = await untilLoaded(() => import("./panels/views/openLink.ts"));
  await openLink(app, code);
  link = null;
  startMap();
}

/** An address that names no site asks nothing. */
function startSite(): void {
  const site = siteOf(location.pathname);
  if (site === null) return;
  lookAround(app, site);
  startMap();
}

/** Somebody else looks now: everything that was asked is asked again. */
function again(): void {
  if (mapless) return void loadDistrict(app);
  if (link !== null) return;
  boot(app);
  void ask(app);
}
followSession(app, again);
if (mapless) void loadDistrict(app);
else if (name === "site") startSite();
else if (link !== null) void startAt(link);
else if (!Face) startMap();

const place = document.getElementById("page");
if (!place) throw new Error("index.html has lost its #page element.");
createRoot(place).render(
  <AppContext value={app}>
    <Boundary>
      <Suspense fallback={null}>{Face ? <Face /> : <Page />}</Suspense>
    </Boundary>
  </AppContext>,
);
