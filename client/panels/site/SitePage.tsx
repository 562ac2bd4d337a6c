/** The page of one site: its map, its problems now and before, how often they come, who answers for it, what lies around. */
import { Suspense, useEffect, useRef, useState } from "react";
import type { SiteDetail } from "../../../server/contract/types.ts";
import { radii_m } from "../../../server/contract/vocabulary.ts";
import { HttpError } from "../../api/http.ts";
import { askHistory } from "../../api/site.ts";
import { askSite } from "../../api/sites.ts";
import "../../look/site.css";
import { nearWords } from "../../look/words/near.ts";
import { siteWords } from "../../look/words/site.ts";
import { learn } from "../../look/words.ts";
import { hasWebgl2 } from "../../map/webgl2.ts";
import type { AppState } from "../../state/app.ts";
import type { MapView } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Toast } from "../parts/Toast.tsx";
import { boot } from "../run/boot.ts";
import { SignInGate } from "../session/SignInGate.tsx";
import { MapArea } from "../soon.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { keepDesk, sitePath } from "./address.ts";
import { aroundFilter, distanceOf, lookAround, siteOf } from "./around.ts";
import { useDesk } from "./links.ts";
import { SiteFigures } from "./SiteFigures.tsx";
import { SiteHead, SiteTop } from "./SiteHead.tsx";
import { SiteLists } from "./SiteLists.tsx";
import { SiteNeighbours } from "./SiteNeighbours.tsx";
import { People, SiteVisits } from "./SitePeople.tsx";

for (const room of [nearWords, siteWords]) learn(room);

const monthsAsked = 12;

const viewOf = (state: AppState) => state.view;
const bootOf = (state: AppState) => state.boot;
const districtOf = (state: AppState) => state.district;
const turnOf = (state: AppState) => state.live.turn;
const selectedOf = (state: AppState) => state.view.selected;

export function SitePage() {
  const { theme, lang, size } = usePart(viewOf);
  const id = siteOf(location.pathname);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.size = size;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [theme, lang, size]);
  return (
    <div className="site-page">
      <SiteTop />
      {id === null ? <NoSite /> : <Booted id={id} />}
      <Toast />
      <SignInGate />
    </div>
  );
}

function NoSite() {
  const say = useSay();
  return <Notice kind="failed" title={say.t("site.none")} detail={say.t("site.noneHint")} />;
}

function Booted({ id }: { id: number }) {
  const app = useApp();
  const say = useSay();
  const state = usePart(bootOf);
  if (state.state === "failed") {
    const reason = say.of(state.failure);
    return <Notice kind="failed" title={say.t("boot.failed", { reason })} act={{ label: say.t("app.retry"), run: () => boot(app) }} />;
  }
  if (state.state === "loading") {
    return <Notice kind="loading" title={state.phase ? say.t("boot.starting", { phase: state.phase }) : say.t("boot.loading")} />;
  }
  return <Asked id={id} />;
}

/** No such site is an answer, not a failure. */
function gone(error: unknown): "gone" {
  if (error instanceof HttpError && error.status === 404) return "gone";
  throw error;
}

function Asked({ id }: { id: number }) {
  const say = useSay();
  const turn = usePart(turnOf);
  const district = usePart(districtOf);
  const answer = useQuestion(`${id} ${turn}`, (signal) => askSite(id, signal).catch(gone));
  const name = answer.value && answer.value !== "gone" ? answer.value.name : undefined;
  useEffect(() => {
    if (district) document.title = name ? say.t("site.title", { name, district: say.of(district.name) }) : say.of(district.name);
  }, [name, district, say]);
  if (answer.failure) {
    return (
      <Notice
        kind="failed"
        title={say.t("site.failed")}
        detail={say.of(answer.failure)}
        act={{ label: say.t("app.retry"), run: answer.again }}
      />
    );
  }
  if (!answer.value) return <Notice kind="loading" title={say.t("ledger.loading")} />;
  return answer.value === "gone" ? <NoSite /> : <Body site={answer.value} />;
}

export function Body({ site }: { site: SiteDetail }) {
  const { filter } = usePart(viewOf);
  const within_m = distanceOf(filter, site.id);
  const turn = usePart(turnOf);
  const history = useQuestion(`${site.id} ${within_m} ${turn}`, (signal) => askHistory(site.id, within_m, monthsAsked, signal));
  return (
    <main className="site-main">
      <SiteHead site={site} />
      <Distance site={site.id} within_m={within_m} />
      <SiteFigures id={site.id} within_m={within_m} history={history} />
      <div className="site-columns">
        <div>
          <SiteMap site={site} within_m={within_m} />
          <People site={site} people={history.value?.people ?? null} />
          <SiteNeighbours id={site.id} within_m={within_m} />
          <SiteVisits site={site} />
        </div>
        <div>
          <SiteLists id={site.id} within_m={within_m} />
        </div>
      </div>
    </main>
  );
}

const distances = radii_m.filter((metres) => [100, 200, 500, 1000].includes(metres)).toSorted((a, b) => a - b);

function Distance({ site, within_m }: { site: number; within_m: number }) {
  const app = useApp();
  const say = useSay();
  const desk = useDesk();
  return (
    <div className="site-distance">
      <fieldset className="pills">
        <legend className="sr">{say.t("site.distance")}</legend>
        <span className="quiet" aria-hidden="true">
          {say.t("site.distance")}
        </span>
        {distances.map((metres) => (
          <button
            key={metres}
            type="button"
            className={metres === within_m ? "pill chosen" : "pill"}
            aria-pressed={metres === within_m}
            onClick={() => lookAround(app, site, metres)}
          >
            {say.t("near.metres", { n: say.n(metres) })}
          </button>
        ))}
      </fieldset>
      <a href={desk(aroundFilter(site, within_m, ["open"]))}>{say.t("site.openInDesk")}</a>
    </div>
  );
}

/** The map's height on a desk, px; the camera leaves a rim around what it shows. */
const height_px = 380;
const tile_px = 512;
const equator_m = 40_075_017;
/** Where the camera stands to see the site and what lies around it. */
export function cameraFor({ lon, lat, length_m, area_m2 }: SiteDetail, within_m: number): MapView {
  const across_m = 2 * (within_m + length_m / 2 + Math.sqrt(area_m2) / 2);
  const zoom = Math.log2((equator_m * Math.cos((lat * Math.PI) / 180) * height_px) / (tile_px * across_m));
  return { lon, lat, zoom: Math.min(17, Math.max(8, Math.round(zoom * 100) / 100)) };
}

function SiteMap({ site, within_m }: { site: SiteDetail; within_m: number }) {
  const say = useSay();
  const [drawable] = useState(hasWebgl2);
  const placed = useCamera(site, within_m);
  return (
    <section className="site-part site-map" aria-label={say.t("site.map", { name: site.name, n: within_m })}>
      {drawable ? (
        <Boundary>
          <Suspense fallback={<div className="map-area" aria-busy="true" />}>{placed && <MapArea />}</Suspense>
        </Boundary>
      ) : (
        <p className="hint">{say.t("site.noMap")}</p>
      )}
      <Picked own={site.id} within_m={within_m} />
    </section>
  );
}

/** The map begins at the site unless the address says where; another distance is looked at from elsewhere. True once it may begin. */
function useCamera(site: SiteDetail, within_m: number): boolean {
  const app = useApp();
  const [placed, place] = useState(false);
  const last = useRef(within_m);
  useEffect(() => {
    const { view } = app.store.get();
    const map = cameraFor(site, within_m);
    if (last.current !== within_m) app.map.current?.goTo(map);
    else if (!view.map) app.store.set({ view: { ...view, map } });
    last.current = within_m;
    place(true);
  }, [app, site, within_m]);
  return placed;
}

/** What one has clicked on the map, with the way to it. */
function Picked({ own, within_m }: { own: number; within_m: number }) {
  const say = useSay();
  const book = usePart(bookOf);
  const selected = usePart(selectedOf);
  const desk = useDesk();
  if (!selected || (selected.kind === "site" && selected.id === own)) return null;
  if (selected.kind === "site") {
    return (
      <p className="site-picked">
        {say.t("site.chosenSite")} <strong className="clip">{book.site(selected.id)}</strong>
        <a href={sitePath(selected.id)} onClick={keepDesk}>
          {say.t("site.openPage")}
        </a>
      </p>
    );
  }
  return (
    <p className="site-picked">
      {selected.kind === "problem" ? say.t("site.chosenProblem") : book.zone(selected.id)}
      <a href={desk(aroundFilter(own, within_m), selected)}>{say.t("site.openIt")}</a>
    </p>
  );
}
