/** Things by their distance: what it is, how far; hovering lights it on the map, a click goes there. */
import type { Nearest } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { Icon } from "../parts/Icon.tsx";
import { StatusMark } from "../parts/StatusMark.tsx";
import { goToPlace, hover, select } from "../run/app.ts";
import { keepDesk, sitePath } from "../site/address.ts";
import { lengthText } from "../times.ts";
import { useApp, useSay } from "../useApp.ts";

type One = Nearest["rows"][number];

export function NearestList({ rows }: { rows: readonly One[] }) {
  return (
    <ol className="nearest">
      {rows.map((one) => (
        <Item key={`${one.kind}/${one.id}`} one={one} />
      ))}
    </ol>
  );
}

function Item({ one }: { one: One }) {
  const app = useApp();
  const say = useSay();
  const thing = { kind: one.kind, id: one.id };
  const go = () => {
    select(app, thing, false);
    goToPlace(app, one.lon, one.lat);
  };
  return (
    <li onMouseEnter={() => hover(app, thing)} onMouseLeave={() => hover(app, null)}>
      <button
        type="button"
        className="nearest-go"
        title={say.t("near.goTo", { name: one.name })}
        onFocus={() => hover(app, thing)}
        onBlur={() => hover(app, null)}
        onClick={go}
      >
        <span className="nearest-away">{lengthText(one.distance_m, say)}</span>
        {one.status && <StatusMark status={one.status} />}
        {one.type && (
          <span className="tag">
            {say.of(siteTypes[one.type])}
            {one.length_m > 0 && ` ${lengthText(one.length_m, say)}`}
          </span>
        )}
        <span className="clip">{one.name}</span>
      </button>
      {one.kind === "site" && (
        <a
          className="icon-button"
          href={sitePath(one.id)}
          onClick={keepDesk}
          aria-label={say.t("near.pageOf", { name: one.name })}
          title={say.t("near.pageOf", { name: one.name })}
        >
          <Icon name="list" />
        </a>
      )}
    </li>
  );
}
