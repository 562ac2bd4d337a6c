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
import { followLive } from "./panels/run/live.ts";
import { followMask } from "./panels/run/mask.ts";
import { followPrinting } from "./panels/run/printing.ts";
import { followSession } from "./panels/run/session.ts";
import { followShapes } from "./panels/run/shapes.ts";
import { followStanding } from "./panels/run/standing.ts";
import { turnSoon } from "./panels/run/taking.ts";
import { lookAround, siteOf } from "./panels/site/around.ts";
import { AppContext } from "./panels/useApp.ts";
import "./look/tokens.css";
import "./look/base.css";
import "./look/shell.css";
import "./look/panels.css";
import "./look/acts.css";
import "./look/phone.css";
import "./look/admin.css";
import "./look/print.css";

const AdminFace = lazy(() => untilLoaded(() => import("./panels/admin/AdminFace.tsx")).then((file) => ({ default: file.AdminFace })));
const SetUpPage = lazy(() => untilLoaded(() => import("./panels/session/SetUpPage.tsx")).then((file) => ({ default: file.SetUpPage })));

const SitePage = lazy(() => untilLoaded(() => import("./panels/site/SitePage.tsx")).then((file) => ({ default: file.SitePage })));

const face = location.pathname.split("/")[1];
const besides = ["admin", "set-up", "site"];
/** A short link's code: what it stands for is asked before anything else. */
let link = besides.includes(face ?? "") ? null : new URLSearchParams(location.search).get("link");
if (link !== null) history.replaceState(null, "", location.pathname);
const app = createApp();

function startMap(): void {
  boot(app);
  followAddress(app);
  followQuestion(app);
  followMask(app);
  followStanding(app);
  // The keys are the desk's.
  if (face !== "site") followKeys(app);
  followShapes(app);
  followPrinting(app);
  keepFresh(app, () => {
    void ask(app);
    turnSoon(app);
  });
  followLive(app, again);
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
  if (face === "admin") return void loadDistrict(app);
  if (link !== null) return;
  boot(app);
  void ask(app);
}
followSession(app, again);
if (face === "admin") void loadDistrict(app);
else if (face === "site") startSite();
else if (link !== null) void startAt(link);
else if (face !== "set-up") startMap();

/** Faces of the page beside the desk. */
const faces: Readonly<Record<string, () => React.ReactNode>> = {
  admin: () => <AdminFace />,
  "set-up": () => <SetUpPage />,
  site: () => <SitePage />,
};
const place = document.getElementById("page");
if (!place) throw new Error("index.html has lost its #page element.");
createRoot(place).render(
  <AppContext value={app}>
    <Boundary>
      <Suspense fallback={null}>{faces[face ?? ""]?.() ?? <Page />}</Suspense>
    </Boundary>
  </AppContext>,
);
