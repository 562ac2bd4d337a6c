/** Signing in: over the page, so that what was being looked at is still there afterwards. */
import { useEffect, useRef, useState } from "react";
import { HttpError, wordsOf } from "../../api/http.ts";
import { signIn } from "../../api/people.ts";
import { peopleWords } from "../../look/words/people.ts";
import { learn } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { setPreference } from "../run/app.ts";
import { becomes } from "../run/session.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DemoPeople } from "./DemoPeople.tsx";

learn(peopleWords);

const meOf = (state: AppState) => state.me;

export function SignIn() {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const dialog = useRef<HTMLDialogElement>(null);
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector("input")?.focus();
  }, []);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setFailure(null);
    try {
      const me = await signIn(account.trim(), password);
      const back = new URLSearchParams(location.search).get("return");
      // Back to the planner's page that sent them here; to no other place.
      if (back && /^\/(planner|handbook)(\/|\?|$)/.test(back)) location.assign(back);
      else becomes(app, me);
    } catch (error) {
      setFailure(wordsOf(error));
      if (error instanceof HttpError && error.status !== 429) setPassword("");
    } finally {
      setSending(false);
    }
  };
  return (
    <dialog ref={dialog} className="session-sheet" aria-labelledby="sign-in-title" onCancel={(event) => event.preventDefault()}>
      <form onSubmit={(event) => void submit(event)}>
        <header>
          <img src="/favicon.svg" alt="" width="36" height="36" />
          <h2 id="sign-in-title">{say.t("people.signInTitle")}</h2>
          <button
            type="button"
            className="icon-button letter"
            aria-label={say.t("app.lang")}
            onClick={() => setPreference(app, { lang: say.lang === "zh" ? "en" : "zh" })}
          >
            {say.lang === "zh" ? "EN" : "中"}
          </button>
        </header>
        {me && !me.setUp && <p className="inline-note">{say.t("people.notSetUp")}</p>}
        <label className="labelled column">
          <span>{say.t("people.account")}</span>
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
        <label className="labelled column">
          <span>{say.t("people.password")}</span>
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {failure && (
          <p className="inline-failure" role="alert">
            {say.of(failure)}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={sending}>
          {say.t(sending ? "people.signingIn" : "people.signIn")}
        </button>
        <p className="quiet">{say.t("people.forgot")}</p>
        {me?.demo && <DemoPeople />}
      </form>
    </dialog>
  );
}
