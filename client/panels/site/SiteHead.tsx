/** The page's top: the way back, whose map it is; then what the site is. */
import type { SiteDetail } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { Field } from "../card/Card.tsx";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { setPreference } from "../run/app.ts";
import { areaText, lengthText, position, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { deskAddress } from "./address.ts";

const districtOf = (state: AppState) => state.district;
const themeOf = (state: AppState) => state.view.theme;

export function SiteTop() {
  const app = useApp();
  const say = useSay();
  const district = usePart(districtOf);
  const theme = usePart(themeOf);
  return (
    <header className="site-top">
      <a className="button" href={deskAddress()}>
        <Icon name="left" />
        {say.t("site.back")}
      </a>
      <span className="site-whose">
        {district && <span className="clip">{say.of(district.name)}</span>}
        {district?.madeUp && <span className="tag warn">{say.t("app.madeUp")}</span>}
      </span>
      <button type="button" className="button site-print" onClick={() => window.print()}>
        {say.t("site.print")}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={say.t(theme === "dark" ? "app.toLight" : "app.toDark")}
        title={say.t(theme === "dark" ? "app.toLight" : "app.toDark")}
        onClick={() => setPreference(app, { theme: theme === "dark" ? "light" : "dark" })}
      >
        <Icon name={theme === "dark" ? "sun" : "moon"} />
      </button>
      <button
        type="button"
        className="button"
        lang={say.lang === "zh" ? "en" : "zh-CN"}
        onClick={() => setPreference(app, { lang: say.lang === "zh" ? "en" : "zh" })}
      >
        {say.lang === "zh" ? "English" : "中文"}
      </button>
    </header>
  );
}

export function SiteHead({ site }: { site: SiteDetail }) {
  const say = useSay();
  const book = usePart(bookOf);
  const district = usePart(districtOf);
  return (
    <header className="site-head">
      <div className="card-marks">
        <span className="tag">{say.of(siteTypes[site.type])}</span>
        {site.key && <span className="tag warn">{say.t("card.key")}</span>}
      </div>
      <h1>{site.name}</h1>
      <dl className="fields">
        <Field name={say.t("card.address")}>{site.address}</Field>
        <Field name={say.t("card.unit")}>{site.unit === null ? null : (book.unit(site.unit) ?? site.unit)}</Field>
        <Field name={say.t(`chief.${site.kind}`)}>{site.person}</Field>
        {site.length_m > 0 && <Field name={say.t("card.length")}>{lengthText(site.length_m, say)}</Field>}
        {site.area_m2 > 0 && <Field name={say.t("card.areaSize")}>{areaText(site.area_m2, say)}</Field>}
        <Field name={say.t("card.coordinates")}>{position(site.lon, site.lat, say)}</Field>
      </dl>
      {district && (
        <p className="site-printed">
          {say.t("app.printedAt", { time: stamp(new Date().toISOString(), district.timeZone) ?? "" })}
          {district.attribution && ` · ${say.t("app.attribution", { text: district.attribution })}`}
          {district.mapApproval && ` · ${say.t("app.approval", { text: district.mapApproval })}`}
        </p>
      )}
    </header>
  );
}
