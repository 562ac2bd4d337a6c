/** Signing in on the phone; in a demo, as one of its people. */
import { useState } from "react";
import type { Me } from "../../../server/contract/types.ts";
import { type Role, roles, type Word } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { signIn, tryAs } from "../../api/people.ts";
import { becomes } from "../load.ts";
import { Fault } from "../parts/Parts.tsx";
import type { FieldState } from "../state.ts";
import { usePage, usePart, useSay } from "../usePage.ts";

const meOf = (state: FieldState) => state.me;
const unitsOf = (state: FieldState) => state.district?.units;

/** Lets somebody in, and says why not. */
function useEntering(): { failure: Word | null; busy: boolean; enter: (ask: () => Promise<Me>) => Promise<void> } {
  const page = usePage();
  const [failure, setFailure] = useState<Word | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (ask: () => Promise<Me>) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await becomes(page, await ask());
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { failure, busy, enter };
}

export function SignIn() {
  const say = useSay();
  const { failure, busy, enter } = useEntering();
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void enter(() => signIn(account.trim(), password));
      }}
    >
      <h2>{say.t("me.signIn")}</h2>
      <label className="form-field">
        <span>{say.t("me.account")}</span>
        <input
          className="field"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={account}
          onChange={(event) => setAccount(event.target.value)}
        />
      </label>
      <label className="form-field">
        <span>{say.t("me.password")}</span>
        <input
          className="field"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <Fault why={failure} />
      <button type="submit" className="button primary wide" disabled={busy}>
        {say.t("me.signIn")}
      </button>
    </form>
  );
}

export function DemoPeople() {
  const say = useSay();
  const me = usePart(meOf);
  const units = usePart(unitsOf);
  const { failure, enter } = useEntering();
  if (!me?.demo) return null;
  return (
    <section className="card" aria-labelledby="try-as">
      <h2 id="try-as">{say.t("me.tryAs")}</h2>
      <div className="pills">
        {me.demoPeople.map((person) => (
          <button
            key={person.id}
            type="button"
            className={person.id === me.person?.id ? "pill chosen" : "pill"}
            aria-pressed={person.id === me.person?.id}
            onClick={() => void enter(() => tryAs(person.id))}
          >
            {say.of(roles[person.roles[0] as Role])}
            <small>
              {person.name}
              {person.unit !== null && ` · ${units?.find(({ id }) => id === person.unit)?.shortName ?? ""}`}
            </small>
          </button>
        ))}
      </div>
      <Fault why={failure} />
    </section>
  );
}
