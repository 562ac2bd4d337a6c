/** 打卡: the sites nearby, how far each is, and being there, proved by the position. */
import { useEffect, useState } from "react";
import type { SitesNear } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { newId } from "../../api/newId.ts";
import { askSitesNear } from "../../api/street.ts";
import { between_m } from "../../draw/route.ts";
import type { KeptPhoto } from "../entry.ts";
import { goTo, put } from "../page.ts";
import { Icon } from "../parts/Icon.tsx";
import { Photos } from "../parts/Photos.tsx";
import { askPositionAgain } from "../position.ts";
import { type FieldState, surest_m } from "../state.ts";
import { usePage, usePart, usePosition, useQuestion, useSay, useStamp } from "../usePage.ts";

type Site = SitesNear["rows"][number];
interface Kept {
  readonly rows: readonly Site[];
  /** ms since 1970 */
  readonly at: number;
}
const standingOf = (state: FieldState) => state.standing;

/** Sites near a place; those kept from the last time until they come. */
function useSites(place: { lon: number; lat: number } | null): { sites: Kept | null; fresh: boolean; failure: boolean } {
  const page = usePage();
  const [kept, setKept] = useState<Kept | null>(null);
  // About 30 m: asked again when one has gone on.
  const key = place && `${place.lon.toFixed(3)} ${place.lat.toFixed(4)}`;
  const answer = useQuestion(key, (signal) => askSitesNear(place?.lon ?? 0, place?.lat ?? 0, signal));
  useEffect(() => {
    void page.keep.read<Kept>("sites").then((read) => read && setKept((now) => now ?? read));
  }, [page]);
  useEffect(() => {
    if (!answer.value) return;
    const sites = { rows: answer.value.rows, at: Date.now() };
    setKept(sites);
    void page.keep.write("sites", sites);
  }, [page, answer.value]);
  return { sites: kept, fresh: answer.value !== null, failure: answer.failure !== null };
}

export function CheckInTab() {
  usePosition();
  const page = usePage();
  const say = useSay();
  const stamp = useStamp();
  const standing = usePart(standingOf);
  const fix = standing.state === "known" ? standing.fix : null;
  const { sites, fresh, failure } = useSites(fix);
  const [photos, setPhotos] = useState<readonly KeptPhoto[]>([]);
  const checkIn = async (site: Site) => {
    if (!fix) return;
    const { lon, lat, accuracy_m } = fix;
    const title = { zh: site.name, en: site.name };
    const body = { site: site.id, lon, lat, accuracy_m };
    const made = { clientId: newId(), kind: "checkIn", path: "/api/checkIns", body, title, problem: null, photos, draft: null } as const;
    if (!(await put(page, made))) return;
    setPhotos([]);
    goTo("outbox");
  };
  return (
    <div className="tab">
      <section className="card">
        {fix ? (
          <>
            <p aria-live="polite">{say.t("find.accuracy", { n: Math.round(fix.accuracy_m) })}</p>
            {fix.accuracy_m > surest_m && <p className="warn">{say.t("checkIn.unsure", { n: surest_m })}</p>}
          </>
        ) : (
          <>
            <p>{say.t(`standing.${standing.state === "known" ? "asking" : standing.state}`)}</p>
            {standing.state !== "asking" && standing.state !== "known" && (
              <div className="note">
                <p>{say.t(`standing.${standing.state}Help`)}</p>
                <button type="button" className="button" onClick={() => askPositionAgain(page)}>
                  {say.t("standing.again")}
                </button>
              </div>
            )}
          </>
        )}
        <div className="photos-may">
          <Photos photos={photos} set={setPhotos} kind="site" label={say.t("shot.takeSite")} />
        </div>
      </section>
      {sites && !fresh && <p className="hint">{say.t("checkIn.asOf", { time: stamp(sites.at) })}</p>}
      {!sites && fix && <p className="notice">{say.t(failure ? "checkIn.noSites" : "field.loading")}</p>}
      {sites?.rows.length === 0 && <p className="notice">{say.t("checkIn.none")}</p>}
      <ul className="cards" aria-label={say.t("checkIn.near")}>
        {sites?.rows.map((site) => (
          <li key={site.id} className="site">
            <div className="site-words">
              <strong>{site.name}</strong>
              <small>{say.of(siteTypes[site.type])}</small>
              <span>
                {fresh
                  ? say.t("tasks.away", { distance: say.length(site.distance_m) })
                  : fix
                    ? say.t("checkIn.about", { distance: say.length(between_m(fix, site)) })
                    : ""}
              </span>
              <small>{site.lastCheckIn ? say.t("checkIn.last", { time: stamp(site.lastCheckIn) }) : say.t("checkIn.never")}</small>
            </div>
            <button
              type="button"
              className="button primary"
              disabled={!fix}
              onClick={() => void checkIn(site)}
              aria-label={`${say.t("tab.checkIn")} ${site.name}`}
            >
              <Icon name="checkIn" />
              {say.t("tab.checkIn")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
