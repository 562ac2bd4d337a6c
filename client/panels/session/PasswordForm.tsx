/** One's own password, changed; every other session of one's own ends. */
import { useState } from "react";
import type { Me } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { changePassword } from "../../api/people.ts";
import { words } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";

export function PasswordForm({ me }: { me: Me }) {
  const app = useApp();
  const say = useSay();
  const [open, setOpen] = useState(me.mustChange);
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!open) {
    return (
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {say.t("people.changePassword")}
      </button>
    );
  }
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      app.store.set({ me: await changePassword(old, fresh) });
      setOld("");
      setFresh("");
      setOpen(false);
      toast(app, words["people.passwordChanged"]);
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  return (
    <form className="password-form" onSubmit={(event) => void submit(event)}>
      {me.mustChange && <p className="inline-note">{say.t("people.mustChange")}</p>}
      <label className="labelled column">
        <span>{say.t("people.oldPassword")}</span>
        <input
          className="field"
          type="password"
          autoComplete="current-password"
          required
          value={old}
          onChange={(e) => setOld(e.target.value)}
        />
      </label>
      <NewPassword value={fresh} least={me.leastLength} change={setFresh} />
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <button type="submit" className="button primary">
        {say.t("people.changePassword")}
      </button>
    </form>
  );
}

/** A new password, shown on demand: typing it twice catches less than seeing it. */
export function NewPassword({ value, least, change }: { value: string; least: number; change: (text: string) => void }) {
  const say = useSay();
  const [shown, setShown] = useState(false);
  return (
    <div className="labelled column">
      <label className="labelled column">
        <span>{say.t("people.newPassword", { n: least })}</span>
        <input
          className="field"
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          required
          minLength={least}
          maxLength={200}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      </label>
      <label className="labelled">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        <span>{say.t("people.showPassword")}</span>
      </label>
    </div>
  );
}
