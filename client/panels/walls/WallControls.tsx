/** What a wall can be told. One form is open at a time; what was sent is said, and stands on the card until the wall takes it. */

import { useState } from "react";
import type { Wall, WallScene } from "../../../server/contract/types.ts";
import { orderLasts_min } from "../../../server/contract/wall.ts";
import { wordsOf } from "../../api/http.ts";
import { orderWall } from "../../api/wall.ts";
import { wallsWords } from "../../look/words/walls.ts";
import { fill, type WordKey } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { HowLong } from "./HowLong.tsx";
import { MessageForm } from "./MessageForm.tsx";
import { PlaceForm } from "./PlaceForm.tsx";
import { titleOf } from "./standing.ts";

const forms = { scene: "walls.doScene", place: "walls.doPlace", message: "walls.doMessage" } as const satisfies Record<string, WordKey>;
type FormName = keyof typeof forms;
/** Sends an order; resolves to whether the server has it. */
export type Send = (order: object, what: Failure) => Promise<boolean>;

interface Props {
  readonly wall: Wall;
  readonly scenes: readonly WallScene[];
  /** It does not answer now. */
  readonly lost: boolean;
  readonly changed: () => void;
}

export function WallControls({ wall, scenes, lost, changed }: Props) {
  const app = useApp();
  const say = useSay();
  const [open, setOpen] = useState<FormName | "reload" | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send: Send = async (order, what) => {
    if (busy) return false;
    setBusy(true);
    setFailure(null);
    try {
      await orderWall(wall.id, order);
      const { zh, en } = wallsWords["walls.sent"];
      toast(app, { zh: fill(zh, { name: wall.name, what: what.zh }), en: fill(en, { name: wall.name, what: what.en }) });
      changed();
      return true;
    } catch (error) {
      setFailure(wordsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const turn = (name: FormName | "reload") => () => {
    setFailure(null);
    setOpen(open === name ? null : name);
  };
  const reload = async () => {
    if (await send({ kind: "reload" }, wallsWords["walls.doReload"])) setOpen(null);
  };
  return (
    <fieldset className="wall-controls" onKeyDown={(event) => event.key === "Escape" && setOpen(null)}>
      <legend className="sr">{say.t("walls.do", { name: wall.name })}</legend>
      <div className="pills">
        {(Object.keys(forms) as FormName[]).map((name) => (
          <button key={name} type="button" className="pill" aria-expanded={open === name} onClick={turn(name)}>
            {say.t(forms[name])}
          </button>
        ))}
        <button type="button" className="pill" disabled={busy} onClick={() => void send({ kind: "resume" }, wallsWords["walls.doResume"])}>
          {say.t("walls.doResume")}
        </button>
        <button type="button" className="pill" aria-expanded={open === "reload"} onClick={turn("reload")}>
          {say.t("walls.doReload")}
        </button>
      </div>
      {open && lost && <p className="caution">{say.t("walls.sendLost", { n: orderLasts_min })}</p>}
      {open === "scene" && <SceneList wall={wall} scenes={scenes} busy={busy} send={send} />}
      {open === "place" && <PlaceForm busy={busy} send={send} />}
      {open === "message" && <MessageForm busy={busy} send={send} done={() => setOpen(null)} />}
      {open === "reload" && (
        <div className="wall-form">
          <p className="caution">{say.t("walls.reloadAsk")}</p>
          <div className="form-end">
            <button type="button" className="button primary" disabled={busy} onClick={() => void reload()}>
              {say.t("walls.reloadYes")}
            </button>
            <button type="button" className="button" onClick={() => setOpen(null)}>
              {say.t("walls.leave")}
            </button>
          </div>
        </div>
      )}
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
    </fieldset>
  );
}

function SceneList({ wall, scenes, busy, send }: { wall: Wall; scenes: readonly WallScene[]; busy: boolean; send: Send }) {
  const say = useSay();
  const [seconds, setSeconds] = useState(60);
  const at = wall.word?.scene?.index;
  return (
    <div className="wall-form">
      <HowLong value={seconds} change={setSeconds} />
      <p className="hint">{say.t("walls.pickScene")}</p>
      <ol className="wall-scenes">
        {scenes.map((scene, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a scene is its place in the tour
          <li key={i}>
            <button
              type="button"
              className={i === at ? "pill chosen" : "pill"}
              aria-current={i === at}
              disabled={busy}
              onClick={() => void send({ kind: "scene", scene: i, seconds }, titleOf(scene))}
            >
              {say.t("walls.nowScene", { n: i + 1, title: say.of(titleOf(scene)) })}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
