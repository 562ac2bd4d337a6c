/** Finds nearby that may be the same: to say "me too" instead of reporting it twice. */
import type { Similar } from "../../../server/contract/types.ts";
import { StatusMark } from "../parts/Parts.tsx";
import { useSay, useStamp } from "../usePage.ts";

interface Props {
  readonly similar: Similar;
  readonly meToo: (row: Similar["rows"][number]) => void;
}

export function SimilarFinds({ similar, meToo }: Props) {
  const say = useSay();
  const stamp = useStamp();
  if (similar.rows.length === 0) return null;
  return (
    <section className="card warned" aria-labelledby="similar">
      <h2 id="similar">{say.t("find.similar", { n: similar.rows.length })}</h2>
      <p className="hint">{say.t("find.similarWhy", { radius: say.length(similar.radius_m), days: Math.round(similar.days * 10) / 10 })}</p>
      <ul className="cards">
        {similar.rows.map((row) => (
          <li key={row.id} className="find">
            {row.photo === null ? (
              <span className="thumbnail none">{say.t("shot.none")}</span>
            ) : (
              <img
                className="thumbnail"
                src={`/api/photos/${row.photo}/thumb`}
                alt={say.t("find.similarPhoto", { code: row.code })}
                loading="lazy"
              />
            )}
            <div className="find-words">
              <strong>{row.title}</strong>
              <span>
                <StatusMark status={row.status} /> · {say.length(row.distance_m)}
              </span>
              <small>
                {row.code} · {stamp(row.found)}
                {row.meToo > 0 && ` · ${say.t("find.meTooCount", { n: row.meToo })}`}
              </small>
            </div>
            <button type="button" className="button" onClick={() => meToo(row)} aria-label={`${say.t("find.meToo")} ${row.code}`}>
              {say.t("find.meToo")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
