/** The page behind a one-time link: the first administrator, an invited person, or a forgotten password. */
import { useState } from "react";
import { wordsOf } from "../../api/http.ts";
import { setUp } from "../../api/people.ts";
import { peopleWords } from "../../look/words/people.ts";
import { learn } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { NewPassword } from "./PasswordForm.tsx";

learn(peopleWords);

const meOf = (state: AppState) => state.me;

export function SetUpPage() {
  const say = useSay();
  const me = usePart(meOf);
  // The token stands behind "#": it is never sent with a request for a page, nor written into a server's log.
  const [token] = useState(() => location.hash.slice(1));
  const [account, setAccount] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const first = me !== null && !me.setUp;
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      await setUp({ token, account: account.trim(), password, ...(name.trim() && { name: name.trim() }) });
      location.assign(first ? "/admin" : "/");
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  return (
    <main className="session-page">
      <form className="session-sheet" onSubmit={(event) => void submit(event)}>
        <header>
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <h1>{say.t(first ? "people.firstSetUp" : "people.setUp")}</h1>
        </header>
        <p className="quiet">{say.t(first ? "people.firstSetUpNote" : "people.setUpNote")}</p>
        <label className="labelled column">
          <span>{say.t("people.account")}</span>
          <input
            className="field"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={64}
            value={account}
            onChange={(event) => setAccount(event.target.value)}
          />
          <small>{say.t("people.accountHint")}</small>
        </label>
        {first && (
          <label className="labelled column">
            <span>{say.t("people.name")}</span>
            <input className="field" required maxLength={50} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
        )}
        <NewPassword value={password} least={me?.leastLength ?? 10} change={setPassword} />
        {failure && (
          <p className="inline-failure" role="alert">
            {say.of(failure)}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={!token}>
          {say.t("people.finishSetUp")}
        </button>
      </form>
    </main>
  );
}
