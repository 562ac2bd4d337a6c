/** The screen's token: typed once, never shown again. */
import { type FormEvent, useState } from "react";
import { useSay } from "../useWall.ts";
import { Group } from "./fields.tsx";

interface Props {
  readonly token: string | null;
  keep(token: string | null): void;
}

export function Token({ token, keep }: Props) {
  const say = useSay();
  const [typed, setTyped] = useState("");
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!typed.trim()) return;
    keep(typed.trim());
    setTyped("");
  };
  return (
    <Group title={say.t("wall.setToken")}>
      <form className="set-token" onSubmit={save}>
        <p>{say.t(token === null ? "wall.setTokenNone" : "wall.setTokenKept")}</p>
        <label className="set-field">
          <span>{say.t("wall.setTokenNew")}</span>
          <input type="password" autoComplete="off" spellCheck={false} value={typed} onChange={(e) => setTyped(e.target.value)} />
          <small>{say.t("wall.setTokenHint")}</small>
        </label>
        <div className="set-acts">
          <button type="submit" disabled={!typed.trim()}>
            {say.t("wall.setTokenSave")}
          </button>
          {token !== null && (
            <button type="button" onClick={() => keep(null)}>
              {say.t("wall.setTokenRemove")}
            </button>
          )}
        </div>
      </form>
    </Group>
  );
}
