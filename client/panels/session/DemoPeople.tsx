/** In the demo: one person of each duty, to be tried without a password. */
import { useState } from "react";
import type { Me } from "../../../server/contract/types.ts";
import { type Role, roles } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { tryAs } from "../../api/people.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { becomes } from "../run/session.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const meOf = (state: AppState) => state.me;
type DemoPerson = Me["demoPeople"][number];

export function DemoPeople({ done }: { done?: () => void }) {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const book = usePart(bookOf);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!me?.demo) return null;
  const become = async (person: number) => {
    try {
      becomes(app, await tryAs(person));
      done?.();
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  const where = ({ unit, zone }: DemoPerson) => (unit !== null ? book.unit(unit) : zone !== null ? book.zone(zone) : null);
  return (
    <section className="demo-people" aria-label={say.t("people.tryAs")}>
      <h3>{say.t("people.tryAs")}</h3>
      <div className="pills">
        {me.demoPeople.map((person) => (
          <button
            key={person.id}
            type="button"
            className={person.id === me.person?.id ? "pill chosen" : "pill"}
            aria-pressed={person.id === me.person?.id}
            onClick={() => void become(person.id)}
          >
            {say.of(roles[person.roles[0] as Role])}
            <small>
              {person.name}
              {where(person) && ` · ${where(person)}`}
            </small>
          </button>
        ))}
      </div>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </section>
  );
}
